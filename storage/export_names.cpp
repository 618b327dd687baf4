#include "storage/export_names.h"

#include <algorithm>
#include <cstdint>

#include "core/arabic.h"
#include "core/files.h"

namespace sanad::storage {
namespace {

constexpr std::size_t longest = 100;
constexpr std::size_t longest_ending = 10;
constexpr std::size_t longest_read = 255;

// The length of the UTF-8 character that begins here; 0 where none does.
std::size_t character_at(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = first < 0x80                    ? 1
                             : first >= 0xc2 && first < 0xe0 ? 2
                             : first >= 0xe0 && first < 0xf0 ? 3
                             : first >= 0xf0 && first < 0xf5 ? 4
                                                             : 0;
    if (size == 0 || size > text.size()) return 0;
    const auto follows = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    return std::all_of(text.begin() + 1, text.begin() + static_cast<std::ptrdiff_t>(size), follows) ? size
                                                                                                    : 0;
}

// C0, DEL, C1, and the Arabic letter mark, which core's strip_invisible leaves; line and paragraph separator.
bool is_control(std::string_view character) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7f;
    return (character.size() == 2 && byte(0) == 0xc2 && byte(1) < 0xa0) || character == "\u061C" ||
           character == "\u2028" || character == "\u2029" || character == "\u00AD";
}

std::string cleaned(std::string_view name) {
    std::string kept;
    while (!name.empty()) {
        const std::size_t size = character_at(name);
        const std::string_view character = name.substr(0, size);
        if (size == 0)
            kept += '_';
        else if (size == 1 && std::string_view("\\/:*?\"<>|").find(character) != std::string_view::npos)
            kept += '_';
        else if (!is_control(character))
            kept += character;
        name.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return strip_invisible(kept);
}

std::string_view cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return text.substr(0, most);
}

std::string shortened(const std::string& name) {
    if (name.size() <= longest) return name;
    const auto dot = name.rfind('.');
    const std::string ending =
        dot != std::string::npos && name.size() - dot <= longest_ending ? name.substr(dot) : "";
    return std::string(
               cut(std::string_view(name).substr(0, name.size() - ending.size()), longest - ending.size())) +
           ending;
}

std::string trimmed(std::string kept) {
    kept.erase(0, std::min(kept.find_first_not_of(". -"), kept.size()));
    kept.erase(kept.find_last_not_of(". ") + 1);  // npos + 1 is 0: nothing but dots and spaces
    return kept;
}

}  // namespace

std::string safe_name(std::string_view name) {
    const std::string kept = trimmed(cleaned(file_name(name)));
    return kept.empty() ? "file" : shortened(kept);
}

bool is_safe_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_read && trimmed(cleaned(name)) == name;
}

}  // namespace sanad::storage
