// Archive::repair: what opens of a damaged archive, in a new one.
#include <algorithm>
#include <filesystem>
#include <set>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/check_parts.h"
#include "storage/data_file.h"
#include "storage/erasure.h"
#include "storage/folder_files.h"
#include "storage/job_rows.h"
#include "storage/key_file.h"
#include "storage/new_place.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t room_for_row = 16 << 10;
constexpr std::size_t log_at_once = 20'000;

using Rows = std::vector<std::pair<std::string, std::string>>;

// Reads everything of a table that can be read; what comes after a damaged page is not.
Rows rows_of(const Txn& txn, Table table, const std::string& prefix = {}) {
    Rows rows;
    try {
        txn.scan(table, prefix, [&](std::string_view key, std::string_view value) {
            rows.emplace_back(key,
                              table == Table::blobs || table == Table::events ? std::string_view() : value);
            return true;
        });
    } catch (const Error&) {
        return rows;
    }
    return rows;
}

// One piece of the old archive at a time, each in a process that it may bring down.
class Mend {
public:
    Mend(const ArchiveKeys& keys, const std::string& from, const std::string& to)
        : keys_(keys), from_(from), to_(to) {}

    std::vector<Check> run() {
        note_names();
        apart({"log"}, "repair.log", [this](const std::string&) { return mend_log(); });
        apart(cases_, "repair.case_gone", [this](const std::string& id) { return mend_case(id); });
        apart(records_, "repair.record_gone", [this](const std::string& id) { return mend_record(id); });
        apart(settings_, "repair.setting_gone", [this](const std::string& key) { return mend_setting(key); });
        apart(erased_, "repair.erasure_gone", [this](const std::string& key) { return mend_erasure(key); });
        apart({"jobs"}, "repair.jobs_gone", [this](const std::string&) { return mend_jobs(); });
        lost_.insert(lost_.begin(), {"repair.kept", "archive", Verdict::passed,
                                     std::to_string(kept_) + " / " + std::to_string(cases_.size())});
        return std::move(lost_);
    }

private:
    using Part = std::function<std::vector<Check>(const std::string&)>;

    // The names of what there should be, from every table that speaks of it.
    void note_names() {
        const auto found = run_apart(table_names.size(), [&]() -> Task {
            open_both();
            return [this](std::size_t i) {
                Json names = Json::array();
                for (const auto& [key, value] : rows_of(ReadTxn(*old_), static_cast<Table>(i)))
                    names.push_back(to_hex(key));
                return dump_json(names);
            };
        });
        std::set<std::string> cases, records, settings, erased;
        for (std::size_t i = 0; i < found.size(); ++i)
            for (const Json& name : found[i] ? parse_json(*found[i]) : Json::array())
                note(static_cast<Table>(i), from_hex(name.get<std::string>()), cases, records, settings,
                     erased);
        cases_.assign(cases.begin(), cases.end());
        records_.assign(records.begin(), records.end());
        settings_.assign(settings.begin(), settings.end());
        erased_.assign(erased.begin(), erased.end());
    }

    static void note(Table table, const std::string& key, std::set<std::string>& cases,
                     std::set<std::string>& records, std::set<std::string>& settings,
                     std::set<std::string>& erased) {
        if (table == Table::keys || table == Table::cases || table == Table::events || table == Table::blobs)
            cases.insert(key.substr(0, key.find('\0')));
        if (table == Table::records) records.insert(key);
        if (table == Table::settings) settings.insert(key);
        if (table == Table::erased) erased.insert(key);
        if (table != Table::index) return;
        if (const auto row = parse_index_row(key))
            (row->kind == Owner::of_case ? cases : records).insert(row->owner);
    }

    void open_both() {
        old_ = std::make_shared<Environment>(from_, Environment::Access::read_only);
        new_ = std::make_shared<Environment>(to_, Environment::Access::read_write);
    }

