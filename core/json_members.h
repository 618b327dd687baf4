// Typed members of a JSON object, with an Error(bad_input) that names the member.
// Included by core/*.cpp only.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"

namespace sanad {

[[noreturn]] inline void refuse_member(const std::string& key, const std::string& why) {
    throw Error(ErrorCode::bad_input, "JSON: \"" + key + "\" " + why, Where{{}, {}, {}, key});
}

inline const Json& member(const Json& from, const char* key) {
    if (!from.is_object()) refuse_member(key, "asked of what is not an object");
    const auto found = from.find(key);
    if (found == from.end()) refuse_member(key, "is missing");
    return *found;
}

template <class T>
T value_of(const Json& value, const char* key) {
    if constexpr (std::is_same_v<T, std::string>) {
        if (!value.is_string()) refuse_member(key, "is not a text");
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_boolean()) refuse_member(key, "is neither true nor false");
    } else if constexpr (std::is_integral_v<T>) {
        if (!value.is_number_integer()) refuse_member(key, "is not a whole number");
        const bool fits = value.is_number_unsigned() ? std::in_range<T>(value.get<std::uint64_t>())
                                                     : std::in_range<T>(value.get<std::int64_t>());
        if (!fits) refuse_member(key, "is out of range");
    } else if constexpr (std::is_floating_point_v<T>) {
        if (!value.is_number()) refuse_member(key, "is not a number");
    }
    return value.get<T>();
}

template <class T>
T required(const Json& from, const char* key) {
    return value_of<T>(member(from, key), key);
}

// What may be left out or null.
template <class T>
T optional_or(const Json& from, const char* key, T otherwise) {
    if (!from.is_object()) refuse_member(key, "asked of what is not an object");
    const auto found = from.find(key);
    return found == from.end() || found->is_null() ? otherwise : value_of<T>(*found, key);
}

template <class T>
std::vector<T> list_of(const Json& value, const char* key = "list") {
    if (!value.is_array()) refuse_member(key, "is not a list");
    std::vector<T> list;
    list.reserve(value.size());
    for (const Json& item : value) list.push_back(value_of<T>(item, key));
    return list;
}

template <class T>
std::vector<T> optional_list(const Json& from, const char* key) {
    const auto found = from.find(key);
    return found == from.end() || found->is_null() ? std::vector<T>() : list_of<T>(*found, key);
}

template <class T>
Json json_list(const std::vector<T>& values) {
    Json list = Json::array();
    for (const T& value : values) list.push_back(Json(value));
    return list;
}

// Texts that may be empty travel as null, so that a reader in another language sees that there is nothing.
inline Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// The enumerator whose name_of() is the text of `key`.
template <class T, std::size_t N>
T named(const Json& from, const char* key, const T (&all)[N]) {
    const auto name = required<std::string>(from, key);
    for (const T value : all)
        if (name_of(value) == name) return value;
    refuse_member(key, "has the unknown value " + name.substr(0, 40));
}

}  // namespace sanad
