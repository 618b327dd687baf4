// RunReader: the files of a backup, believed in nothing before their hash is seen.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <sys/stat.h>

#include "core/error.h"
#include "core/hash.h"
#include "storage/backup_format.h"
#include "storage/backup_run.h"
#include "storage/bytes.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t longest_key = 511;
constexpr std::uint64_t longest_value = 512ull << 20;

}  // namespace

void backup_damaged(const std::string& path, const std::string& what) {
    throw Error(ErrorCode::corrupt, path + ": " + what, Where{path}, {"storage.backup_damaged", {path}});
}

RunReader::RunReader(std::vector<std::string> paths, const ArchiveKeys* keys)
    : paths_(std::move(paths)), keys_(keys) {
    if (paths_.empty()) throw Error(ErrorCode::corrupt, "a run without files");
    open_volume();
}

RunReader::~RunReader() { close_volume(); }

void RunReader::damaged(const std::string& what) const { backup_damaged(paths_[volume_], what); }

void RunReader::close_volume() {
    if (file_ != nullptr) std::fclose(std::exchange(file_, nullptr));
}

void RunReader::open_volume() {
    const std::string& path = paths_[volume_];
    file_ = std::fopen(path.c_str(), "rbe");
    struct stat known {};
    if (file_ == nullptr || ::fstat(::fileno(file_), &known) != 0 || !S_ISREG(known.st_mode)) {
        if (errno == ENOENT) damaged("missing");
        throw Error(ErrorCode::external, path + ": " + std::strerror(errno), {path},
                    {"storage.not_permitted", {path}});
    }
    left_ = size_ = static_cast<std::uint64_t>(known.st_size);
    digest_ = Digest();
    rows_ = 0;
    if (take(backup_magic.size()) != backup_magic) damaged("not a backup");
    if (take(1).front() != backup_version)
        throw Error(ErrorCode::unsupported, path + ": a later format", {path},
                    UserMessage{"storage.newer_format"});
    RunHeader header;
    header.archive = take(archive_id_size);
    header.from = take_number(8);
    header.to = take_number(8);
    const bool follows = volume_ == 0 || (header.archive == header_.archive && header.from == header_.from &&
                                          header.to == header_.to);
    if (!follows || take_number(4) != volume_ + 1) damaged("not the file that follows");
    header_ = std::move(header);
}

// Never more than the file has, whatever its lengths say.
std::string RunReader::take(std::uint64_t count) {
    if (count > left_) damaged("cut short");
    std::string bytes(static_cast<std::size_t>(count), '\0');
    if (std::fread(bytes.data(), 1, bytes.size(), file_) != bytes.size()) damaged("cannot be read");
    left_ -= count;
    digest_.add(bytes);
    return bytes;
}

std::uint64_t RunReader::take_number(std::size_t bytes) {
    const std::string text = take(bytes);
    return bytes == 8 ? *read_u64(text, 0) : *read_u32(text, 0);
}

void RunReader::take_end() {
    const bool last = take(1).front() == 1;
    if (take_number(8) != rows_) damaged("rows are missing");
    const std::string digest = digest_.so_far();
    if (take(digest.size()) != digest) damaged("its hash differs");
    const std::string sealed = take(take_number(4));
    if (left_ != 0) damaged("bytes after its end");
    if (keys_ != nullptr && unseal(keys_->values, backup_context, sealed) != digest)
        damaged("its seal does not open");
    if (last != (volume_ + 1 == paths_.size())) damaged("the run is not whole");
    sums_.push_back(
        {std::filesystem::path(paths_[volume_]).filename().string(), to_hex(digest_.so_far()), size_});
    close_volume();
    ended_ = last;
    if (last) return;
    ++volume_;
    open_volume();
}

bool RunReader::next(Row& into) {
    while (!ended_) {
        const char kind = take(1).front();
        if (kind == backup_end) {
            take_end();
            continue;
        }
        if (kind != backup_put && kind != backup_removed) damaged("an unknown kind of row");
        Row row;
        row.removed = kind == backup_removed;
        row.table = take(static_cast<unsigned char>(take(1).front()));
        const std::uint64_t key = take_number(4);
        if (key == 0 || key > longest_key) damaged("a senseless length");
        row.key = take(key);
        if (!row.removed) {
            const std::uint64_t value = take_number(4);
            if (value > longest_value) damaged("a senseless length");
            row.value = take(value);
        }
        if (!before_.key.empty() && row.place() <= before_.place()) damaged("rows out of order");
        before_ = {row.table, row.key, {}, false};
        ++rows_;
        into = std::move(row);
        return true;
    }
    return false;
}

}  // namespace sanad::storage
