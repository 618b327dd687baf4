// One table of a paper.toml, each key asked for by name; what was not asked for is an error at its place.
// Included by templates/parse*.cpp only.
#pragma once

// toml++ asserts on some malformed input (a bare key that is not ASCII) where NDEBUG is not defined.
#ifndef NDEBUG
#define NDEBUG
#endif
#include <toml++/toml.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/error.h"
#include "templates/definition.h"

namespace sanad::templates {

// `more` are the message's arguments after file, line and column.
[[noreturn]] inline void refuse(const std::string& file, const toml::source_region& at, const std::string& id,
                                std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{file, std::to_string(at.begin.line), std::to_string(at.begin.column)};
    std::string what = fmt::format("{}:{}:{}: {}", file, at.begin.line, at.begin.column, id);
    for (const auto& argument : more) what += " [" + argument + "]";
    arguments.insert(arguments.end(), more.begin(), more.end());
    throw Error(ErrorCode::bad_input, what, Where{file}, UserMessage{id, std::move(arguments)});
}

inline bool is_name(std::string_view text, std::string_view also) {
    const auto fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= 40 && text.front() >= 'a' && text.front() <= 'z' &&
           std::all_of(text.begin(), text.end(), fits);
}

// One TOML table, from which each key is taken once.
class Table {
public:
    Table(const toml::table& table, const std::string& file) : table_(table), file_(file) {}

    const toml::node* take(std::string_view key) {
        taken_.insert(std::string(key));
        return table_.get(key);
    }

    [[noreturn]] void refuse(const toml::node* at, const std::string& id,
                             std::vector<std::string> more = {}) const {
        templates::refuse(file_, (at != nullptr ? at : &table_)->source(), id, std::move(more));
    }

    const toml::node& need(std::string_view key) {
        const auto* node = take(key);
        if (node == nullptr) refuse(nullptr, "templates.key_missing", {std::string(key)});
        return *node;
    }

    std::string string(std::string_view key, std::string otherwise = {}) {
        const auto* node = take(key);
        return node == nullptr ? otherwise : string_of(*node, key);
    }

    bool boolean(std::string_view key, bool otherwise) {
        const auto* node = take(key);
        if (node == nullptr) return otherwise;
        if (!node->is_boolean()) refuse(node, "templates.wrong_type", {std::string(key), "true, false"});
        return node->as_boolean()->get();
    }

    int whole(std::string_view key, int otherwise, int least, int most) {
        const auto* node = take(key);
        if (node == nullptr) return otherwise;
        const auto* value = node->as_integer();
        if (value == nullptr || value->get() < least || value->get() > most)
            refuse(node, "templates.out_of_range",
                   {std::string(key), std::to_string(least), std::to_string(most)});
        return static_cast<int>(value->get());
    }

    double number(std::string_view key, double otherwise, double least, double most) {
        const auto* node = take(key);
        if (node == nullptr) return otherwise;
        const double value = node->is_number() ? *node->value<double>() : std::nan("");
        if (!(value >= least && value <= most))
            refuse(node, "templates.out_of_range",
                   {std::string(key), fmt::format("{}", least), fmt::format("{}", most)});
        return value;
    }

    const std::string& file() const { return file_; }
    bool has(std::string_view key) const { return table_.contains(key); }

    // [x, y, w, h] in millimetres.
    BoxMm box(const toml::node& node, std::string_view key) const {
        const auto& list = list_of(node, key);
        std::array<double, 4> v{};
        if (list.size() != v.size())
            refuse(&node, "templates.wrong_type", {std::string(key), "[x, y, w, h]"});
        for (std::size_t i = 0; i < v.size(); ++i) v[i] = millimetres(list[i], key);
        return {v[0], v[1], v[2], v[3]};
    }

    double millimetres(const toml::node& node, std::string_view key) const {
        const double value = node.is_number() ? *node.value<double>() : std::nan("");
        if (!(value >= 0 && value <= 2000))
            refuse(&node, "templates.out_of_range", {std::string(key), "0", "2000"});
        return value;
    }

    Text text(std::string_view key) {
        const auto* node = take(key);
        if (node == nullptr) return {};
        Table inner = table_of(*node, key);
        Text text{string_of(inner.need("ar"), "ar"), inner.string("en")};
        inner.finish();
        return text;
    }

    std::vector<std::string> strings(std::string_view key) {
        std::vector<std::string> all;
        if (const auto* node = take(key))
            for (const auto& element : list_of(*node, key)) all.push_back(string_of(element, key));
        return all;
    }

    Table table_of(const toml::node& node, std::string_view key) const {
        if (!node.is_table()) refuse(&node, "templates.wrong_type", {std::string(key), "{ … }"});
        return {*node.as_table(), file_};
    }

    const toml::array& list_of(const toml::node& node, std::string_view key) const {
        if (!node.is_array()) refuse(&node, "templates.wrong_type", {std::string(key), "[ … ]"});
        return *node.as_array();
    }

    std::string string_of(const toml::node& node, std::string_view key) const {
        if (!node.is_string()) refuse(&node, "templates.wrong_type", {std::string(key), "\"…\""});
        return node.as_string()->get();
    }

    std::vector<std::string> keys() const {
        std::vector<std::string> all;
        for (const auto& [key, value] : table_) all.emplace_back(key.str());
        return all;
    }

    void finish() const {
        for (const auto& [key, value] : table_)
            if (taken_.count(std::string(key.str())) == 0)
                templates::refuse(file_, key.source(), "templates.unknown_key", {std::string(key.str())});
    }

private:
    const toml::table& table_;
    const std::string& file_;
    std::set<std::string> taken_;
};

}  // namespace sanad::templates
