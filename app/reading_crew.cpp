#include "app/reading_crew.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "app/worker.h"
#include "core/files.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t largest_file = 200ull << 20;

ReadOutcome read_one(Worker& worker, const std::string& file, const std::string& form) {
    ReadOutcome outcome{file};
    try {
        const auto bytes = read_file(file, largest_file);
        if (bytes.empty())
            throw Error(ErrorCode::bad_input, "the file is empty", Where{file},
                        UserMessage{"take.empty_file", {file}});
        outcome.documents = worker.read(file, bytes, form);
    } catch (const Error& error) {
        outcome.error = error;
    } catch (const std::exception& error) {
        outcome.error = Error(ErrorCode::external, error.what(), Where{file});
    }
    return outcome;
}

// Files are handed out in order; finished ones wait here until those before them are done.
class Crew {
public:
    Crew(const Session& session, const std::vector<std::string>& files, const std::string& form)
        : session_(session), files_(files), form_(form) {}

    void run(std::size_t size, const std::function<void(ReadOutcome)>& done) {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < size; ++i) threads.emplace_back([this] { work(); });
        for (std::size_t next = 0; next < files_.size(); ++next) done(await(next));
    }

private:
    void work() {
        Worker worker({session_.program});
        while (true) {
            std::size_t mine = 0;
            {
                const std::lock_guard lock(mutex_);
                if (next_ == files_.size()) return;
                mine = next_++;
            }
            auto outcome = read_one(worker, files_[mine], form_);
            const std::lock_guard lock(mutex_);
            finished_.emplace(mine, std::move(outcome));
            changed_.notify_all();
        }
    }

    ReadOutcome await(std::size_t index) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return finished_.count(index) == 1; });
        return std::move(finished_.extract(index).mapped());
    }

    const Session& session_;
    const std::vector<std::string>& files_;
    const std::string& form_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t next_ = 0;
    std::map<std::size_t, ReadOutcome> finished_;
};

}  // namespace

void read_all(const Session& session, const std::vector<std::string>& files, const std::string& form,
              const std::function<void(ReadOutcome)>& done) {
    const auto cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    Crew(session, files, form).run(std::min(cores, files.size()), done);
}

}  // namespace sanad::app
