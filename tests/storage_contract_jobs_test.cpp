// What every queue of jobs has to do, whatever keeps it; and what the archive's own has to bear besides.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

#include "core/files.h"
#include "storage/stores.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using namespace std::chrono_literals;
using storage::Archive;
using storage::Job;
using storage::JobQueue;
using storage::NewJob;

namespace {

const Moment noon{std::chrono::seconds{1'795'000'000}};
const std::string a_case = "2026-JJJJJJJ1";

class MemoryQueue : public JobQueue {
public:
    Job put(const NewJob& job) override {
        if (job.kind.empty() || job.most_tries == 0 || job.payload.size() > 256 << 10)
            throw Error(ErrorCode::bad_input, "no job");
        const std::string id = sha256_hex(job.kind + '\0' + job.case_id + '\0' + job.payload).substr(0, 32);
        if (jobs_.count(id) == 0) {
            Job made;
            made.id = id;
            made.kind = job.kind;
            made.case_id = job.case_id;
            made.payload = job.payload;
            made.due = job.due;
            made.most_tries = job.most_tries;
            made.turn = ++turn_;
            order_[id] = turn_;
            jobs_[id] = made;
        }
        return jobs_[id];
    }
    std::optional<Job> lease(const std::string& kind, Moment now, std::chrono::seconds length) override {
        for (const Job& one : jobs()) {
            if (one.kind != kind || one.state == Job::State::dead || one.due > now) continue;
            Job& job = jobs_[one.id];
            if (job.tries >= job.most_tries) {
                job.state = Job::State::dead;
                job.trouble = "did not end";
                continue;
            }
            return take_over(one.id, now, length);
        }
        return {};
    }
    std::optional<Job> take_over(const std::string& id, Moment now, std::chrono::seconds length) override {
        if (jobs_.count(id) == 0) return {};
        Job& job = jobs_[id];
        job.state = Job::State::leased;
        job.due = now + length;
        ++job.tries;
        job.turn = ++turn_;
        return job;
    }
    bool finish(const Job& held) override { return holds(held) && jobs_.erase(held.id) == 1; }
    bool fail(const Job& held, const std::string& why, Moment again) override {
        if (!holds(held)) return false;
        Job& job = jobs_[held.id];
        job.state = job.tries >= job.most_tries ? Job::State::dead : Job::State::waiting;
        job.due = again;
        job.trouble = why;
        job.turn = ++turn_;
        return true;
    }
    bool retry(const std::string& id, Moment now) override {
        if (jobs_.count(id) == 0 || jobs_[id].state != Job::State::dead) return false;
        jobs_[id].state = Job::State::waiting;
        jobs_[id].tries = 0;
        jobs_[id].due = now;
        jobs_[id].turn = ++turn_;
        return true;
    }
    std::optional<Job> find_job(const std::string& id) const override {
        return jobs_.count(id) == 0 ? std::nullopt : std::optional<Job>(jobs_.at(id));
    }
    std::vector<Job> jobs() const override {
        std::vector<Job> all;
        for (const auto& [id, job] : jobs_) all.push_back(job);
        std::sort(all.begin(), all.end(), [&](const Job& a, const Job& b) {
            const auto place = [&](const Job& job) {
                return std::tuple(job.state == Job::State::dead, job.due, order_.at(job.id));
            };
            return place(a) < place(b);
        });
        return all;
    }

private:
    bool holds(const Job& held) const {
        return jobs_.count(held.id) != 0 && jobs_.at(held.id).turn == held.turn;
    }
    std::map<std::string, Job> jobs_;
    std::map<std::string, std::uint64_t> order_;
    std::uint64_t turn_ = 0;
};

struct Queue {
    std::function<JobQueue&()> queue;
    std::function<void()> reopen;
};

struct ArchiveQueue {
    ArchiveQueue() {
        Archive::create(at, passphrase, quick);
        reopen();
    }
    void reopen() {
        archive.reset();
        archive.emplace(Archive::open(at, passphrase));
    }
    Queue queue() {
        return {[this]() -> JobQueue& { return *archive; }, [this] { reopen(); }};
    }
    Folder folder;
    std::string at = folder / "a";
    std::optional<Archive> archive;
};

NewJob job(const std::string& payload, Moment due = noon, std::uint32_t tries = 3) {
    return {"read", a_case, payload, due, tries};
}

void hold_to_contract(const Queue& on) {
    const auto queue = [&]() -> JobQueue& { return on.queue(); };
    const auto leased = [&](Moment now) {
        const auto got = queue().lease("read", now, 60s);
        return got ? got->payload : std::string("none");
    };
    CHECK(leased(noon) == "none");
    CHECK(queue().jobs().empty());

    SECTION(
        "what was due first is done first, of equal ones the one put first, and nothing before its time") {
        queue().put(job("later", noon + 20s));
        queue().put(job("first"));
        queue().put(job("second"));
        queue().put({"other-work", a_case, "of another kind", noon - 10s});
        on.reopen();
        CHECK(leased(noon - 1s) == "none");
        CHECK(leased(noon) == "first");
        CHECK(leased(noon) == "second");
        CHECK(leased(noon) == "none");
        CHECK(leased(noon + 20s) == "later");
        CHECK(queue().lease("other-work", noon, 1s)->payload == "of another kind");
    }
    SECTION("the same job is there once, and again when it was done") {
        const Job one = queue().put(job("x"));
        CHECK(queue().put(job("x", noon + 99s)).turn == one.turn);
        CHECK(queue().put(job("y")).id != one.id);
        CHECK(queue().jobs().size() == 2);
        CHECK(queue().finish(one));
        CHECK_FALSE(queue().find_job(one.id));
        const Job again = queue().put(job("x"));
        CHECK(again.id == one.id);
        CHECK(again.turn != one.turn);
        CHECK_FALSE(queue().finish(one));  // its old holder
    }
    SECTION("a lease that ends gives the job to another, and its first holder has lost it") {
        queue().put(job("x"));
        const Job mine = *queue().lease("read", noon, 60s);
        CHECK(mine.state == Job::State::leased);
        CHECK(leased(noon + 59s) == "none");
        on.reopen();
        const auto theirs = queue().lease("read", noon + 60s, 60s);
        REQUIRE(theirs);
        CHECK(theirs->tries == 2);
        CHECK_FALSE(queue().finish(mine));
        CHECK_FALSE(queue().fail(mine, "late", noon));
        CHECK(queue().find_job(mine.id)->turn == theirs->turn);
        CHECK(queue().finish(*theirs));
        CHECK_FALSE(queue().finish(*theirs));
        CHECK(queue().jobs().empty());
    }
    SECTION("a job that fails waits, and is dead after its last try until somebody retries it") {
        queue().put(job("x", noon, 2));
        const Job first = *queue().lease("read", noon, 60s);
        CHECK(queue().fail(first, "no memory", noon + 30s));
        CHECK_FALSE(queue().retry(first.id, noon));  // it waits
        CHECK(leased(noon + 29s) == "none");
        const Job second = *queue().lease("read", noon + 30s, 60s);
        CHECK(queue().fail(second, "no memory again", noon + 60s));
        on.reopen();
        CHECK(leased(noon + 9999s) == "none");
        REQUIRE(queue().jobs().size() == 1);
        CHECK(queue().jobs()[0].state == Job::State::dead);
        CHECK(queue().jobs()[0].trouble == "no memory again");
        CHECK(queue().retry(first.id, noon));
        CHECK(leased(noon) == "x");
        CHECK(queue().jobs()[0].tries == 1);
    }
    SECTION(
        "a job whose workers die without a word is dead after its last try, and does not stop the others") {
        queue().put(job("poison", noon, 2));
        queue().put(job("good", noon + 1s));
        CHECK(leased(noon) == "poison");
        CHECK(leased(noon + 60s) == "good");
        CHECK(leased(noon + 60s) == "poison");
        CHECK(leased(noon + 120s) == "good");
        REQUIRE(queue().jobs().size() == 2);
        CHECK(queue().jobs()[1].payload == "poison");
        CHECK(queue().jobs()[1].state == Job::State::dead);
        CHECK_FALSE(queue().jobs()[1].trouble.empty());
    }
    SECTION("whoever asks for one job gets it, from its holder too, and from the dead") {
        const Job put = queue().put(job("x", noon + 999s, 1));
        const Job mine = *queue().take_over(put.id, noon, 60s);
        const Job theirs = *queue().take_over(put.id, noon, 60s);
        CHECK_FALSE(queue().finish(mine));
        CHECK(queue().fail(theirs, "why", noon));
        CHECK(queue().jobs()[0].state == Job::State::dead);
        CHECK(queue().finish(*queue().take_over(put.id, noon, 60s)));
        CHECK_FALSE(queue().take_over(put.id, noon, 60s));
    }
    SECTION("any bytes come back as they were, and what is no job is refused") {
        for (const std::string& bytes :
             {std::string(), std::string("\0\xff\"}{", 5), noise(256 << 10, 5), std::string("فهد")}) {
            const Job put = queue().put(job(bytes));
            on.reopen();
            CHECK(queue().find_job(put.id)->payload == bytes);
        }
        const auto refused = [&](const NewJob& bad) {
            try {
                queue().put(bad);
                return false;
            } catch (const Error& error) {
                return error.code() == ErrorCode::bad_input;
            }
        };
        CHECK(refused({"", a_case, "x"}));
        CHECK(refused(job(noise((256 << 10) + 1, 1))));
        CHECK(refused(job("x", noon, 0)));
        for (const char* id : {"", "x", "zz", "../../x"}) {
            CHECK_FALSE(queue().find_job(id));
            CHECK_FALSE(queue().take_over(id, noon, 1s));
            CHECK_FALSE(queue().retry(id, noon));
        }
    }
}

}  // namespace

TEST_CASE("the archive keeps the contract of a queue of jobs", "[storage][contract]") {
    ArchiveQueue archive;
    hold_to_contract(archive.queue());
    CHECK(whole(archive.archive->check()));
}

TEST_CASE("a queue in memory keeps the same contract", "[storage][contract]") {
    MemoryQueue queue;
    hold_to_contract({[&]() -> JobQueue& { return queue; }, [] {}});
}

TEST_CASE("a job comes with the filing that it follows from and goes with the one that finishes it",
          "[storage][jobs]") {
    ArchiveQueue on;
    Archive& archive = *on.archive;
    archive.append(a_case, {opened()}, {}, {.put = {job("read this"), job("and this")}});
    CHECK(archive.jobs().size() == 2);
    const Job held = *archive.lease("read", noon, 60s);
    const Job stolen = *archive.take_over(held.id, noon, 60s);
    const auto file = [&](const Job& done) {
        archive.append(a_case, {event("note", {{"text", "read"}})}, {}, {.done = done});
    };
    REQUIRE_THROWS_AS(file(held), Error);
    CHECK(archive.find_case(a_case)->events == 1);
    file(stolen);
    REQUIRE_THROWS_AS(file(stolen), Error);  // a result that arrives twice is filed once
    CHECK(archive.find_case(a_case)->events == 2);
    CHECK(archive.jobs().size() == 1);
    // Refused filings put nothing.
    REQUIRE_THROWS_AS(archive.append(a_case, {filed("missing bytes")}, {}, {.put = {job("third")}}), Error);
    CHECK(archive.jobs().size() == 1);
    archive.erase(a_case, "clerk", "asked for", "2026-11-22T09:00:00Z");
    CHECK(archive.jobs().empty());
    CHECK(whole(archive.check()));
    CHECK(whole(archive.check_log()));
}

namespace {

// Leases that end at once, so that two workers often hold the same job; longer ones after each loss, or two
// workers of the same pace could take it from each other for ever.
void work_off(Archive& archive) {
    std::chrono::seconds length = 0s;
    const auto began = std::chrono::steady_clock::now();
    while (!archive.jobs().empty()) {
        const auto passed =
            std::chrono::floor<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
        if (passed > 300s) return;  // the test says which jobs were not done
        const auto held = archive.lease("read", noon + passed, length);
        if (!held) {
            std::this_thread::sleep_for(1ms);
            continue;
        }
        try {
            archive.append(a_case, {event("note", {{"text", held->payload}})}, {}, {.done = held});
            length = 0s;
        } catch (const Error&) {
            length = std::max(1s, 2 * length);
        }
    }
}

}  // namespace

TEST_CASE("two workers at once do every job, each result filed once", "[storage][jobs]") {
    ArchiveQueue on;
    constexpr int jobs = 24;
    on.archive->append(a_case, {opened()});
    for (int i = 0; i < jobs; ++i) on.archive->put(job("job " + std::to_string(i), noon, 1000));
    std::vector<std::thread> workers;
    for (int w = 0; w < 2; ++w) workers.emplace_back([&] { work_off(*on.archive); });
    for (auto& worker : workers) worker.join();
    std::map<std::string, int> done;
    for (const Event& one : on.archive->events(a_case))
        if (one.kind == "note") ++done[one.what.at("text").get<std::string>()];
    const auto dead =
        std::count_if(done.begin(), done.end(), [](const auto& one) { return one.second != 1; });
    CHECK(done.size() == jobs);
    CHECK(dead == 0);
    CHECK(whole(on.archive->check()));
}

TEST_CASE("jobs outlive kill -9: none that was put is lost, none is done twice", "[storage][jobs]") {
    ArchiveQueue on;
    constexpr int jobs = 40;
    on.archive->append(a_case, {opened()});
    for (int i = 0; i < jobs; ++i) on.archive->put(job("job " + std::to_string(i), noon, 1000));
    on.archive.reset();
    std::mt19937 random(7);
    for (int round = 0; round < 8; ++round) {
        const pid_t worker = fork();
        if (worker == 0) {
            try {
                Archive archive = Archive::open(on.at, passphrase);
                while (const auto held = archive.lease("read", noon + std::chrono::seconds(round), 1s))
                    archive.append(a_case, {event("note", {{"text", held->payload}})}, {}, {.done = held});
            } catch (const std::exception&) {
                _exit(3);
            }
            _exit(0);
        }
        usleep(static_cast<useconds_t>(5'000 + random() % 60'000));
        kill(worker, SIGKILL);
        waitpid(worker, nullptr, 0);
    }
    on.reopen();
    CHECK(whole(on.archive->check()));
    std::multiset<std::string> seen;
    for (const Event& one : on.archive->events(a_case))
        if (one.kind == "note") seen.insert(one.what.at("text").get<std::string>());
    for (const Job& left : on.archive->jobs()) seen.insert(left.payload);
    CHECK(seen.size() == jobs);
    CHECK(std::set<std::string>(seen.begin(), seen.end()).size() == jobs);
}

TEST_CASE("jobs are sealed, travel with a backup, and outlive compaction and repair", "[storage][jobs]") {
    ArchiveQueue on;
    const std::string canary = "1098765432 canary of a job";
    on.archive->put(job(canary));
    on.archive->put(job("dead", noon, 1));
    on.archive->lease("read", noon, 1s);
    on.archive->fail(*on.archive->lease("read", noon, 1s), "canary of its trouble", noon);
    const auto said = [](const Archive& archive) {
        std::string all;
        for (const Job& one : archive.jobs())
            all += one.payload + '|' + std::to_string(one.tries) + one.trouble + '\n';
        return all;
    };
    const std::string before = said(*on.archive);
    on.archive.reset();
    Archive::compact(on.at, passphrase);
    on.reopen();
    CHECK(said(*on.archive) == before);
    on.archive->backup(on.folder / "b");
    Archive::restore(on.folder / "b", on.folder / "restored", passphrase);
    CHECK(said(Archive::open(on.folder / "restored", passphrase)) == before);
    on.archive.reset();
    CHECK(Archive::repair(on.at, on.folder / "repaired", passphrase).size() == 1);
    const Archive repaired = Archive::open(on.folder / "repaired", passphrase);
    CHECK(said(repaired) == before);
    CHECK(whole(repaired.check()));
    for (const auto& file : std::filesystem::recursive_directory_iterator(on.folder / "")) {
        if (!file.is_regular_file()) continue;
        const std::string bytes = read_file(file.path().string());
        CHECK(bytes.find("canary of") == std::string::npos);
        CHECK(bytes.find("1098765432") == std::string::npos);
    }
}
