#include "app/record_import.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "app/csv.h"
#include "core/arabic.h"
#include "core/dates.h"
#include "core/error.h"
#include "core/json.h"
#include "forms/rules.h"

namespace sanad::app {
namespace {

// Keys whose values are numbers, by what may stand between their digits.
const std::map<std::string, std::string> number_keys = {
    {"national_id", " -"}, {"phone", " -"}, {"iban", " -"}, {"monthly_income", " ,"}, {"dependants", " "}};
const std::set<std::string> date_keys = {"birth_date", "id_expiry", "date"};

// Stands in our own export; ids are given by the archive.
constexpr std::string_view own_id = "record_id";

[[noreturn]] void bad_file(const std::string& file, const std::string& why) {
    throw Error(ErrorCode::bad_input, why, Where{file}, UserMessage{"records.bad_file", {file, why}});
}

std::string normalised(const std::string& key, const std::string& raw) {
    auto value = tidy(strip_invisible(raw));
    if (const auto number = number_keys.find(key); number != number_keys.end()) {
        value = western_digits(value);
        std::erase_if(value, [&](char c) { return number->second.find(c) != std::string::npos; });
        if (key == "iban")
            std::transform(value.begin(), value.end(), value.begin(), [](char c) {
                return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            });
    } else if (date_keys.count(key) == 1) {
        const auto date = parse_written_date(value);
        const auto day = date ? to_gregorian(*date) : std::nullopt;
        if (day) value = iso_day(*day);  // what is no date stays as it is, and the rules refuse the line
    }
    return value;
}

// One line of input, checked; goes to the good ones or to the refused.
void sort_in(Record record, int line, ParsedRecords& into) {
    for (const auto& check : forms::check_record(record)) {
        if (check.verdict < Verdict::failed) continue;
        into.refused.push_back({line, check.id, check.evidence});
        return;
    }
    into.good.push_back(std::move(record));
}

std::string trimmed_key(const std::string& header) { return fold_light(tidy(strip_invisible(header))); }

ParsedRecords from_csv(std::string_view bytes, const std::string& file) {
    const auto rows = parse_csv(bytes);
    if (!rows || rows->empty()) bad_file(file, rows ? "no lines" : "not UTF-8, or an open quote");
    std::vector<std::string> keys;
    for (const auto& name : rows->front().values) keys.push_back(trimmed_key(name));
    const auto known = [&](const char* key) {
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    if (!known("national_id") && !known("full_name"))
        throw Error(ErrorCode::bad_input, "no known columns", Where{file},
                    UserMessage{"records.no_header", {file}});
    ParsedRecords parsed;
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const auto& row = (*rows)[i];
        if (row.values.size() != keys.size()) {
            parsed.refused.push_back({row.line, "records.columns",
                                      std::to_string(row.values.size()) + "/" + std::to_string(keys.size())});
            continue;
        }
        Record record;
        for (std::size_t k = 0; k < keys.size(); ++k) {
            auto value = normalised(keys[k], row.values[k]);
            if (!value.empty() && !keys[k].empty() && keys[k] != own_id)
                record.fields[keys[k]] = std::move(value);
        }
        sort_in(std::move(record), row.line, parsed);
    }
    return parsed;
}

ParsedRecords from_json(std::string_view bytes, const std::string& file) {
    Json list;
    try {
        list = parse_json(bytes);
    } catch (const Error& error) {
        bad_file(file, error.what());
    }
    if (!list.is_array()) bad_file(file, "not a list of objects");
    ParsedRecords parsed;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto place = static_cast<int>(i) + 1;
        if (!list[i].is_object()) {
            parsed.refused.push_back({place, "records.columns", dump_json(list[i])});
            continue;
        }
        Record record;
        for (const auto& [key, value] : list[i].items()) {
            auto text = normalised(key, value.is_string() ? value.get<std::string>() : dump_json(value));
            if (!text.empty() && !value.is_null()) record.fields[key] = std::move(text);
        }
        sort_in(std::move(record), place, parsed);
    }
    return parsed;
}

std::string quoted(const std::string& value) {
    if (value.find_first_of(",\"\r\n;\t") == std::string::npos) return value;
    std::string out = "\"";
    for (const char c : value) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + '"';
}

}  // namespace

ParsedRecords parse_records(std::string_view bytes, const std::string& file) {
    const auto first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
    if (first == std::string_view::npos) bad_file(file, "empty");
    return bytes[first] == '[' ? from_json(bytes, file) : from_csv(bytes, file);
}

std::string records_csv(const std::vector<Record>& records) {
    std::set<std::string> keys;
    for (const auto& record : records)
        for (const auto& [key, value] : record.fields) keys.insert(key);
    std::string csv = "record_id";
    for (const auto& key : keys) csv += "," + quoted(key);
    csv += "\r\n";
    for (const auto& record : records) {
        csv += quoted(record.id);
        for (const auto& key : keys) csv += "," + quoted(record.get(key));
        csv += "\r\n";
    }
    return csv;
}

}  // namespace sanad::app
