// Loaded before the C library (LD_PRELOAD): writes down every write, truncation and sync of files under
// $SANAD_LAYER_FOLDER in the file $SANAD_LAYER_RECORD, or lets the call number $SANAD_LAYER_FAIL_AT fail with
// $SANAD_LAYER_ERRNO. What it calls is the kernel itself. The put number $SANAD_LAYER_FULL_AT finds LMDB's
// map full; with $SANAD_LAYER_NO_ROOM the disk then has no room for a larger one either, as often as is asked
// in a row.
//
// An entry: kind (w write, t truncate, s sync) | 1 where the file is written through | length of name u16 |
// name | offset or size u64 | length of data u64 | data. Numbers as the machine has them.
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <lmdb.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

const char* setting(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

// The name below the folder of the file that is open there; empty for any other.
std::string watched(int file) {
    static const std::string folder = std::string(setting("SANAD_LAYER_FOLDER")) + "/";
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t length = ::readlink(link.c_str(), path, sizeof path);
    if (length <= 0 || folder.size() == 1) return {};
    const std::string name(path, static_cast<std::size_t>(length));
    return name.compare(0, folder.size(), folder) == 0 ? name.substr(folder.size()) : std::string();
}

bool fails(const std::string& name) {
    static long left = std::atol(setting("SANAD_LAYER_FAIL_AT"));
    if (name.empty() || name == "acknowledged" || left <= 0 || --left != 0) return false;
    errno = std::atoi(setting("SANAD_LAYER_ERRNO"));
    return true;
}

int refused_growths = 0;

// For each put in turn.
bool finds_map_full() {
    static long left = std::atol(setting("SANAD_LAYER_FULL_AT"));
    if (left <= 0 || --left != 0) return false;
    refused_growths = std::atoi(setting("SANAD_LAYER_NO_ROOM"));
    return true;
}

template <class Number>
void append(std::string& to, Number value) {
    to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void record(char kind, int file, const std::string& name, std::uint64_t offset, const std::string& data) {
    static const int log = static_cast<int>(
        ::syscall(SYS_openat, AT_FDCWD, setting("SANAD_LAYER_RECORD"), O_WRONLY | O_APPEND | O_CLOEXEC, 0));
    if (log < 0 || name.empty()) return;
    const int flags = ::fcntl(file, F_GETFL);
    std::string entry(1, kind);
    entry += (flags & O_DSYNC) != 0 ? '\1' : '\0';
    append(entry, static_cast<std::uint16_t>(name.size()));
    entry += name;
    append(entry, offset);
    append(entry, static_cast<std::uint64_t>(data.size()));
    entry += data;
    if (::syscall(SYS_write, log, entry.data(), entry.size()) != static_cast<long>(entry.size()))
        std::abort();
}

std::string bytes(const void* from, long size) {
    return size > 0 ? std::string(static_cast<const char*>(from), static_cast<std::size_t>(size))
                    : std::string();
}

}  // namespace

extern "C" {

ssize_t pwrite(int file, const void* from, size_t size, off_t offset) {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    const ssize_t done = ::syscall(SYS_pwrite64, file, from, size, offset);
    if (done > 0) record('w', file, name, static_cast<std::uint64_t>(offset), bytes(from, done));
    return done;
}

ssize_t pwrite64(int file, const void* from, size_t size, off_t offset) {
    return pwrite(file, from, size, offset);
}

ssize_t write(int file, const void* from, size_t size) {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    const long at = name.empty() ? 0 : ::syscall(SYS_lseek, file, 0, SEEK_CUR);
    const ssize_t done = ::syscall(SYS_write, file, from, size);
    if (done > 0 && !name.empty()) record('w', file, name, static_cast<std::uint64_t>(at), bytes(from, done));
    return done;
}

ssize_t writev(int file, const struct iovec* parts, int count) {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    const long at = name.empty() ? 0 : ::syscall(SYS_lseek, file, 0, SEEK_CUR);
    const ssize_t done = ::syscall(SYS_writev, file, parts, count);
    std::string all;
    for (int i = 0; i < count && !name.empty(); ++i)
        all += bytes(parts[i].iov_base, static_cast<long>(parts[i].iov_len));
    if (done > 0 && !name.empty())
        record('w', file, name, static_cast<std::uint64_t>(at),
               all.substr(0, static_cast<std::size_t>(done)));
    return done;
}

int ftruncate(int file, off_t size) noexcept {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    const long done = ::syscall(SYS_ftruncate, file, size);
    if (done == 0) record('t', file, name, static_cast<std::uint64_t>(size), {});
    return static_cast<int>(done);
}

int fallocate(int file, int mode, off_t offset, off_t size) {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    if (!name.empty() && refused_growths > 0) {
        --refused_growths;
        errno = ENOSPC;
        return -1;
    }
    const long done = ::syscall(SYS_fallocate, file, mode, offset, size);
    if (done == 0) record('t', file, name, static_cast<std::uint64_t>(offset + size), {});
    return static_cast<int>(done);
}

int mdb_put(MDB_txn* txn, MDB_dbi table, MDB_val* key, MDB_val* value, unsigned flags) {
    static const auto real = reinterpret_cast<decltype(&mdb_put)>(::dlsym(RTLD_NEXT, "mdb_put"));
    return finds_map_full() ? MDB_MAP_FULL : real(txn, table, key, value, flags);
}

int mdb_cursor_put(MDB_cursor* cursor, MDB_val* key, MDB_val* value, unsigned flags) {
    static const auto real =
        reinterpret_cast<decltype(&mdb_cursor_put)>(::dlsym(RTLD_NEXT, "mdb_cursor_put"));
    return finds_map_full() ? MDB_MAP_FULL : real(cursor, key, value, flags);
}

int fdatasync(int file) {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    const long done = ::syscall(SYS_fdatasync, file);
    if (done == 0) record('s', file, name, 0, {});
    return static_cast<int>(done);
}

int fsync(int file) {
    const std::string name = watched(file);
    if (fails(name)) return -1;
    const long done = ::syscall(SYS_fsync, file);
    if (done == 0) record('s', file, name, 0, {});
    return static_cast<int>(done);
}

}  // extern "C"