    void apart(const std::vector<std::string>& names, const char* gone, const Part& part) {
        const auto found = run_apart(names.size(), [&]() -> Task {
            open_both();
            return [&](std::size_t i) {
                Json checks = Json::array();
                try {
                    for (const Check& check : part(names[i])) checks.push_back(Json(check));
                } catch (const Error& error) {
                    if (error.code() == ErrorCode::resource) throw;
                    checks.push_back(Json(damage(gone, shown(gone, names[i]), error.what())));
                }
                return dump_json(checks);
            };
        });
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!found[i])
                lost_.push_back(damage(gone, shown(gone, names[i]), "the process that read it died"));
            const Json checks = found[i] ? parse_json(*found[i]) : Json::array();
            for (const Json& check : checks) lost_.push_back(check.get<Check>());
            const bool whole = found[i] && std::none_of(checks.begin(), checks.end(), [&](const Json& check) {
                                   return check.at("id") == gone;
                               });
            if (gone == std::string("repair.case_gone") && whole) ++kept_;
        }
    }

    static std::string shown(const std::string& gone, const std::string& name) {
        if (gone == "repair.setting_gone") return "settings";
        return name.substr(0, name.find('\0'));
    }

    void write(std::uint64_t room, const std::function<void(Change&)>& body) const {
        new_->write(room, [&](WriteTxn& txn) {
            Change change(txn, keys_, Head::read(txn, keys_));
            body(change);
            change.finish();
        });
    }

    // As far as its entries follow each other.
    std::vector<Check> mend_log() const {
        const Rows rows = rows_of(ReadTxn(*old_), Table::log);
        std::size_t whole = 0;
        while (whole < rows.size() && rows[whole].first == u64_bytes(whole) && !rows[whole].second.empty())
            ++whole;
        for (std::size_t from = 0; from < whole; from += log_at_once)
            write(room_for_row * 64, [&](Change& change) {
                for (std::size_t i = from; i < std::min(whole, from + log_at_once); ++i)
                    change.log(rows[i].second);
            });
        if (whole == rows.size()) return {};
        return {damage("repair.log", "log", std::to_string(whole) + " / " + std::to_string(rows.size()))};
    }

    std::vector<Check> mend_case(const std::string& id) const {
        std::vector<Check> lost;
        const ReadTxn txn(*old_);
        const auto key = case_key(txn, keys_, id);
        if (!key) throw Error(ErrorCode::corrupt, "its key is gone");
        Rows kept;
        StoredCase now;
        take_events(txn, *key, id, now.value, kept, lost);
        if (now.value.events == 0) throw Error(ErrorCode::corrupt, "its first event is gone");
        for (const StoredFile& file : now.value.files) take_file(txn, *key, id, file, now, kept, lost);
        std::uint64_t room = room_for_row * (kept.size() + 64);
        for (const auto& [row, value] : kept) room += value.size();
        write(room, [&](Change& change) {
            change.put(Table::keys, id, *txn.get(Table::keys, id));
            for (const auto& [row, value] : kept)
                change.put(row.size() == event_key(id, 1).size() ? Table::events : Table::blobs, row, value);
            change.put(Table::cases, id, seal(*key, context_of(Table::cases, id), case_value(now)));
            std::vector<std::string> blobs;
            for (const StoredBlob& blob : now.blobs) blobs.push_back(blob.sha256);
            reindex(change, {}, index_rows(keys_.index, now.value, blobs));
            change.put(Table::pending, id, u64_bytes(change.head().commit + 1));
        });
        return lost;
    }

    // Up to the first that is gone: events after it would be summed to something that never was.
    void take_events(const Txn& txn, const Key& key, const std::string& id, Case& sum, Rows& kept,
                     std::vector<Check>& lost) const {
        const std::size_t there = rows_of(txn, Table::events, case_prefix(id)).size();
        std::uint64_t said = there;
        try {
            if (const auto stored = stored_case(txn, keys_, id)) said = std::max(said, stored->value.events);
        } catch (const Error&) {
            said = there;
        }
        try {
            for (std::uint64_t sequence = 1; sequence <= said; ++sequence) {
                apply(sum, stored_event(txn, key, id, sequence).event);
                kept.emplace_back(event_key(id, sequence), *txn.get(Table::events, event_key(id, sequence)));
            }
        } catch (const Error& error) {
            lost.push_back(
                damage("repair.events_gone", id, std::to_string(sum.events) + " / " + std::to_string(said)));
        }
    }

    void take_file(const Txn& txn, const Key& key, const std::string& id, const StoredFile& file,
                   StoredCase& now, Rows& kept, std::vector<Check>& lost) const {
        if (now.find(file.sha256) != nullptr) return;
        try {
            const StoredBlob blob{file.sha256, file.size};
            const std::string bytes = stored_blob(txn, keys_, key, id, blob);
            Sealer sealer(key);
            for (SealedChunk& chunk : sealed_blob(keys_, sealer, id, bytes, file.sha256))
                kept.emplace_back(std::move(chunk.key), std::move(chunk.value));
            now.blobs.push_back(blob);
        } catch (const Error&) {
            lost.push_back(damage("repair.file_gone", id, file.name));
        }
    }

    std::vector<Check> mend_record(const std::string& id) const {
        const ReadTxn txn(*old_);
        const auto record = stored_record(txn, keys_, id);
        if (!record) throw Error(ErrorCode::corrupt, "missing");
        const std::uint64_t seen_at = record_seen_at(txn, keys_, id);
        write(room_for_row * 4, [&](Change& change) {
            put_record(change, keys_, *record, seen_at);
            std::uint64_t number = 0;
            for (const char c : id.substr(std::min<std::size_t>(2, id.size())))
                number = c >= '0' && c <= '9' && number < 1'000'000'000
                             ? number * 10 + static_cast<unsigned>(c - '0')
                             : number;
            if (id.find('@') == std::string::npos)
                change.head().next_record = std::max(change.head().next_record, number + 1);
        });
        return {};
    }

    std::vector<Check> mend_setting(const std::string& key) const {
        const ReadTxn txn(*old_);
        if (!stored_setting(txn, keys_, key)) throw Error(ErrorCode::corrupt, "missing");
        const auto sealed = *txn.get(Table::settings, key);
        write(sealed.size() * 2 + room_for_row,
              [&](Change& change) { change.put(Table::settings, key, sealed); });
        return {};
    }

    std::vector<Check> mend_erasure(const std::string& key) const {
        const ReadTxn txn(*old_);
        bool opens = false;
        scan_erasures(txn, keys_, [&](const std::string& row, const StoredErasure* stored) {
            opens = opens || (row == key && stored != nullptr);
        });
        const auto sealed = txn.get(Table::erased, key);
        if (!opens || !sealed) throw Error(ErrorCode::corrupt, "does not open");
        write(room_for_row * 4, [&](Change& change) { change.put(Table::erased, key, *sealed); });
        return {};
    }

    // In the order in which they would have been leased; up to the first that is gone.
    std::vector<Check> mend_jobs() const {
        std::vector<Job> kept;
        std::string gone;
        try {
            scan_jobs(ReadTxn(*old_), keys_, [&](const StoredJob& stored) {
                kept.push_back(stored.job);
                return true;
            });
        } catch (const Error& error) {
            gone = error.what();
        }
        for (const Job& job : kept)
            write(2 * job.payload.size() + 4 * room_for_row,
                  [&](Change& change) { write_job(change, keys_, job); });
        if (gone.empty()) return {};
        return {damage("repair.jobs_gone", "jobs", std::to_string(kept.size()) + ": " + gone)};
    }

    const ArchiveKeys& keys_;
    std::string from_;
    std::string to_;
    std::shared_ptr<Environment> old_, new_;
    std::vector<std::string> cases_, records_, settings_, erased_;
    std::vector<Check> lost_;
    std::uint64_t kept_ = 0;
};

