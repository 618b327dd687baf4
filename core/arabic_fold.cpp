#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "core/arabic.h"
#include "core/error.h"
#include "core/letters.h"

namespace sanad {
namespace {

// Nothing outside ASCII, the Arabic block and the invisible marks: no compatibility forms to resolve.
bool is_plain(std::u32string_view letters) {
    return std::all_of(letters.begin(), letters.end(), [](char32_t letter) {
        return letter < 0x80 || (letter >= 0x600 && letter <= 0x6FF) || is_invisible(letter);
    });
}

// Presentation forms (ﻻ, ﷲ), full-width and ligated Latin letters become the ordinary ones.
std::u32string compatible(std::u32string letters) {
    if (is_plain(letters)) return letters;
    UErrorCode failed = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(failed);
    const auto source = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(letters.data()),
                                                      static_cast<std::int32_t>(letters.size()));
    std::string result;
    if (U_SUCCESS(failed)) nfkc->normalize(source, failed).toUTF8String(result);
    if (U_FAILURE(failed)) throw Error(ErrorCode::external, std::string("ICU NFKC: ") + u_errorName(failed));
    return decode(result);
}

bool is_dropped(char32_t letter) {
    return (letter >= 0x610 && letter <= 0x61A) || (letter >= 0x64B && letter <= 0x65F) || letter == 0x640 ||
           letter == 0x670 || (letter >= 0x6D6 && letter <= 0x6DC) || (letter >= 0x6DF && letter <= 0x6E4) ||
           letter == 0x6E7 || letter == 0x6E8 || (letter >= 0x6EA && letter <= 0x6ED) || is_invisible(letter);
}

char32_t light(char32_t letter) {
    switch (letter) {
        case U'أ':
        case U'إ':
        case U'آ':
        case U'ٱ':
            return U'ا';
        case U'ک':
            return U'ك';  // Persian keyboards
        case U'ی':
            return U'ي';
        default:
            break;
    }
    if (letter >= U'٠' && letter <= U'٩') return letter - U'٠' + U'0';
    if (letter >= U'۰' && letter <= U'۹') return letter - U'۰' + U'0';
    if (letter < 0x80) return letter >= U'A' && letter <= U'Z' ? letter + 32 : letter;
    if (letter >= 0x600 && letter <= 0x6FF) return letter;
    return static_cast<char32_t>(u_tolower(static_cast<UChar32>(letter)));
}

// 0 for a letter that falls away.
char32_t full(char32_t letter) {
    switch (letter) {
        case U'ى':
        case U'ئ':
            return U'ي';
        case U'ة':
            return U'ه';
        case U'ؤ':
            return U'و';
        case U'ء':
            return 0;
        default:
            break;
    }
    if (letter < 0x80) {
        const bool kept = (letter >= U'a' && letter <= U'z') || (letter >= U'0' && letter <= U'9');
        return kept ? letter : U' ';
    }
    return u_isalnum(static_cast<UChar32>(letter)) ? letter : U' ';
}

// Compound names that are written as one word or two: the first part takes the next, the second goes to the
// one before.
constexpr std::array<std::u32string_view, 4> takes_next = {U"عبد", U"ابو", U"ابي", U"ام"};
constexpr std::array<std::u32string_view, 2> joins_before = {U"الله", U"الدين"};
constexpr std::array<std::u32string_view, 6> left_out = {U"ال", U"بن", U"ابن", U"بنت", U"ابنه", U"bin"};

template <std::size_t N>
bool is_one_of(const std::array<std::u32string_view, N>& words, std::u32string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::u32string light_fold(std::string_view text) {
    std::u32string folded;
    for (const char32_t letter : compatible(decode(text)))
        if (!is_dropped(letter)) folded += light(letter);
    return folded;
}

std::vector<std::u32string> words_of(std::u32string_view folded) {
    std::vector<std::u32string> words;
    bool between = true, join = false;
    for (std::size_t from = 0; from < folded.size();) {
        if (folded[from] == U' ') {
            ++from;
            continue;
        }
        const std::size_t end = std::min(folded.find(U' ', from), folded.size());
        const std::u32string_view word = folded.substr(from, end - from);
        between = words.empty() || !(join || is_one_of(joins_before, word));
        if (between)
            words.emplace_back(word);
        else
            words.back() += word;
        join = between && is_one_of(takes_next, word);
        from = end;
    }
    return words;
}

std::vector<std::u32string> name_words(std::string_view text) {
    std::u32string folded;
    for (const char32_t letter : light_fold(text))
        if (const char32_t kept = full(letter); kept != 0) folded += kept;
    return words_of(folded);
}

}  // namespace

std::string fold_light(std::string_view text) { return encode(light_fold(text)); }

std::string fold_name(std::string_view text) {
    std::string folded;
    for (const std::u32string& word : name_words(text)) {
        if (!folded.empty()) folded += ' ';
        folded += encode(word);
    }
    return folded;
}

std::vector<std::u32string> name_token_letters(std::string_view name) {
    std::vector<std::u32string> tokens;
    for (std::u32string& word : name_words(name)) {
        if (is_one_of(left_out, word)) continue;
        // الحربي and حربي are one family; a word of four letters such as "الاء" keeps its ال.
        if (word.size() > 4 && word[0] == U'ا' && word[1] == U'ل') word.erase(0, 2);
        tokens.push_back(std::move(word));
    }
    return tokens;
}

std::vector<std::string> name_tokens(std::string_view name) {
    std::vector<std::string> tokens;
    for (const std::u32string& token : name_token_letters(name)) tokens.push_back(encode(token));
    return tokens;
}

}  // namespace sanad
