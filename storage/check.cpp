// Archive::check: its parts, one after the other, in a process apart.
#include <algorithm>
#include <memory>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/bytes.h"
#include "storage/check_parts.h"
#include "storage/key_file.h"
#include "storage/search.h"

namespace sanad::storage {
namespace {

constexpr const char* died = "the process that read it died";

Json json_of(const std::vector<Check>& checks) {
    Json list = Json::array();
    for (const Check& check : checks) list.push_back(Json(check));
    return list;
}

Json hex_list(const std::set<std::string>& keys) {
    Json list = Json::array();
    for (const std::string& key : keys) list.push_back(to_hex(key));
    return list;
}

void take_hex(const Json& list, std::set<std::string>& into) {
    for (const Json& key : list) into.insert(from_hex(key.get<std::string>()));
}

std::vector<std::optional<std::string>> apart(
    const std::string& folder, std::size_t count,
    const std::function<std::string(Environment&, std::size_t)>& task) {
    return run_apart(count, [&]() -> Task {
        auto environment = std::make_shared<Environment>(folder, Environment::Access::read_only);
        return [environment, &task](std::size_t i) { return task(*environment, i); };
    });
}

TableFindings check_tables(const std::string& folder, const ArchiveKeys& keys, const Archive::Share& share) {
    const auto results = apart(folder, table_names.size(), [&](Environment& environment, std::size_t i) {
        // The sealed keys name every case; the log is short.
        const auto table = static_cast<Table>(i);
        const bool always = table == Table::keys || table == Table::records || table == Table::settings;
        if (!always && i % share.of != share.number % std::min<std::uint64_t>(share.of, table_names.size()))
            return std::string("{\"checks\":[],\"cases\":[],\"records\":[],\"settings\":[]}");
        const TableFindings found = check_table(environment, keys, static_cast<Table>(i));
        return dump_json({{"checks", json_of(found.checks)},
                          {"cases", hex_list(found.cases)},
                          {"records", hex_list(found.records)},
                          {"settings", hex_list(found.settings)}});
    });
    TableFindings all;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (!results[i]) {
            all.checks.push_back(damage("storage.table_damaged", table_names[i], died));
            continue;
        }
        const Json found = parse_json(*results[i]);
        for (const Json& check : found.at("checks")) all.checks.push_back(check.get<Check>());
        take_hex(found.at("cases"), all.cases);
        take_hex(found.at("records"), all.records);
        take_hex(found.at("settings"), all.settings);
    }
    return all;
}

using Part = std::vector<Check> (*)(Environment&, const ArchiveKeys&, const std::string&);

void check_each(const std::string& folder, const ArchiveKeys& keys, const std::set<std::string>& ids,
                const char* message, Part part, std::vector<Check>& into) {
    const std::vector<std::string> list(ids.begin(), ids.end());
    const auto results = apart(folder, list.size(), [&](Environment& environment, std::size_t i) {
        const auto checks = part(environment, keys, list[i]);
        return checks.empty() ? std::string() : dump_json(json_of(checks));
    });
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!results[i])
            into.push_back(damage(message, list[i], died));
        else if (!results[i]->empty())
            for (const Json& check : parse_json(*results[i])) into.push_back(check.get<Check>());
    }
}

// By a hash of the name, so that what was filed on one day is not all looked at on one day.
bool is_in(const Archive::Share& share, const std::string& name) {
    const Sha256 hash = sha256(name);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number << 8 | hash[i];
    return number % share.of == share.number;
}

TableFindings only(const Archive::Share& share, TableFindings found) {
    if (share.of == 1) return found;
    for (auto* names : {&found.cases, &found.records, &found.settings})
        std::erase_if(*names, [&](const std::string& name) { return !is_in(share, name); });
    return found;
}

}  // namespace

std::vector<Check> Archive::check(const Share& share) const {
    const std::string& folder = impl_->folder;
    std::vector<Check> checks;
    if (share.of == 0 || share.number >= share.of)
        throw Error(ErrorCode::bad_input, "no such share", UserMessage{"archive.no_share"});
    if (const std::string fault = fault_of_keys(folder); !fault.empty())
        checks.push_back(damage("storage.keys_damaged", fault, folder));
    const auto mark = read_mark(folder, impl_->keys);
    if (!mark) checks.push_back({"storage.mark_missing", "mark", Verdict::noted, folder});
    const TableFindings found = only(share, check_tables(folder, impl_->keys, share));
    checks.insert(checks.end(), found.checks.begin(), found.checks.end());
    check_each(folder, impl_->keys, found.cases, "storage.case_damaged", check_case, checks);
    check_each(folder, impl_->keys, found.records, "storage.record_damaged", check_record, checks);
    check_each(folder, impl_->keys, found.settings, "storage.setting_damaged", check_setting, checks);
    if (share.number == 0 && Search::whole(*impl_) == false)
        checks.push_back({"search.damaged", "search", Verdict::doubtful, folder});
    const bool whole = std::none_of(checks.begin(), checks.end(),
                                    [](const Check& c) { return c.verdict == Verdict::failed; });
    if (whole)
        checks.insert(checks.begin(),
                      {"storage.whole", folder, Verdict::passed,
                       std::to_string(found.cases.size()) + " / " + std::to_string(found.records.size())});
    return checks;
}

}  // namespace sanad::storage
