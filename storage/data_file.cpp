#include "storage/data_file.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <optional>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "storage/descriptor.h"

namespace sanad::storage {
namespace {

constexpr std::uint32_t magic = 0xBEEFC0DE;
constexpr std::uint32_t version = 1;
constexpr std::uint16_t meta_flag = 0x08;
constexpr std::uint64_t no_root = ~0ull;

// A meta page as LMDB 0.9 lays it out on a 64-bit little-endian machine; offsets from the start of the page.
struct Meta {
    std::uint64_t page_number, map_size, free_root, main_root, last_page, transaction;
    std::uint32_t page_size;
};

template <class Number>
Number at(const char* page, std::size_t offset) {
    Number value;
    std::memcpy(&value, page + offset, sizeof value);
    return value;
}

std::optional<Meta> read_meta(int file, std::uint64_t offset) {
    std::array<char, 152> page{};
    if (pread(file, page.data(), page.size(), static_cast<off_t>(offset)) !=
        static_cast<ssize_t>(page.size()))
        return {};
    if (at<std::uint16_t>(page.data(), 10) != meta_flag || at<std::uint32_t>(page.data(), 16) != magic ||
        at<std::uint32_t>(page.data(), 20) != version)
        return {};
    const char* raw = page.data();
    return Meta{at<std::uint64_t>(raw, 0),   at<std::uint64_t>(raw, 32),  at<std::uint64_t>(raw, 80),
                at<std::uint64_t>(raw, 128), at<std::uint64_t>(raw, 136), at<std::uint64_t>(raw, 144),
                at<std::uint32_t>(raw, 40)};
}

bool sane(const Meta& meta, std::uint64_t number) {
    const bool size =
        meta.page_size >= 512 && meta.page_size <= 65536 && (meta.page_size & (meta.page_size - 1)) == 0;
    return size && meta.page_number == number && (meta.transaction == 0 || meta.transaction % 2 == number);
}

// Of the page that counts. The other one may hold what a commit left there that the disk refused: LMDB puts
// back its number and not its roots.
bool leads_somewhere(const Meta& meta) {
    const auto within = [&](std::uint64_t root) {
        return root == no_root || (root > 1 && root <= meta.last_page);
    };
    return meta.map_size / meta.page_size > meta.last_page && within(meta.free_root) &&
           within(meta.main_root);
}

// Transactions write the two pages in turn. In a new file both are number 0.
bool in_turn(const Meta& first, const Meta& second) {
    const auto low = std::min(first.transaction, second.transaction);
    const auto high = std::max(first.transaction, second.transaction);
    return high - low == 1 || high == 0;
}

// What the newer meta page says, whether the file is as long or not.
std::optional<DataFile> say(int file) {
    const auto first = read_meta(file, 0);
    if (!first || !sane(*first, 0)) return {};
    const auto second = read_meta(file, first->page_size);
    if (!second || !sane(*second, 1) || first->page_size != second->page_size || !in_turn(*first, *second))
        return {};
    const Meta& newer = first->transaction > second->transaction ? *first : *second;
    if (!leads_somewhere(newer)) return {};
    return DataFile{newer.page_size, newer.map_size, newer.last_page};
}

std::optional<DataFile> look(int file) {
    const auto said = say(file);
    struct stat known {};
    if (!said || fstat(file, &known) != 0 || static_cast<std::uint64_t>(known.st_size) < said->map_size)
        return {};
    return said;
}

[[noreturn]] void refuse_to_open(const std::string& path) {
    throw Error(ErrorCode::external, "open " + path + ": " + std::strerror(errno), {path},
                {"storage.not_permitted", {path}});
}

[[noreturn]] void refuse_damaged(const std::string& path) {
    throw Error(ErrorCode::corrupt, "truncated, or a meta page is damaged", {path},
                {"storage.file_damaged", {path}});
}

bool is_full(int error) { return error == ENOSPC || error == EDQUOT || error == EFBIG; }

}  // namespace

DataFile look_at_data_file(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) refuse_to_open(path);
    // A writer may be just at its meta page: what looks damaged is looked at again.
    for (int attempt = 0; attempt < 3; ++attempt) {
        if (const auto found = look(file.get())) return *found;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    refuse_damaged(path);
}

std::uint64_t map_size_of(const std::string& path) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) refuse_to_open(path);
    const auto said = say(file.get());
    if (!said) refuse_damaged(path);
    return said->map_size;
}

void extend_data_file(const std::string& path, std::uint64_t size) {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    struct stat known {};
    if (!file || fstat(file.get(), &known) != 0) refuse_to_open(path);
    if (static_cast<std::uint64_t>(known.st_size) >= size) return;
    const off_t more = static_cast<off_t>(size) - known.st_size;
    if (fallocate(file.get(), 0, known.st_size, more) == 0) return;
    const int reason = errno;
    if (reason == EOPNOTSUPP && ftruncate(file.get(), static_cast<off_t>(size)) == 0) return;
    if (ftruncate(file.get(), known.st_size) != 0) { /* longer than needed is no harm */
    }
    const std::string folder = std::filesystem::path(path).parent_path().string();
    throw Error(ErrorCode::resource, "fallocate " + path + ": " + std::strerror(reason), {path},
                {is_full(reason) ? "storage.disk_full" : "storage.disk_failed", {folder}});
}

}  // namespace sanad::storage
