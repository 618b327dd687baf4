#include "storage/blind_index.h"

#include <algorithm>
#include <array>

#include "core/arabic.h"

namespace sanad::storage {
namespace {

constexpr std::size_t term_size = 16;
constexpr std::array<std::string_view, 3> indexed = {"national_id", "phone", "iban"};

std::string term(const Key& index, std::string_view field, std::string_view value) {
    return hmac(index, std::string(field).append(1, '\0').append(value)).substr(0, term_size);
}

std::string row_prefix(const Key& index, Owner kind, std::string_view field, std::string_view value) {
    return std::string(1, static_cast<char>(kind)) + term(index, field, value);
}

}  // namespace

bool is_indexed(std::string_view field) {
    return std::find(indexed.begin(), indexed.end(), field) != indexed.end();
}

std::string index_value(std::string_view field, std::string_view value) {
    if (!is_indexed(field)) return std::string(value);
    std::string kept;
    for (char letter : western_digits(value)) {
        if (letter >= 'a' && letter <= 'z' && field == "iban") letter = static_cast<char>(letter - 'a' + 'A');
        const bool digit = letter >= '0' && letter <= '9';
        if (digit || (field == "iban" && letter >= 'A' && letter <= 'Z')) kept += letter;
    }
    return kept;
}

std::set<std::string> index_rows(const Key& index, const Case& of, const std::vector<std::string>& blobs) {
    std::set<std::string> rows;
    const auto add = [&](std::string_view field, std::string_view value) {
        if (!value.empty()) rows.insert(row_prefix(index, Owner::of_case, field, value) + of.id);
    };
    for (const Reading& field : of.fields)
        if (field.state == ReadState::read && is_indexed(field.key))
            add(field.key, index_value(field.key, field.value));
    for (const std::string& blob : blobs) add("blob", blob);
    add("record", of.record_id);
    return rows;
}

std::set<std::string> index_rows(const Key& index, const Record& of) {
    std::set<std::string> rows;
    const auto add = [&](std::string_view field, std::string_view value) {
        if (!value.empty()) rows.insert(row_prefix(index, Owner::of_record, field, value) + of.id);
    };
    for (const std::string_view field : indexed) add(field, index_value(field, of.get(std::string(field))));
    for (const std::string& token : name_tokens(of.get("full_name"))) add("name", token);
    return rows;
}

std::vector<std::string> owners(const Txn& txn, const Key& index, Owner kind, std::string_view field,
                                std::string_view value) {
    std::vector<std::string> ids;
    const std::string wanted = index_value(field, value);
    if (wanted.empty()) return ids;
    const std::string prefix = row_prefix(index, kind, field, wanted);
    txn.scan(Table::index, prefix, [&](std::string_view key, std::string_view) {
        ids.emplace_back(key.substr(prefix.size()));
        return true;
    });
    return ids;
}

std::optional<IndexRow> parse_index_row(std::string_view key) {
    if (key.size() <= 1 + term_size || (key.front() != 'c' && key.front() != 'r')) return {};
    return IndexRow{static_cast<Owner>(key.front()), std::string(key.substr(1 + term_size))};
}

}  // namespace sanad::storage
