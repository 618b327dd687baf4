#include "storage/dump.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

namespace sanad::storage {
namespace {

constexpr std::size_t batch_bytes = 4 << 20;
constexpr std::size_t batch_rows = 5000;

}  // namespace

Dump::Dump(Environment& environment) : Txn(environment), map_(begin(MDB_RDONLY)) {
    MDB_dbi names = 0;
    int code = mdb_dbi_open(raw_, nullptr, 0, &names);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_dbi_open");
    MDB_cursor* cursor = nullptr;
    code = mdb_cursor_open(raw_, names, &cursor);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_cursor_open");
    const std::unique_ptr<MDB_cursor, void (*)(MDB_cursor*)> closed(cursor, mdb_cursor_close);
    MDB_val key{};
    MDB_val value{};
    while ((code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == MDB_SUCCESS) {
        tables_.emplace_back(view(key));
        if (tables_.size() > Environment::max_tables) environment_.fail(MDB_CORRUPTED, "too many tables");
    }
    if (code != MDB_NOTFOUND) environment_.fail(code, "mdb_cursor_get");
    if (!std::is_sorted(tables_.begin(), tables_.end()))
        environment_.fail(MDB_CORRUPTED, "tables out of order");
}

Dump::~Dump() {
    if (cursor_ != nullptr) mdb_cursor_close(cursor_);
}

void Dump::open_next_table() {
    MDB_dbi table = 0;
    int code = mdb_dbi_open(raw_, tables_[table_].c_str(), 0, &table);
    if (code == MDB_SUCCESS) code = mdb_cursor_open(raw_, table, &cursor_);
    if (code != MDB_SUCCESS) environment_.fail(code, "mdb_dbi_open");
    before_.clear();
}

bool Dump::next(Row& into) {
    for (; table_ < tables_.size(); ++table_) {
        if (cursor_ == nullptr) open_next_table();
        MDB_val key{};
        MDB_val value{};
        const int code = mdb_cursor_get(cursor_, &key, &value, MDB_NEXT);
        if (code == MDB_SUCCESS) {
            const std::string_view here = view(key);
            if (here <= before_) environment_.fail(MDB_CORRUPTED, "keys out of order");
            before_ = here;
            into = {tables_[table_], before_, std::string(view(value)), false};
            return true;
        }
        if (code != MDB_NOTFOUND) environment_.fail(code, "mdb_cursor_get");
        mdb_cursor_close(std::exchange(cursor_, nullptr));
    }
    return false;
}

void fill_database(const std::string& folder, RowSource& rows, const std::function<void(const Row&)>& file) {
    Environment environment(folder, Environment::Access::read_write);
    std::vector<Row> batch;
    std::size_t bytes = 0;
    const auto write = [&] {
        environment.write(bytes + bytes / 8 + batch.size() * 256, [&](WriteTxn& txn) {
            for (const Row& row : batch) txn.put_anywhere(row.table, row.key, row.value);
        });
        batch.clear();
        bytes = 0;
    };
    for (Row row; rows.next(row);) {
        if (row.table.empty()) {
            file(row);
            continue;
        }
        bytes += row.key.size() + row.value.size();
        batch.push_back(std::move(row));
        if (bytes >= batch_bytes || batch.size() >= batch_rows) write();
    }
    write();
}

}  // namespace sanad::storage
