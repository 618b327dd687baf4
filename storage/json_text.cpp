#include "storage/json_text.h"

#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

namespace sanad::storage {
namespace {

void add_slowly(std::string& to, const Json& value) {
    to += value.dump(-1, ' ', false, nlohmann::json::error_handler_t::strict);
}

// Letters that are certain to stand in JSON as they are: of ASCII, and those of two bytes, Arabic among them.
bool is_plain(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0xc2 && byte <= 0xdf && i + 1 < text.size() &&
            (static_cast<unsigned char>(text[i + 1]) & 0xc0) == 0x80)
            ++i;
        else if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\')
            return false;
    }
    return true;
}

template <class Number>
void add_whole(std::string& to, Number number) {
    char digits[24];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void add_list(std::string& to, const Json::array_t& list) {
    to += '[';
    for (const Json& one : list) {
        if (&one != &list.front()) to += ',';
        add_json(to, one);
    }
    to += ']';
}

void add_members(std::string& to, const Json::object_t& members) {
    to += '{';
    bool first = true;
    for (const auto& [key, value] : members) {
        if (!std::exchange(first, false)) to += ',';
        add_json_string(to, key);
        to += ':';
        add_json(to, value);
    }
    to += '}';
}

}  // namespace

void add_json(std::string& to, const Json& value) {
    switch (value.type()) {
        case Json::value_t::object:
            return add_members(to, value.get_ref<const Json::object_t&>());
        case Json::value_t::array:
            return add_list(to, value.get_ref<const Json::array_t&>());
        case Json::value_t::string:
            return add_json_string(to, value.get_ref<const std::string&>());
        case Json::value_t::number_integer:
            return add_whole(to, value.get<std::int64_t>());
        case Json::value_t::number_unsigned:
            return add_whole(to, value.get<std::uint64_t>());
        case Json::value_t::number_float:
            return add_json(to, value.get<double>());
        case Json::value_t::boolean:
            to += value.get<bool>() ? "true" : "false";
            return;
        case Json::value_t::null:
            to += "null";
            return;
        default:
            add_slowly(to, value);
    }
}

void add_json_string(std::string& to, std::string_view text) {
    if (!is_plain(text)) return add_slowly(to, Json(text));
    to.append(1, '"').append(text).append(1, '"');
}

void add_json(std::string& to, double number) {
    constexpr double certain = 1e9;  // below it whole numbers are written in full
    if (!(std::fabs(number) < certain) || number != std::trunc(number) || std::signbit(number))
        return add_slowly(to, Json(number));
    add_whole(to, static_cast<std::int64_t>(number));
    to += ".0";
}

std::string& JsonMembers::operator()(std::string_view key) {
    if (!std::exchange(first_, false)) to_ += ',';
    return to_.append(1, '"').append(key).append("\":");
}

}  // namespace sanad::storage
