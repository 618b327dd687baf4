#include "storage/environment.h"

#include <algorithm>
#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include <sys/stat.h>
#include <unistd.h>

#include "core/error.h"
#include "storage/data_file.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mebibyte = 1 << 20;
constexpr unsigned max_readers = 1024;
constexpr mode_t only_owner = 0600;
constexpr auto first_optional_table = static_cast<std::size_t>(Table::erased);  // the first archives had none

std::uint64_t in_mebibytes(std::uint64_t size) { return (size + mebibyte - 1) / mebibyte * mebibyte; }

std::string data_path(const std::string& folder) { return (fs::path(folder) / "data.mdb").string(); }

// LMDB ends the process where it finds its pages inconsistent; an error that names the archive serves better.
void refuse_assertion(MDB_env* env, const char* text) {
    const char* path = "";
    mdb_env_get_path(env, &path);
    throw Error(ErrorCode::corrupt, std::string("LMDB: ") + text, {path}, {"storage.file_damaged", {path}});
}

struct Shared {
    std::unique_ptr<Environment> environment;
    int users = 0;
};

std::mutex registry_mutex;

// By process too: what a fork inherits is not its own.
std::map<std::pair<pid_t, std::string>, Shared>& registry() {
    static auto& environments = *new std::map<std::pair<pid_t, std::string>, Shared>;
    return environments;
}

}  // namespace

std::shared_ptr<Environment> Environment::shared(const std::string& folder) {
    const auto name = std::make_pair(getpid(), fs::canonical(folder).string());
    const std::lock_guard lock(registry_mutex);
    Shared& entry = registry()[name];
    if (!entry.environment) {
        try {
            entry.environment = std::make_unique<Environment>(folder, Access::read_write);
        } catch (...) {
            registry().erase(name);
            throw;
        }
    }
    ++entry.users;
    return {entry.environment.get(), [name](Environment*) {
                const std::lock_guard closing(registry_mutex);
                const auto found = registry().find(name);
                if (found != registry().end() && --found->second.users == 0) registry().erase(found);
            }};
}

bool Environment::is_shared(const std::string& folder) {
    const std::lock_guard lock(registry_mutex);
    return registry().count({getpid(), fs::canonical(folder).string()}) != 0;
}

// While LMDB waits for a lock, the file may be replaced by a compacted one; to go on with the larger size of
// the one before would leave a file that is shorter than its map.
Environment::Environment(const std::string& folder, Access access) : folder_(folder) {
    for (int attempt = 0;; ++attempt) {
        open_as_it_is(access);
        if (attempt == 3 || look_at_data_file(data_path(folder)).map_size >= map_size_) return;
        mdb_env_close(std::exchange(raw_, nullptr));
    }
}

void Environment::open_as_it_is(Access access) {
    const DataFile file = look_at_data_file(data_path(folder_));
    // Where writing is not allowed (a read-only medium, another account), reading may still be.
    const bool writable =
        ::access(data_path(folder_).c_str(), W_OK) == 0 && ::access(folder_.c_str(), W_OK) == 0;
    const unsigned flags = access == Access::read_write && writable ? 0u : unsigned{MDB_RDONLY};
    const bool lockable = access != Access::alone &&
                          (::access((fs::path(folder_) / "lock.mdb").c_str(), W_OK) == 0 || writable);
    open(flags | (lockable ? 0u : unsigned{MDB_NOLOCK}), file.map_size);
    open_tables();
}

Environment::~Environment() {
    if (raw_ != nullptr) mdb_env_close(raw_);
}

void Environment::create(const std::string& folder) {
    {
        MDB_env* made = nullptr;
        if (mdb_env_create(&made) != MDB_SUCCESS) throw Error(ErrorCode::external, "mdb_env_create failed");
        mdb_env_set_mapsize(made, mebibyte);
        const int code = mdb_env_open(made, folder.c_str(), 0, only_owner);
        mdb_env_close(made);
        if (code != MDB_SUCCESS)
            throw Error(ErrorCode::external, std::string("mdb_env_open: ") + mdb_strerror(code),
                        Where{folder});
    }
    extend_data_file(data_path(folder), mebibyte);
    MDB_env* raw = nullptr;
    mdb_env_create(&raw);
    const std::unique_ptr<MDB_env, void (*)(MDB_env*)> made(raw, mdb_env_close);
    mdb_env_set_maxdbs(raw, table_names.size());
    MDB_txn* txn = nullptr;
    int code = mdb_env_open(raw, folder.c_str(), 0, only_owner);
    if (code == MDB_SUCCESS) code = mdb_txn_begin(raw, nullptr, 0, &txn);
    for (const char* name : table_names) {
        MDB_dbi table = 0;
        if (code == MDB_SUCCESS) code = mdb_dbi_open(txn, name, MDB_CREATE, &table);
    }
    if (code == MDB_SUCCESS) code = mdb_txn_commit(txn);
    if (code != MDB_SUCCESS)
        throw Error(ErrorCode::external, std::string("new tables: ") + mdb_strerror(code), Where{folder});
}

void Environment::open(unsigned flags, std::uint64_t map_size) {
    int code = mdb_env_create(&raw_);
    if (code != MDB_SUCCESS) fail(code, "mdb_env_create");
    mdb_env_set_assert(raw_, refuse_assertion);
    mdb_env_set_maxdbs(raw_, max_tables);
    mdb_env_set_maxreaders(raw_, max_readers);
    mdb_env_set_mapsize(raw_, map_size);
    code = mdb_env_open(raw_, folder_.c_str(), flags | MDB_NOTLS, only_owner);
    if (code != MDB_SUCCESS) {
        mdb_env_close(raw_);
        raw_ = nullptr;
        fail(code, "mdb_env_open");
    }
    remember_map();
}

