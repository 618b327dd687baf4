#include "ocr/normalise.h"

#include <algorithm>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/identifiers.h"

namespace sanad::ocr {
namespace {

using templates::Field;
using templates::Kind;

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_blanks(std::string_view text) {
    std::string out;
    for (const char c : western_digits(strip_invisible(text)))
        if (c != ' ' && c != '-' && c != '\t' && c != '\n') out += c;
    return out;
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

std::optional<WrittenDate> date_of(std::string_view text) {
    const std::string digits = without_blanks(text);
    const bool in_parts = text.find('-') != std::string_view::npos;  // 2026-11-22 begins with the year
    if (in_parts || !all_digits(digits) || digits.size() != 8) return parse_written_date(text);
    const std::string_view d = digits;
    const auto calendar = calendar_of_year(number(d.substr(4)));
    if (!calendar) return std::nullopt;
    return WrittenDate{*calendar, number(d.substr(4)), number(d.substr(2, 2)), number(d.substr(0, 2))};
}

std::optional<NormalValue> normal_date(std::string_view text) {
    const auto date = date_of(text);
    if (!date) return std::nullopt;
    const auto day = to_gregorian(*date);
    if (!day) return std::nullopt;
    return NormalValue{
        iso_day(*day), {}, date->calendar == Calendar::hijri ? "hijri" : "gregorian", written(*date)};
}

std::optional<NormalValue> normal_amount(std::string_view text) {
    std::string digits = without_blanks(text);
    digits.erase(std::remove(digits.begin(), digits.end(), ','), digits.end());
    const auto first = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, first);
    if (digits.empty() || digits.front() == '.') digits.insert(0, "0");
    if (!amount_valid(digits)) return std::nullopt;
    return NormalValue{digits};
}

std::optional<NormalValue> normal_number(const Field& field, std::string_view text) {
    std::string digits = without_blanks(text);
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (!field.prefix.empty() && digits.starts_with(field.prefix)) digits.erase(0, field.prefix.size());
    if (!all_digits(digits)) return std::nullopt;
    return NormalValue{field.prefix + digits};
}

std::optional<NormalValue> normal_choice(const Field& field, std::string_view keys) {
    NormalValue normal{"", std::vector<std::string>()};
    for (const auto& option : field.options) {
        std::size_t at = 0;
        while (at <= keys.size()) {
            const auto end = std::min(keys.find(',', at), keys.size());
            if (keys.substr(at, end - at) == option.key) normal.values->push_back(option.key);
            at = end + 1;
        }
    }
    const auto asked = static_cast<std::size_t>(std::count(keys.begin(), keys.end(), ',')) + 1;
    if (normal.values->size() != asked || (field.kind == Kind::choice && asked != 1)) return std::nullopt;
    for (const auto& key : *normal.values) normal.value += (normal.value.empty() ? "" : ",") + key;
    if (field.kind == Kind::choice) normal.values.reset();
    return normal;
}

}  // namespace

std::optional<NormalValue> normalise(const Field& field, std::string_view text) {
    switch (field.kind) {
        case Kind::text:
            return NormalValue{tidy(strip_invisible(text))};
        case Kind::date:
            return normal_date(text);
        case Kind::amount:
            return normal_amount(text);
        case Kind::choice:
        case Kind::choices:
            return normal_choice(field, text);
        case Kind::digits:
        case Kind::national_id:
        case Kind::phone:
        case Kind::iban:
            return normal_number(field, text);
        case Kind::signature:
        case Kind::photo:
        case Kind::note:
            return NormalValue{"present"};
    }
    return std::nullopt;
}

std::string written_date(std::string_view digits) {
    if (digits.size() != 8) return {};
    return std::string(digits.substr(4)) + "-" + std::string(digits.substr(2, 2)) + "-" +
           std::string(digits.substr(0, 2));
}

bool well_formed(Kind kind, std::string_view value) {
    switch (kind) {
        case Kind::national_id:
            return national_id_valid(value);
        case Kind::iban:
            return iban_valid(value);
        case Kind::phone:
            return phone_valid(value);
        case Kind::amount:
            return amount_valid(value);
        default:
            return !value.empty();
    }
}

bool of_our_time(Kind kind, std::string_view value) {
    if (kind != Kind::date) return true;
    const auto year = value.substr(0, 4);
    return year >= "1910" && year <= "2050";
}

}  // namespace sanad::ocr
