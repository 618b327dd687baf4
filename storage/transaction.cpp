#include <utility>

#include "core/error.h"
#include "storage/environment.h"

namespace sanad::storage {
namespace {

constexpr std::size_t longest_key = 511;

MDB_val raw(std::string_view bytes) { return {bytes.size(), const_cast<char*>(bytes.data())}; }

struct Cursor {
    MDB_cursor* handle = nullptr;
    ~Cursor() {
        if (handle != nullptr) mdb_cursor_close(handle);
    }
};

}  // namespace

Txn::~Txn() {
    if (raw_ != nullptr) mdb_txn_abort(raw_);
}

// What a writer sees may lie in its own memory; a reader's values lie in the map, or a length is damaged.
std::string_view Txn::view(const MDB_val& value) const {
    if (!writes_ && !environment_.holds(value.mv_data, value.mv_size))
        environment_.fail(MDB_CORRUPTED, "a value");
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

std::optional<MDB_val> Txn::find(Table table, std::string_view key) const {
    if (key.empty() || key.size() > longest_key) return {};  // LMDB has no such keys
    if (!environment_.has_table(table)) return {};
    MDB_val wanted = raw(key);
    MDB_val found{};
    const int code = mdb_get(raw_, environment_.handle(table), &wanted, &found);
    if (code == MDB_NOTFOUND) return {};
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_get");
    return found;
}

std::optional<std::string> Txn::get(Table table, std::string_view key) const {
    const auto found = find(table, key);
    return found ? std::optional<std::string>(view(*found)) : std::nullopt;
}

bool Txn::has(Table table, std::string_view key) const { return find(table, key).has_value(); }

void Txn::scan(Table table, std::string_view prefix, const Visit& visit) const {
    if (!environment_.has_table(table)) return;
    Cursor cursor;
    int code = mdb_cursor_open(raw_, environment_.handle(table), &cursor.handle);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_cursor_open");
    MDB_val key = raw(prefix);
    MDB_val value{};
    std::string before;
    for (auto step = prefix.empty() ? MDB_FIRST : MDB_SET_RANGE;; step = MDB_NEXT) {
        code = mdb_cursor_get(cursor.handle, &key, &value, step);
        if (code == MDB_NOTFOUND) return;
        if (code != MDB_SUCCESS) environment_.fail(code, "mdb_cursor_get");
        const std::string_view here = view(key);
        if (here.substr(0, prefix.size()) != prefix) return;
        if (here <= before) environment_.fail(MDB_CORRUPTED, "keys out of order");
        before = here;
        if (!visit(here, view(value))) return;
    }
}

std::shared_lock<std::shared_mutex> Txn::begin(unsigned flags) {
    for (int attempt = 0;; ++attempt) {
        std::shared_lock lock(environment_.map_mutex_);
        const int code = mdb_txn_begin(environment_.raw_, nullptr, flags, &raw_);
        if (code == MDB_SUCCESS) return lock;
        raw_ = nullptr;
        lock.unlock();
        if (attempt == 3) environment_.fail(code, "mdb_txn_begin");
        int dead = 0;
        if (code == MDB_MAP_RESIZED)
            environment_.adopt_larger_map();
        else if (code == MDB_READERS_FULL)
            mdb_reader_check(environment_.raw_, &dead);
        else
            environment_.fail(code, "mdb_txn_begin");
    }
}

ReadTxn::ReadTxn(Environment& environment) : Txn(environment), map_(begin(MDB_RDONLY)) {}

WriteTxn::WriteTxn(Environment& environment) : Txn(environment), map_(begin(0)) { writes_ = true; }

int WriteTxn::put_raw(Table table, MDB_val& key, MDB_val& value, unsigned flags) {
    MDB_cursor*& cursor = cursors_[static_cast<std::size_t>(table)];
    const int code = cursor == nullptr ? mdb_cursor_open(raw_, environment_.handle(table), &cursor) : 0;
    return code == MDB_SUCCESS ? mdb_cursor_put(cursor, &key, &value, flags) : code;
}

void WriteTxn::put(Table table, std::string_view key, std::string_view value) {
    MDB_val k = raw(key);
    MDB_val v = raw(value);
    const int code = put_raw(table, k, v, 0);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_cursor_put");
}

std::optional<std::string> WriteTxn::exchange(Table table, std::string_view key, std::string_view value) {
    MDB_val k = raw(key);
    MDB_val v = raw(value);
    const int code = put_raw(table, k, v, MDB_NOOVERWRITE);
    if (code == MDB_SUCCESS) return {};
    if (code != MDB_KEYEXIST) environment_.fail(code, "mdb_cursor_put");
    std::string before(view(v));
    put(table, key, value);
    return before;
}

MDB_dbi WriteTxn::make_table(const std::string& table) {
    MDB_dbi handle = 0;
    const int code = mdb_dbi_open(raw_, table.c_str(), MDB_CREATE, &handle);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_dbi_open");
    return handle;
}

void WriteTxn::put_anywhere(const std::string& table, std::string_view key, std::string_view value) {
    MDB_val k = raw(key);
    MDB_val v = raw(value);
    const int code = mdb_put(raw_, make_table(table), &k, &v, 0);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_put");
}

void WriteTxn::remove(Table table, std::string_view key) {
    MDB_val k = raw(key);
    const int code = mdb_del(raw_, environment_.handle(table), &k, nullptr);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_del");
}

// On failure LMDB has freed the handle already: nothing is left to abort.
void WriteTxn::commit() {
    const int code = mdb_txn_commit(std::exchange(raw_, nullptr));
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_txn_commit");
}

}  // namespace sanad::storage