void Environment::open_tables() {
    try {
        MDB_txn* txn = nullptr;
        int code = mdb_txn_begin(raw_, nullptr, MDB_RDONLY, &txn);
        if (code != MDB_SUCCESS) fail(code, "mdb_txn_begin");
        for (std::size_t i = 0; i < table_names.size() && code == MDB_SUCCESS; ++i) {
            code = mdb_dbi_open(txn, table_names[i], 0, &tables_[i]);
            if (code == MDB_NOTFOUND && i >= first_optional_table) {
                tables_[i] = no_table;
                code = MDB_SUCCESS;
            }
        }
        if (code == MDB_SUCCESS) code = mdb_txn_commit(std::exchange(txn, nullptr));  // keeps the handles
        if (txn != nullptr) mdb_txn_abort(txn);
        if (code != MDB_SUCCESS) fail(code == MDB_NOTFOUND ? MDB_CORRUPTED : code, "mdb_dbi_open");
    } catch (...) {
        mdb_env_close(std::exchange(raw_, nullptr));
        throw;
    }
}

void Environment::add_missing_tables() {
    if (std::count(tables_.begin(), tables_.end(), no_table) == 0) return;
    write(0, [](WriteTxn& txn) {
        for (const char* name : table_names) txn.make_table(name);
    });
    const std::unique_lock lock(map_mutex_);
    open_tables();
}

void Environment::write(std::uint64_t room, const std::function<void(WriteTxn&)>& body) {
    const std::lock_guard lock(writing_);
    for (int attempt = 0;; ++attempt) {
        try {
            WriteTxn txn(*this);
            body(txn);
            txn.commit();
            return;
        } catch (const Error& error) {
            if (error.message().id != "storage.map_full" || attempt == 64) throw;
        }
        grow(room);
    }
}

void Environment::grow(std::uint64_t room) {
    const std::unique_lock lock(map_mutex_);
    const std::uint64_t needed = in_mebibytes(std::max(room, mebibyte));
    std::uint64_t size = map_size_ + std::max(needed, in_mebibytes(map_size_ / 8));
    try {
        extend_data_file(data_path(folder_), size);
    } catch (const Error&) {
        size = map_size_ + needed;  // a disk that is nearly full may still hold what is needed now
        extend_data_file(data_path(folder_), size);
    }
    const int code = mdb_env_set_mapsize(raw_, size);
    if (code != MDB_SUCCESS) fail(code, "mdb_env_set_mapsize");
    remember_map();
}

void Environment::adopt_larger_map() {
    const std::unique_lock lock(map_mutex_);
    const int code = mdb_env_set_mapsize(raw_, 0);
    if (code != MDB_SUCCESS) fail(code, "mdb_env_set_mapsize");
    remember_map();
}

// LMDB does not tell where its map lies; the kernel does.
void Environment::remember_map() {
    MDB_envinfo info{};
    mdb_env_info(raw_, &info);
    map_size_ = info.me_mapsize;
    maps_.clear();
    int file = -1;
    struct stat known {};
    if (mdb_env_get_fd(raw_, &file) != MDB_SUCCESS || fstat(file, &known) != 0) return;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t from = 0;
        std::uintptr_t until = 0;
        unsigned long inode = 0;
        if (std::sscanf(line.c_str(), "%" SCNxPTR "-%" SCNxPTR " %*s %*s %*s %lu", &from, &until, &inode) ==
                3 &&
            inode == known.st_ino)
            maps_.emplace_back(from, until);
    }
}

bool Environment::holds(const void* from, std::size_t size) const {
    const auto start = reinterpret_cast<std::uintptr_t>(from);
    // Without /proc there is nothing to compare with.
    return maps_.empty() || std::any_of(maps_.begin(), maps_.end(), [&](const auto& map) {
               return start >= map.first && start <= map.second && size <= map.second - start;
           });
}

void Environment::fail(int code, const char* call) const {
    const std::string what = std::string(call) + ": " + mdb_strerror(code);
    switch (code) {
        case MDB_MAP_FULL:
            throw Error(ErrorCode::resource, what, {folder_}, {"storage.map_full", {folder_}});
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            throw Error(ErrorCode::resource, what, {folder_}, {"storage.disk_full", {folder_}});
        case EIO:
        case MDB_PANIC:
            throw Error(ErrorCode::resource, what, {folder_}, {"storage.disk_failed", {folder_}});
        case ENOMEM:
            throw Error(ErrorCode::resource, what, {folder_}, UserMessage{"storage.no_memory"});
        case EACCES:
        case EROFS:
        case EPERM:
            throw Error(ErrorCode::external, what, {folder_}, {"storage.not_permitted", {folder_}});
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_INVALID:
        case MDB_CURSOR_FULL:
        case MDB_PAGE_FULL:
        case MDB_INCOMPATIBLE:
        case MDB_BAD_VALSIZE:
            throw Error(ErrorCode::corrupt, what, {folder_}, {"storage.file_damaged", {folder_}});
        default:
            throw Error(ErrorCode::external, what, Where{folder_});
    }
}

}  // namespace sanad::storage
