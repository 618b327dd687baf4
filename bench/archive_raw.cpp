#include "bench/archive_raw.h"

#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include <lmdb.h>
#include <zstd.h>

#include "core/error.h"
#include "core/files.h"

namespace sanad::bench {
namespace {

void need(int code) {
    if (code != MDB_SUCCESS) throw Error(ErrorCode::external, std::string("LMDB: ") + mdb_strerror(code));
}

}  // namespace

struct RawLmdb::Impl {
    MDB_env* env = nullptr;
    MDB_dbi table = 0;
};

RawLmdb::RawLmdb(const std::string& folder) : impl_(new Impl) {
    std::filesystem::create_directories(folder);
    need(mdb_env_create(&impl_->env));
    need(mdb_env_set_mapsize(impl_->env, 4ull << 30));
    need(mdb_env_open(impl_->env, folder.c_str(), 0, 0600));
    MDB_txn* txn = nullptr;
    need(mdb_txn_begin(impl_->env, nullptr, 0, &txn));
    need(mdb_dbi_open(txn, nullptr, 0, &impl_->table));
    need(mdb_txn_commit(txn));
}

RawLmdb::~RawLmdb() {
    mdb_env_close(impl_->env);
    delete impl_;
}

void RawLmdb::put(std::string_view key, std::string_view value) { put({{key, value}}); }

void RawLmdb::put(const std::vector<std::pair<std::string_view, std::string_view>>& rows) {
    MDB_txn* txn = nullptr;
    need(mdb_txn_begin(impl_->env, nullptr, 0, &txn));
    for (const auto& [key, value] : rows) {
        MDB_val k{key.size(), const_cast<char*>(key.data())};
        MDB_val v{value.size(), const_cast<char*>(value.data())};
        need(mdb_put(txn, impl_->table, &k, &v, 0));
    }
    need(mdb_txn_commit(txn));
}

void write_durably(const std::string& folder, const std::string& name, const std::string& bytes) {
    write_file((std::filesystem::path(folder) / name).string(), bytes);
    const int open_folder = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (open_folder >= 0) fsync(open_folder);
    if (open_folder >= 0) close(open_folder);
}

std::size_t compressed_size(const std::vector<std::string>& files) {
    std::size_t sum = 0;
    std::string into;
    for (const std::string& bytes : files) {
        into.resize(ZSTD_compressBound(bytes.size()));
        sum += ZSTD_compress(into.data(), into.size(), bytes.data(), bytes.size(), 3);
    }
    return sum;
}

}  // namespace sanad::bench
