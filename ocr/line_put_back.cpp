#include "ocr/line_put_back.h"

#include <algorithm>
#include <string_view>

#include "core/arabic.h"
#include "core/letters.h"

namespace sanad::ocr {
namespace {

bool is_letter(char32_t c) { return c >= U'ء' && c <= U'ي'; }

// Changes that make the beginnings (or, of turned texts, the ends) of one text those of the other.
std::vector<std::vector<std::size_t>> distances(std::u32string_view a, std::u32string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0)
                cost[i][j] = i + j;
            else
                cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                                       cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
        }
    return cost;
}

void put(std::string& text, const TakenOut& one, bool letter_follows) {
    if (one.closes_a_word)
        while (text.ends_with(' ')) text.pop_back();
    else if (!text.empty() && text.back() != ' ' && text.back() != '(')
        text += ' ';
    text += one.text;
    if (one.space_after || letter_follows) text += ' ';
}

}  // namespace

std::string put_back(const std::string& words, const std::u32string& signs,
                     const std::vector<TakenOut>& taken) {
    const auto letters = decode(words);
    const std::u32string turned_letters(letters.rbegin(), letters.rend()),
        turned_signs(signs.rbegin(), signs.rend());
    const auto begin = distances(signs, letters), end = distances(turned_signs, turned_letters);
    std::string text;
    std::size_t from = 0;
    const auto add = [&](std::size_t until) {
        text += encode(std::u32string_view(letters).substr(from, until - from));
        from = until;
    };
    for (const auto& one : taken) {
        const auto cost = [&](std::size_t j) {
            const bool edge = j == 0 || j == letters.size() || letters[j] == U' ' || letters[j - 1] == U' ' ||
                              !is_letter(letters[j]);
            return 2 * (begin[one.at][j] + end[signs.size() - one.at][letters.size() - j]) + (edge ? 0 : 1);
        };
        std::size_t best = from;
        for (auto j = from; j <= letters.size(); ++j)
            if (cost(j) < cost(best)) best = j;
        add(best);
        put(text, one, from < letters.size() && is_letter(letters[from]));
    }
    add(letters.size());
    return tidy(text);
}

}  // namespace sanad::ocr
