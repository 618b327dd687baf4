// A small paper and readings of it, for the tests of the rules.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "forms/rules.h"

namespace sanad::test {

using templates::Field;
using templates::Kind;
using templates::Template;

inline const Day handed_in{std::chrono::year{2026} / 11 / 22};

inline Field field(const std::string& key, Kind kind, bool required = false,
                   std::vector<std::string> rules = {}) {
    Field made;
    made.key = key;
    made.kind = kind;
    made.required = required;
    made.rules = std::move(rules);
    return made;
}

inline Template paper(std::vector<Field> fields, std::vector<std::string> rules = {}) {
    Template made;
    made.id = "test-paper";
    made.fields = std::move(fields);
    made.rules = std::move(rules);
    return made;
}

// As read without doubt.
inline Reading read(const std::string& key, const std::string& value) {
    Reading made;
    made.key = key;
    made.state = ReadState::read;
    made.value = value;
    made.confidence = 1;
    made.accepted = true;
    return made;
}

inline Reading unsure(const std::string& key, const std::string& value) {
    Reading made = read(key, value);
    made.accepted = false;
    return made;
}

inline Reading unread(const std::string& key, ReadState state) {
    Reading made;
    made.key = key;
    made.state = state;
    made.accepted = state == ReadState::empty;
    return made;
}

inline Reading dated(const std::string& key, const std::string& value, const std::string& calendar,
                     const std::string& written) {
    Reading made = read(key, value);
    made.calendar = calendar;
    made.written = written;
    return made;
}

// The verdict of one rule about one field; nothing where the rule said nothing.
inline std::optional<Verdict> verdict(const std::vector<Check>& checks, const std::string& id,
                                      const std::string& subject) {
    for (const Check& check : checks)
        if (check.id == id && check.subject == subject) return check.verdict;
    return std::nullopt;
}

inline std::optional<Verdict> verdict_of(const Field& asked, const Reading& reading, const std::string& id) {
    return verdict(forms::check_document(paper({asked}), {reading}, handed_in), id, asked.key);
}

}  // namespace sanad::test