// The copy that is read: one that was cut short is as long as its map again, with nothing in what is missing.
void copy_database(const std::string& from, const std::string& to) {
    fs::create_directories(to);
    const std::string data = (fs::path(to) / "data.mdb").string();
    fs::copy_file(fs::path(from) / "data.mdb", data);
    fs::permissions(data, fs::perms::owner_read | fs::perms::owner_write);
    if (const auto wanted = map_size_of(data); wanted > fs::file_size(data)) fs::resize_file(data, wanted);
}

// Of a database whose file is missing or empty nothing can be kept.
void refuse_hopeless(const std::string& from) {
    std::error_code reason;
    const fs::path data = fs::path(from) / "data.mdb";
    if (const auto size = fs::file_size(data, reason); reason || size == 0)
        throw Error(ErrorCode::corrupt, "nothing to repair", {from},
                    {"storage.file_damaged", {data.string()}});
}

}  // namespace

std::vector<Check> Archive::repair(const std::string& from, const std::string& to,
                                   const std::string& passphrase) {
    refuse_missing(from);
    refuse_hopeless(from);
    const ArchiveKeys keys(unlock(from, passphrase));
    const WriterLock lock(from, writer_patience);
    NewPlace place(to);
    const std::string copy = (fs::path(place.folder()) / ".damaged").string();
    std::vector<Check> found;
    try {
        copy_database(from, copy);
        Environment::create(place.folder());
        {
            Environment made(place.folder(), Environment::Access::read_write);
            made.write(0, [&](WriteTxn& txn) { Change(txn, keys, Head{}).finish(); });
        }
        FolderFiles files(from);
        for (Row row; files.next(row);) write_folder_file(place.folder(), row);
        found = Mend(keys, copy, place.folder()).run();
        fs::remove_all(copy);
        Environment made(place.folder(), Environment::Access::read_only);
        write_mark(place.folder(), keys, Head::read(ReadTxn(made), keys).commit);
    } catch (const fs::filesystem_error& failed) {
        const bool full = failed.code() == std::errc::no_space_on_device;
        throw Error(full ? ErrorCode::resource : ErrorCode::external, failed.what(), {to},
                    {full ? "storage.disk_full" : "storage.not_permitted", {to}});
    }
    place.put_in_place();
    return found;
}

}  // namespace sanad::storage
