#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/case_id.h"
#include "templates/library.h"

namespace sanad::templates {
namespace {

constexpr std::string_view magic = "SANAD1";

bool is_paper_id(std::string_view text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// Plain decimal without sign or leading zero, 1 … 9999.
std::optional<int> small_number(std::string_view text) {
    int value = 0;
    if (text.empty() || text.size() > 4 || text.front() == '0') return std::nullopt;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
    return value;
}

}  // namespace

std::string write_page_code(const PageCode& code) {
    return fmt::format("{} {} {} {} {}", magic, code.paper, code.version, code.page,
                       code.case_id.empty() ? "-" : code.case_id);
}

std::optional<PageCode> parse_page_code(std::string_view text) {
    std::array<std::string_view, 5> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto space = text.find(' ');
        if ((space == std::string_view::npos) != (i == 4)) return std::nullopt;
        parts[i] = text.substr(0, space);
        if (i < 4) text.remove_prefix(space + 1);
    }
    const auto version = small_number(parts[2]), page = small_number(parts[3]);
    if (parts[0] != magic || !is_paper_id(parts[1]) || !version || !page) return std::nullopt;
    PageCode code{std::string(parts[1]), *version, *page};
    if (parts[4] == "-") return code;
    const auto case_id = parse_case_id(parts[4]);
    if (!case_id) return std::nullopt;
    code.case_id = *case_id;
    return code;
}

}  // namespace sanad::templates
