// Tables as other programs export them (RFC 4180): comma, semicolon or tab, quotes, line breaks inside
// quotes; UTF-8 with or without a byte order mark, or UTF-16 with one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::app {

struct CsvRow {
    int line = 0;  // 1-based, where the row begins
    std::vector<std::string> values = {};
};

// Nothing where a quote is never closed, or the text is neither UTF-8 nor marked UTF-16. Empty lines are left
// out.
std::optional<std::vector<CsvRow>> parse_csv(std::string_view bytes);

}  // namespace sanad::app
