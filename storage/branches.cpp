#include "storage/branches.h"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "storage/bytes.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

constexpr std::string_view between = "--";
constexpr std::size_t digits_of_line = 10;
constexpr std::size_t digits_of_office = 16;
constexpr std::string_view record_start = "R-";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

// The end of the local record id that begins at `from`; `from` itself where none does.
std::size_t record_end(std::string_view text, std::size_t from) {
    if (text.substr(from, record_start.size()) != record_start) return from;
    std::size_t end = from + record_start.size();
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - from < record_start.size() + 6 ? from : end;
}

// Every record id in a text that has no office yet gets `suffix`.
std::string with_office(std::string_view text, std::string_view suffix) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = record_end(text, at);
        if (end == at) {
            made += text[at++];
            continue;
        }
        made += text.substr(at, end - at);
        if (end == text.size() || text[end] != '@') made += suffix;
        at = end;
    }
    return made;
}

std::string without_office(std::string text, std::string_view suffix) {
    for (std::size_t at = 0; (at = text.find(suffix, at)) != std::string::npos;)
        text.erase(at, suffix.size());
    return text;
}

using Rename = std::function<std::string(const std::string&)>;

void rename_member(Json& object, const char* key, const Rename& rename) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (object.is_object() && found != object.end() && found->is_string())
        *found = rename(found->get<std::string>());
}

// Where events speak of records: the match, and checks about records.
void rename_records(Event& event, const Rename& rename) {
    if (event.kind == "matched" && event.what.is_object()) {
        rename_member(event.what, "record_id", rename);
        if (const auto record = event.what.find("record"); record != event.what.end())
            rename_member(*record, "id", rename);
    }
    if (event.kind != "checks" || !event.what.is_array()) return;
    for (Json& check : event.what) {
        const auto id = check.is_object() ? check.find("id") : check.end();
        if (!check.is_object() || id == check.end() || !id->is_string() ||
            id->get<std::string>().rfind("record.", 0) != 0)
            continue;
        rename_member(check, "subject", rename);
        rename_member(check, "evidence", rename);
    }
}

}  // namespace

bool is_set_aside(std::string_view case_id) {
    if (case_id.size() <= between.size() + digits_of_line) return false;
    const std::string_view end = case_id.substr(case_id.size() - digits_of_line - between.size());
    return end.substr(0, between.size()) == between &&
           std::all_of(end.begin() + between.size(), end.end(), is_hex);
}

std::string original_case(std::string_view case_id) {
    return std::string(is_set_aside(case_id)
                           ? case_id.substr(0, case_id.size() - digits_of_line - between.size())
                           : case_id);
}

std::string set_aside_name(std::string_view original, std::string_view chain_hash) {
    return std::string(original).append(between).append(chain_hash.substr(0, digits_of_line));
}

Office::Office(std::string_view archive_id) : suffix_("@" + to_hex(archive_id).substr(0, digits_of_office)) {}

std::string Office::record_outside(const std::string& id) const { return with_office(id, suffix_); }
std::string Office::record_here(const std::string& id) const { return without_office(id, suffix_); }

Event Office::event_outside(Event event) const {
    event.case_id = original_case(event.case_id);
    rename_records(event, [this](const std::string& text) { return with_office(text, suffix_); });
    return event;
}

Event Office::event_here(Event event, const std::string& case_id) const {
    event.case_id = case_id;
    rename_records(event, [this](const std::string& text) { return without_office(text, suffix_); });
    return event;
}

bool is_foreign_record(std::string_view id) { return id.find('@') != std::string_view::npos; }

bool is_record_name(std::string_view id) {
    const std::size_t end = record_end(id, 0);
    return end > 0 && end <= 20 && id.size() == end + 1 + digits_of_office && id[end] == '@' &&
           std::all_of(id.begin() + static_cast<std::ptrdiff_t>(end) + 1, id.end(), is_hex);
}

Chain chain_of(const std::vector<Event>& events) {
    Chain chain;
    std::string before;
    for (const Event& event : events) {
        before = sha256_hex(before + dump_json(Json(event)));
        chain.push_back(before);
    }
    return chain;
}

std::size_t common_length(const Chain& a, const Chain& b) {
    return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

std::vector<Line> lines_of(const Txn& txn, const ArchiveKeys& keys, const Office& office,
                           const std::string& original) {
    std::vector<std::string> ids;
    txn.scan(Table::cases, original, [&](std::string_view id, std::string_view) {
        if (original_case(id) == original) ids.emplace_back(id);
        return true;
    });
    std::vector<Line> lines;
    for (const std::string& id : ids) {
        const auto stored = stored_case(txn, keys, id);
        std::vector<Event> events;
        for (StoredEvent& one : stored_events(txn, *case_key(txn, keys, id), id, stored->value.events))
            events.push_back(office.event_outside(std::move(one.event)));
        lines.push_back({id, chain_of(events)});
    }
    return lines;
}

}  // namespace sanad::storage
