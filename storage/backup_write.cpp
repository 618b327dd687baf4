// RunWriter: the files of a backup as they are written.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "core/error.h"
#include "core/hash.h"
#include "storage/backup_format.h"
#include "storage/backup_run.h"
#include "storage/bytes.h"
#include "storage/new_place.h"

namespace sanad::storage {

RunWriter::RunWriter(std::string folder, std::string name, RunHeader header, const ArchiveKeys& keys,
                     std::uint64_t volume_limit)
    : folder_(std::move(folder)),
      name_(std::move(name)),
      header_(std::move(header)),
      keys_(keys),
      limit_(volume_limit) {
    begin_volume();
}

RunWriter::~RunWriter() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    ::unlink(hidden_.c_str());
}

std::string RunWriter::name_of_volume() const {
    return limit_ == 0 ? name_ : fmt::format("{}-{:02}{}", name_, volume_, backup_ending);
}

void RunWriter::fail(const char* call) const {
    const int reason = errno;
    const bool full = reason == ENOSPC || reason == EDQUOT || reason == EFBIG;
    throw Error(full ? ErrorCode::resource : ErrorCode::external,
                std::string(call) + ": " + std::strerror(reason), {folder_},
                {full ? "storage.backup_disk_full" : "storage.backup_unwritable", {folder_}});
}

void RunWriter::begin_volume() {
    ++volume_;
    hidden_ = (std::filesystem::path(folder_) / (unfinished_backup + name_of_volume())).string();
    ::unlink(hidden_.c_str());
    const int number = ::open(hidden_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    file_ = number < 0 ? nullptr : ::fdopen(number, "w");
    if (file_ == nullptr) {
        if (number >= 0) ::close(number);
        fail("open");
    }
    digest_ = Digest();
    rows_ = 0;
    size_ = 0;
    write(std::string(backup_magic) + backup_version + header_.archive + u64_bytes(header_.from) +
          u64_bytes(header_.to) + u32_bytes(volume_));
}

void RunWriter::write(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail("write");
    digest_.add(bytes);
    size_ += bytes.size();
}

void RunWriter::add(const Row& row) {
    if (limit_ != 0 && size_ > limit_) {
        end_volume(false);
        begin_volume();
    }
    std::string head(1, row.removed ? backup_removed : backup_put);
    head += static_cast<char>(row.table.size());
    head += row.table;
    head += u32_bytes(static_cast<std::uint32_t>(row.key.size()));
    head += row.key;
    if (!row.removed) head += u32_bytes(static_cast<std::uint32_t>(row.value.size()));
    write(head);
    if (!row.removed) write(row.value);
    ++rows_;
}

void RunWriter::end_volume(bool last) {
    write(std::string(1, backup_end) + (last ? '\1' : '\0') + u64_bytes(rows_));
    const std::string digest = digest_.so_far();
    const std::string sealed = seal(keys_.values, backup_context, digest);
    write(digest + u32_bytes(static_cast<std::uint32_t>(sealed.size())) + sealed);
    std::FILE* file = std::exchange(file_, nullptr);
    const bool whole = std::fflush(file) == 0 && ::fsync(::fileno(file)) == 0;
    const int reason = errno;
    // What is read back to verify it must come from the disk.
    ::posix_fadvise(::fileno(file), 0, 0, POSIX_FADV_DONTNEED);
    const bool closed = std::fclose(file) == 0;
    const auto path = std::filesystem::path(folder_) / name_of_volume();
    if (!whole || !closed || ::rename(hidden_.c_str(), path.c_str()) != 0) {
        if (!whole) errno = reason;
        const int kept = errno;
        ::unlink(hidden_.c_str());
        errno = kept;
        fail("sync");
    }
    written_.push_back({name_of_volume(), to_hex(digest_.so_far()), size_});
}

std::vector<FileSum> RunWriter::finish() {
    end_volume(true);
    sync_folder(folder_);
    return written_;
}

}  // namespace sanad::storage
