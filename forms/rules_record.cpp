#include <array>

#include "core/identifiers.h"
#include "core/time.h"
#include "forms/rule.h"
#include "forms/rules.h"

namespace sanad::forms {
namespace {

constexpr std::size_t longest_value = 20'000;  // bytes

bool is_day(std::string_view value) { return parse_iso_day(value).has_value(); }

struct Column {
    std::string_view key;
    bool (*good)(std::string_view value);
    const char* id;
    Verdict broken;
};

// In the order in which they are told: the first failed one of a line is the reason given.
constexpr std::array<Column, 8> columns{{
    {"national_id", national_id_format, "identity.format", Verdict::failed},
    {"national_id", national_id_valid, "identity.check_digit", Verdict::failed},
    {"iban", iban_format, "iban.format", Verdict::failed},
    {"iban", iban_valid, "iban.check_digit", Verdict::failed},
    {"phone", phone_valid, "phone.format", Verdict::failed},
    {"birth_date", is_day, "date.exists", Verdict::failed},
    {"id_expiry", is_day, "date.exists", Verdict::failed},
    {"monthly_income", amount_valid, "amount.format", Verdict::noted},
}};

}  // namespace

std::vector<Check> check_record(const Record& record) {
    std::vector<Check> found;
    if (record.get("national_id").empty() && record.get("full_name").empty())
        found.push_back({"record.nameless", "full_name", Verdict::failed, ""});
    for (const auto& [key, value] : record.fields)
        if (value.size() > longest_value)
            found.push_back(
                {"text.too_long", shown(key), Verdict::failed, std::to_string(value.size()) + " bytes"});
    for (const Column& column : columns) {
        const std::string value = record.get(std::string(column.key));
        const bool told =
            !found.empty() && found.back().subject == column.key;  // no check digit of what is no number
        if (!value.empty() && !told && !column.good(value))
            found.push_back({column.id, std::string(column.key), column.broken, shown(value)});
    }
    return found;
}

}  // namespace sanad::forms
