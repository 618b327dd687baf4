#include "ocr/letter_values.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/arabic.h"
#include "core/identifiers.h"
#include "ocr/letter_anchors.h"

namespace sanad::ocr {
namespace {

constexpr std::size_t longest_date = 8;    // words
constexpr std::size_t longest_number = 8;  // words: an IBAN in groups

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string joined(const std::vector<LetterWord>& words, std::size_t first, std::size_t end,
                   const char* between) {
    std::string text;
    for (auto i = first; i < end; ++i) text += (i == first ? "" : between) + words[i].text;
    return text;
}

// A date may stand in brackets, or before a full stop.
std::string bare(std::string_view text) {
    std::string out = western_digits(text);
    for (const std::string_view sign : {"(", ")", "،", "؛", ":", "«", "»", "[", "]"})
        for (auto at = out.find(sign); at != std::string::npos; at = out.find(sign))
            out.replace(at, sign.size(), " ");
    out = tidy(out);
    while (!out.empty() && (out.back() == '.' || out.back() == '-' || out.back() == ',')) out.pop_back();
    while (!out.empty() && (out.front() == '.' || out.front() == '-' || out.front() == '/')) out.erase(0, 1);
    return out;
}

struct MonthName {
    std::string folded;
    std::string name;
};

// As this program writes them, without day and year.
const std::vector<MonthName>& months() {
    static const std::vector<MonthName> list = [] {
        std::vector<MonthName> made;
        for (const auto calendar : {Calendar::hijri, Calendar::gregorian})
            for (int month = 1; month <= 12; ++month) {
                const int year = calendar == Calendar::hijri ? 1440 : 2020;
                auto name = spoken_ar({calendar, year, month, 1});
                name = name.substr(name.find(' ') + 1);
                name = name.substr(0, name.rfind(' '));
                made.push_back({folded_letters(name), name});
            }
        return made;
    }();
    return list;
}

// "5 جمادي الاخره 1448ه" with a letter or two misread: day, the nearest month's name, year.
std::string with_nearest_month(std::string_view text) {
    std::vector<std::string> parts;
    std::string letters;
    const std::string folded = fold_name(text);
    for (std::size_t i = 0; i < folded.size();) {
        auto end = i;
        while (end < folded.size() && is_digit(folded[end]) == is_digit(folded[i])) ++end;
        parts.push_back(folded.substr(i, end - i));
        i = end;
    }
    if (parts.size() < 3 || parts.size() > 4 || !is_digit(parts[0][0]) || !is_digit(parts[2][0])) return {};
    letters = folded_letters(parts[1]);
    if (code_points(letters) < 3) return {};
    const MonthName* nearest = nullptr;
    std::size_t least = std::max<std::size_t>(1, code_points(letters) / 3) + 1;
    for (const auto& month : months()) {
        const auto distance = edit_distance(letters, month.folded);
        if (distance == least) nearest = nullptr;  // two months are equally near: neither
        if (distance < least) least = distance, nearest = &month;
    }
    return nearest == nullptr ? std::string() : parts[0] + " " + nearest->name + " " + parts[2];
}

std::optional<FoundDate> date_of(std::string_view text) {
    const auto clean = bare(text);
    if (clean.size() < 6 || !std::any_of(clean.begin(), clean.end(), is_digit)) return std::nullopt;
    auto date = parse_written_date(clean);
    if (!date) {
        const auto mended = with_nearest_month(clean);
        if (!mended.empty()) date = parse_written_date(mended);
    }
    if (!date) return std::nullopt;
    const auto day = to_gregorian(*date);
    if (!day) return std::nullopt;
    return FoundDate{*date, *day};
}

// Digits of one word or several, "+" kept, other signs that stand in numbers dropped; nothing where letters
// are among them.
std::optional<std::string> digits_of(std::string_view text, bool letters_may_lead) {
    std::string out;
    for (const char c : western_digits(text)) {
        if (is_digit(c) || (c == '+' && out.empty()))
            out += c;
        else if (letters_may_lead && out.size() < 2 && std::isalpha(static_cast<unsigned char>(c)) != 0)
            out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        else if (std::string_view(" -().:").find(c) == std::string_view::npos)
            return std::nullopt;
    }
    return out;
}

std::string phone_of(std::string digits) {
    for (const std::string_view prefix : {"+9660", "009660", "+966", "00966"})
        if (digits.starts_with(prefix)) return "0" + digits.substr(prefix.size());
    return digits.starts_with("9665") && digits.size() == 12 ? "0" + digits.substr(3) : digits;
}

std::optional<FoundNumber> number_of(const std::string& text) {
    if (const auto iban = digits_of(text, true); iban && iban->starts_with("SA"))
        return FoundNumber{NumberKind::iban, *iban, iban_valid(*iban)};
    const auto digits = digits_of(text, false);
    if (!digits || digits->size() < 9) return std::nullopt;
    if (national_id_valid(*digits)) return FoundNumber{NumberKind::national_id, *digits, true};
    const auto phone = phone_of(*digits);
    if (phone_valid(phone)) return FoundNumber{NumberKind::phone, phone, true};
    return std::nullopt;
}

}  // namespace

std::vector<FoundDate> find_dates(const std::vector<LetterWord>& words) {
    std::vector<FoundDate> found;
    for (std::size_t first = 0; first < words.size();) {
        std::optional<FoundDate> best;
        for (auto end = std::min(words.size(), first + longest_date); end > first && !best; --end) {
            best = date_of(joined(words, first, end, " "));
            if (!best && end - first <= 5) best = date_of(joined(words, first, end, ""));
            if (best) best->first = first, best->end = end;
        }
        first = best ? best->end : first + 1;
        if (best) found.push_back(*best);
    }
    return found;
}

std::optional<FoundDate> guess_date(const std::vector<LetterWord>& words) {
    static constexpr std::array<std::pair<char, std::string_view>, 3> taken{
        {{'8', "/1"}, {'8', "/6"}, {'7', "1/"}}};
    const auto text = bare(joined(words, 0, words.size(), " "));
    if (text.size() > 14) return std::nullopt;
    std::vector<std::string> variants{text};
    std::optional<FoundDate> only;
    for (int strokes = 0; strokes < 2; ++strokes) {
        std::vector<std::string> next;
        for (const auto& variant : variants)
            for (std::size_t at = 0; at < variant.size(); ++at)
                for (const auto& [seen, meant] : taken)
                    if (variant[at] == seen) next.push_back(std::string(variant).replace(at, 1, meant));
        for (const auto& variant : next) {
            const auto date = date_of(variant);
            if (!date) continue;
            if (only && only->day != date->day) return std::nullopt;
            only = date;
            only->end = words.size();
        }
        if (only) return only;
        variants = std::move(next);
    }
    return only;
}

std::vector<FoundNumber> find_numbers(const std::vector<LetterWord>& words) {
    std::vector<FoundNumber> found;
    for (std::size_t first = 0; first < words.size();) {
        std::optional<FoundNumber> best;
        const auto most = std::min(words.size(), first + longest_number);
        for (auto end = first + 1; end <= most && !best; ++end) {
            best = number_of(joined(words, first, end, ""));
            if (best && !best->valid) best.reset();
            if (best) best->first = first, best->end = end;
        }
        first = best ? best->end : first + 1;
        if (best) found.push_back(*best);
    }
    return found;
}

std::optional<FoundNumber> labelled_number(NumberKind kind, const std::vector<LetterWord>& words) {
    std::string text;
    std::size_t first = words.size(), end = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto digits = digits_of(words[i].text, kind == NumberKind::iban);
        if (digits && !digits->empty()) {
            text += *digits;
            first = std::min(first, i);
            end = i + 1;
            const std::size_t whole = kind == NumberKind::iban ? 24 : 10;
            if (text.size() >= whole) break;
        } else if (!text.empty() && !(digits && digits->empty())) {
            break;
        }
    }
    if (text.empty()) return std::nullopt;
    FoundNumber number{kind, text, false, first, end};
    if (kind == NumberKind::phone) number.value = phone_of(text);
    number.valid = kind == NumberKind::national_id ? national_id_valid(number.value)
                   : kind == NumberKind::phone     ? phone_valid(number.value)
                                                   : iban_valid(number.value);
    return number;
}

std::string reference_in(std::string_view text) {
    std::string out;
    for (const char c : bare(text)) {
        const bool joins = c == '/' || c == '-' || c == '\\';
        if (joins)
            while (!out.empty() && out.back() == ' ') out.pop_back();
        if (c == ' ' && !out.empty() && (out.back() == '/' || out.back() == '-' || out.back() == '\\'))
            continue;
        out += c;
    }
    return std::any_of(out.begin(), out.end(), is_digit) ? out : std::string();
}

}  // namespace sanad::ocr
