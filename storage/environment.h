// LMDB: the environment, its transactions, and the one place where its codes become errors.
// Included by storage/*.cpp only.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lmdb.h>

namespace sanad::storage {

enum class Table { meta, keys, events, cases, blobs, records, settings, index, log, erased, pending, jobs };
constexpr std::array<const char*, 12> table_names = {"meta",  "keys",    "events",   "cases",
                                                     "blobs", "records", "settings", "index",
                                                     "log",   "erased",  "pending",  "jobs"};
constexpr const char* name_of(Table table) { return table_names[static_cast<std::size_t>(table)]; }

class Environment;

// What reading and writing transactions share. Values are copied out: nothing outlives its transaction.
class Txn {
public:
    Txn(const Txn&) = delete;
    Txn& operator=(const Txn&) = delete;

    std::optional<std::string> get(Table table, std::string_view key) const;
    bool has(Table table, std::string_view key) const;

    // Rows whose key begins with `prefix`, in order, until `visit` says false. What it is given is valid only
    // during the call. Throws Error(corrupt) where the keys do not ascend.
    using Visit = std::function<bool(std::string_view key, std::string_view value)>;
    void scan(Table table, std::string_view prefix, const Visit& visit) const;

protected:
    explicit Txn(Environment& environment) : environment_(environment) {}
    ~Txn();
    std::shared_lock<std::shared_mutex> begin(unsigned flags);
    std::optional<MDB_val> find(Table table, std::string_view key) const;
    std::string_view view(const MDB_val& value) const;

    Environment& environment_;
    MDB_txn* raw_ = nullptr;
    bool writes_ = false;
};

// One snapshot. Keep it short: while it lives, no page that it sees can be used again.
class ReadTxn : public Txn {
public:
    explicit ReadTxn(Environment& environment);

private:
    std::shared_lock<std::shared_mutex> map_;
};

// Aborts unless committed. Begun by Environment::write only.
class WriteTxn : public Txn {
public:
    void put(Table table, std::string_view key, std::string_view value);  // inserts or replaces
    // Puts, and returns what was there before.
    std::optional<std::string> exchange(Table table, std::string_view key, std::string_view value);
    void remove(Table table, std::string_view key);  // what must be there
    // Into a table that this version may not know; made where it is missing.
    MDB_dbi make_table(const std::string& table);  // or the one that is there
    void put_anywhere(const std::string& table, std::string_view key, std::string_view value);

private:
    friend class Environment;
    explicit WriteTxn(Environment& environment);
    void commit();
    int put_raw(Table table, MDB_val& key, MDB_val& value, unsigned flags);

    std::shared_lock<std::shared_mutex> map_;
    // One a table: what is put beside the row before is put without a search from the root. LMDB closes them.
    std::array<MDB_cursor*, table_names.size()> cursors_{};
};

class Environment {
public:
    // `alone`: for reading, by who has made sure that nobody else has it open, and looks at no lock.
    enum class Access { read_write, read_only, alone };
    static constexpr std::size_t max_tables = 32;

    // The environment of this folder in this process: LMDB must not be opened twice in one.
    static std::shared_ptr<Environment> shared(const std::string& folder);

    // An environment that nobody else in the process may have. Throws Error(corrupt) for a damaged file.
    Environment(const std::string& folder, Access access);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    // A new data file with empty tables.
    static void create(const std::string& folder);

    // Makes the tables that an archive of an earlier version lacks; until then they read as empty.
    void add_missing_tables();

    // Whether this process has the environment of a folder open.
    static bool is_shared(const std::string& folder);

    // Runs `body` in a transaction and commits it. Where the map is full, it is made larger, by `room` bytes
    // at least, and `body` runs again from the start.
    void write(std::uint64_t room, const std::function<void(WriteTxn&)>& body);

    const std::string& folder() const { return folder_; }
    [[noreturn]] void fail(int code, const char* call) const;

private:
    friend class Txn;
    friend class ReadTxn;
    friend class WriteTxn;

    void open_as_it_is(Access access);
    void open(unsigned flags, std::uint64_t map_size);
    void open_tables();
    bool has_table(Table table) const { return handle(table) != no_table; }
    MDB_dbi handle(Table table) const { return tables_[static_cast<std::size_t>(table)]; }
    void grow(std::uint64_t room);
    void adopt_larger_map();  // another process made the file larger
    void remember_map();
    bool holds(const void* from, std::size_t size) const;

    static constexpr MDB_dbi no_table = ~MDB_dbi{0};

    std::string folder_;
    MDB_env* raw_ = nullptr;
    std::array<MDB_dbi, table_names.size()> tables_{};
    std::uint64_t map_size_ = 0;
    // Where the file is mapped (in a child of a process that has it open, twice), to see that a damaged
    // length does not lead out of it.
    std::vector<std::pair<std::uintptr_t, std::uintptr_t>> maps_;
    std::mutex writing_;
    std::shared_mutex map_mutex_;  // held shared by every transaction, alone while the map changes
};

}  // namespace sanad::storage
