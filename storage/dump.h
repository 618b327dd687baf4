// Every row of a database as it stands, the tables of later versions among them. Included by storage/*.cpp
// only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "storage/environment.h"
#include "storage/rows.h"

namespace sanad::storage {

// One snapshot, read through. Opens tables that the environment has not opened, so that nobody else may use
// it meanwhile.
class Dump : public RowSource, public Txn {
public:
    explicit Dump(Environment& environment);
    ~Dump() override;

    bool next(Row& into) override;

private:
    void open_next_table();

    std::shared_lock<std::shared_mutex> map_;
    std::vector<std::string> tables_;
    std::size_t table_ = 0;
    MDB_cursor* cursor_ = nullptr;
    std::string before_;
};

// Writes `rows` into the database of a folder that nobody has open, tables that it lacks included; each some
// mebibytes one durable transaction. Rows of files are left out and given to `file`.
void fill_database(const std::string& folder, RowSource& rows, const std::function<void(const Row&)>& file);

}  // namespace sanad::storage
