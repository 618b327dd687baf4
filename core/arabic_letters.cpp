#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/arabic.h"
#include "core/error.h"
#include "core/letters.h"

namespace sanad {
namespace {

template <class Change>
std::string changed(std::string_view text, Change change) {
    std::string result;
    result.reserve(text.size());
    for (const char32_t letter : decode(text)) append_utf8(result, change(letter));
    return result;
}

}  // namespace

std::u32string decode(std::string_view utf8) {
    std::u32string letters;
    letters.reserve(utf8.size());
    const auto* bytes = reinterpret_cast<const unsigned char*>(utf8.data());
    // The macro counts in the type of its arguments; 64 bits keep texts over 2 GiB right.
    for (std::int64_t i = 0, size = static_cast<std::int64_t>(utf8.size()); i < size;) {
        UChar32 letter = 0;
        U8_NEXT_OR_FFFD(bytes, i, size, letter);
        letters.push_back(static_cast<char32_t>(letter));
    }
    return letters;
}

void append_utf8(std::string& into, char32_t letter) {
    char bytes[U8_MAX_LENGTH];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, static_cast<UChar32>(letter));
    into.append(bytes, length);
}

std::string encode(std::u32string_view letters) {
    std::string text;
    text.reserve(letters.size() * 2);
    for (const char32_t letter : letters) append_utf8(text, letter);
    return text;
}

bool is_invisible(char32_t letter) {
    return (letter >= 0x200B && letter <= 0x200F) || (letter >= 0x202A && letter <= 0x202E) ||
           (letter >= 0x2060 && letter <= 0x2069) || letter == 0xFEFF;
}

std::string western_digits(std::string_view text) {
    return changed(text, [](char32_t letter) -> char32_t {
        if (letter >= U'٠' && letter <= U'٩') return letter - U'٠' + U'0';
        if (letter >= U'۰' && letter <= U'۹') return letter - U'۰' + U'0';
        return letter;
    });
}

std::string arabic_digits(std::string_view text) {
    return changed(text, [](char32_t letter) -> char32_t {
        return letter >= U'0' && letter <= U'9' ? letter - U'0' + U'٠' : letter;
    });
}

std::string strip_invisible(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char32_t letter : decode(text))
        if (!is_invisible(letter)) append_utf8(result, letter);
    return result;
}

std::string tidy(std::string_view text) {
    std::u32string kept;
    for (const char32_t letter : decode(text)) {
        if (!u_isUWhiteSpace(static_cast<UChar32>(letter)))
            kept += letter;
        else if (!kept.empty() && kept.back() != U' ')
            kept += U' ';
    }
    if (!kept.empty() && kept.back() == U' ') kept.pop_back();

    UErrorCode failed = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(failed);
    const auto source = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(kept.data()),
                                                      static_cast<std::int32_t>(kept.size()));
    std::string result;
    if (U_SUCCESS(failed)) nfc->normalize(source, failed).toUTF8String(result);
    if (U_FAILURE(failed)) throw Error(ErrorCode::external, std::string("ICU NFC: ") + u_errorName(failed));
    return result;
}

std::size_t code_points(std::string_view text) { return decode(text).size(); }

std::size_t distance(std::u32string_view a, std::u32string_view b, bool swaps) {
    std::vector<std::size_t> older(b.size() + 1), old(b.size() + 1), row(b.size() + 1);
    std::iota(old.begin(), old.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (swaps && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], older[j - 2] + 1);
        }
        older.swap(old);
        old.swap(row);
    }
    return old[b.size()];
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    return distance(decode(a), decode(b), false);
}

}  // namespace sanad
