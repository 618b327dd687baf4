#include "storage/staged.h"

#include <vector>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

constexpr const char* name = "import.staged";
constexpr std::size_t rows_at_once = 1000;
constexpr std::uint64_t room_for_removal = 4 << 20;
constexpr std::size_t number_size = 4;  // of a chunk, at the end of its row's key

// Chunks of files that the case does not have.
std::vector<std::string> strays_of(const Txn& txn, const ArchiveKeys& keys, const std::string& id) {
    std::set<std::string, std::less<>> own;
    if (const auto stored = stored_case(txn, keys, id))
        for (const StoredBlob& blob : stored->blobs) own.insert(blob_prefix(keys, id, blob.sha256));
    std::vector<std::string> strays;
    txn.scan(Table::blobs, case_prefix(id), [&](std::string_view row, std::string_view) {
        if (own.find(row.substr(0, row.size() - number_size)) == own.end()) strays.emplace_back(row);
        return true;
    });
    return strays;
}

}  // namespace

std::set<std::string> staged_cases(const Txn& txn, const ArchiveKeys& keys) {
    const auto text = stored_setting(txn, keys, setting_key(keys, name));
    if (!text) return {};
    return parse_json(*text).at("cases").get<std::set<std::string>>();
}

void note_staged(Change& change, const ArchiveKeys& keys, const std::set<std::string>& cases) {
    const std::string key = setting_key(keys, name);
    change.put(Table::settings, key,
               seal(keys.values, context_of(Table::settings, key),
                    setting_value(name, dump_json({{"v", 1}, {"cases", cases}}))));
}

void forget_staged(Change& change, const ArchiveKeys& keys) {
    change.remove(Table::settings, setting_key(keys, name));
}

void drop_staged(const Archive::Impl& archive) {
    std::vector<std::string> rows;
    {
        const ReadTxn txn(*archive.environment);
        const auto cases = staged_cases(txn, archive.keys);
        if (cases.empty()) return;
        for (const std::string& id : cases)
            for (std::string& row : strays_of(txn, archive.keys, id)) rows.push_back(std::move(row));
    }
    for (std::size_t from = 0; from < rows.size(); from += rows_at_once)
        archive.change(room_for_removal, [&](Change& change) {
            for (std::size_t i = from; i < std::min(rows.size(), from + rows_at_once); ++i)
                change.remove(Table::blobs, rows[i]);
        });
    archive.change(room_for_removal, [&](Change& change) { forget_staged(change, archive.keys); });
}

}  // namespace sanad::storage
