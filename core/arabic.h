// Arabic text: digits, folding for comparison, names. UTF-8 in logical order throughout.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sanad {

// ٠–٩ (Arabic-Indic) and ۰–۹ (Persian) become 0–9; everything else stays.
std::string western_digits(std::string_view text);
std::string arabic_digits(std::string_view text);  // 0–9 become ٠–٩

// Removes U+200B..U+200F, U+202A..U+202E, U+2060..U+2069 and U+FEFF: marks that are not seen.
std::string strip_invisible(std::string_view text);

// White space runs become one space, ends trimmed, canonical composition (NFC).
std::string tidy(std::string_view text);

// Light fold, safe before a stemmer: no tashkeel or tatweel, أإآٱ to ا, digits western, Latin lower case.
std::string fold_light(std::string_view text);

// Full fold, for comparing names: the light one, then ى to ي, ة to ه, ؤ to و, ئ to ي, no hamza, عبد الله as
// one word (عبدالله), punctuation to spaces.
std::string fold_name(std::string_view text);

std::vector<std::string> name_tokens(std::string_view name);  // of the full fold; ال, بن and ابن left out

// How alike two personal names are, 0..1: tokens aligned in order, each by edit distance, missing middle
// names cost little, a differing first or family name much. 1 for equal folds. Symmetric.
double name_similarity(std::string_view a, std::string_view b);

// Letters (code points) that a reader sees, for lengths and for error rates.
std::size_t code_points(std::string_view text);

// Levenshtein distance in code points.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace sanad
