#include "ocr/word_list.h"

#include <algorithm>
#include <array>

#include "core/files.h"
#include "core/letters.h"

namespace sanad::ocr {
namespace {

constexpr std::size_t largest_file = 16u << 20;
constexpr std::size_t least_stem = 3;
constexpr std::array<std::u32string_view, 14> beginnings = {
    U"و", U"ف", U"ب", U"ك", U"ل", U"ال", U"لل", U"ول", U"ولل", U"وب", U"وال", U"بال", U"فال", U"كال"};

bool is_letter(char32_t c) { return c >= U'ء' && c <= U'ي' && c != U'ـ'; }

char32_t folded(char32_t c) {
    return c == U'أ' || c == U'إ' || c == U'آ' ? U'ا' : c == U'ة' ? U'ه' : c == U'ى' ? U'ي' : c;
}

std::u32string folded(std::u32string_view word) {
    std::u32string out;
    for (const auto c : word) out += folded(c);
    return out;
}

std::uint64_t hash_of(std::u32string_view word) {  // FNV-1a
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const auto c : word) hash = (hash ^ static_cast<std::uint64_t>(c)) * 0x100000001b3u;
    return hash;
}

}  // namespace

WordList::WordList(const std::string& file) {
    const auto bytes = read_file(file, largest_file);
    for (std::size_t at = 0; at < bytes.size();) {
        const auto end = std::min(bytes.find('\n', at), bytes.size());
        const auto word = decode(std::string_view(bytes).substr(at, end - at));
        if (!word.empty() && std::all_of(word.begin(), word.end(), is_letter) &&
            (word.size() > 1 || word == U"و"))
            hashes_.push_back(hash_of(folded(word)));
        at = end + 1;
    }
    std::sort(hashes_.begin(), hashes_.end());
    hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
}

bool WordList::has(std::u32string_view word) const {
    return std::binary_search(hashes_.begin(), hashes_.end(), hash_of(word));
}

WordList::Known WordList::knows(std::u32string_view word) const {
    const auto whole = folded(word);
    if (has(whole)) return Known::whole;
    const bool behind_particle =
        std::any_of(beginnings.begin(), beginnings.end(), [&](std::u32string_view beginning) {
            if (!whole.starts_with(beginning) || whole.size() < beginning.size() + least_stem) return false;
            const auto rest = std::u32string_view(whole).substr(beginning.size());
            return has(rest) || (beginning.ends_with(U"لل") && has(U"ال" + std::u32string(rest)));
        });
    return behind_particle ? Known::with_particle : Known::no;
}

std::vector<WordList::Known> WordList::each_of(std::u32string_view text) const {
    std::vector<Known> each;
    for (auto at = text.begin(); at != text.end();) {
        const auto begin = std::find_if(at, text.end(), is_letter);
        at = std::find_if_not(begin, text.end(), is_letter);
        if (begin != at) each.push_back(knows({begin, at}));
    }
    return each;
}

double WordList::unknown_in(std::u32string_view text) const {
    double unknown = 0;
    for (const auto known : each_of(text))
        unknown += known == Known::whole ? 0 : known == Known::with_particle ? 0.5 : 1;
    return unknown;
}

bool WordList::knows_all(std::u32string_view text) const {
    const auto each = each_of(text);
    return std::all_of(each.begin(), each.end(), [](Known known) { return known == Known::whole; });
}

}  // namespace sanad::ocr
