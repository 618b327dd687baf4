// UTF-8 and its code points, for what looks at single letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sanad {

// Bytes that are not UTF-8 become U+FFFD, one for each bad byte run as ICU cuts them.
std::u32string decode(std::string_view utf8);

void append_utf8(std::string& into, char32_t letter);
std::string encode(std::u32string_view letters);

bool is_invisible(char32_t letter);  // what strip_invisible removes

std::vector<std::u32string> name_token_letters(std::string_view name);  // name_tokens, not yet UTF-8 again

// Restricted Damerau-Levenshtein distance (neighbours that changed places count once) where `swaps`, else
// Levenshtein.
std::size_t distance(std::u32string_view a, std::u32string_view b, bool swaps);

}  // namespace sanad
