#include "ocr/line_numbers.h"

#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "ocr/free_digits.h"
#include "ocr/line_pieces.h"
#include "ocr/line_put_back.h"

namespace sanad::ocr {
namespace {

using Signs = PlacedSigns;
using Word = SignRange;

constexpr int ink_grey = 160;
constexpr int margin_px = 6;
constexpr double sure = 0.4, sure_if_seen_alike = 0.1, sure_against_the_witness = 0.9;
constexpr double sure_of_one_digit = 0.9;     // و is a nine in some faces
constexpr double gap_between_numbers = 0.75;  // of their height, at least
constexpr double sure_enough = 0.97, likely_printed = 0.5;
constexpr double gap_beside = 0.2;               // of the line's ink height: what a space is at least
constexpr std::size_t least_for_a_calendar = 3;  // digits before هـ or م

bool is_digit(char32_t c) { return c >= U'٠' && c <= U'٩'; }
bool is_letter(char32_t c) { return c >= U'ء' && c <= U'ي'; }
bool looks_like_a_digit(char32_t c) { return c == U'ا' || c == U'ه'; }
bool parts_digits(char32_t c) { return c == U'/' || c == U'-' || c == U'.'; }
bool in_a_number(char32_t c) { return is_digit(c) || looks_like_a_digit(c) || parts_digits(c); }

std::size_t digits_in(const Signs& signs, const Word& word) {
    return static_cast<std::size_t>(std::count_if(signs.begin() + static_cast<std::ptrdiff_t>(word.first),
                                                  signs.begin() + static_cast<std::ptrdiff_t>(word.last),
                                                  [](const auto& sign) { return is_digit(sign.letter); }));
}

bool has_letters(const Signs& signs, std::size_t first, std::size_t last) {
    for (auto i = first; i < last; ++i)
        if (is_letter(signs[i].letter) || signs[i].letter == U'?') return true;
    return false;
}

// The number in a word: its digits and what may stand between them. An alef or ه at its edge belongs to it
// where the word ends there: with letters behind it, it is one of these, or a calendar's.
Word number_in(const Signs& signs, const Word& word) {
    Word run = word;
    while (run.first < run.last && !is_digit(signs[run.first].letter)) ++run.first;
    run.last = run.first;
    for (auto i = run.first; i < word.last && in_a_number(signs[i].letter); ++i)
        if (is_digit(signs[i].letter)) run.last = i + 1;
    const auto outer = [&](std::size_t i) { return looks_like_a_digit(signs[i].letter); };
    while (run.first > word.first && outer(run.first - 1) && !has_letters(signs, word.first, run.first - 1))
        --run.first;
    const bool calendar = digits_in(signs, run) >= least_for_a_calendar && run.last < word.last &&
                          signs[run.last].letter == U'ه';
    while (!calendar && run.last < word.last && outer(run.last) &&
           !has_letters(signs, run.last + 1, word.last))
        ++run.last;
    return run;
}

// Whether nearly all of a word is digits: then a letter among them is one misread.
Word mostly_number(const Signs& signs, Word word) {
    const auto belongs = [](char32_t c) { return is_digit(c) || is_letter(c) || c == U'?'; };
    while (word.first < word.last && !belongs(signs[word.first].letter)) ++word.first;
    while (word.last > word.first && !belongs(signs[word.last - 1].letter)) --word.last;
    std::size_t others = 0;
    for (auto i = word.first; i < word.last; ++i) others += in_a_number(signs[i].letter) ? 0 : 1;
    const auto digits = digits_in(signs, word);
    const bool calendar = word.first < word.last && digits >= least_for_a_calendar &&
                          (signs[word.last - 1].letter == U'ه' || signs[word.last - 1].letter == U'م');
    return digits < 2 || others > 1 || calendar ? Word{} : word;
}

std::vector<Word> number_words(const Signs& signs) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < signs.size(); ++i) {
        if (signs[i].letter == U' ') continue;
        Word word{i, i};
        while (word.last < signs.size() && signs[word.last].letter != U' ') ++word.last;
        i = word.last;
        auto run = mostly_number(signs, word);
        if (run.first == run.last) run = number_in(signs, word);
        // One digit among letters is a letter: و and ه look like nine and five.
        const bool among_letters = run.last - run.first == 1 && (has_letters(signs, word.first, run.first) ||
                                                                 has_letters(signs, run.last, word.last));
        if (run.first < run.last && !among_letters) words.push_back(run);
    }
    return words;
}

cv::Mat picture_of(const cv::Mat& grey, const LinePieces& pieces, const std::vector<int>& some) {
    cv::Mat out(grey.size(), CV_8U, cv::Scalar(255));
    grey.copyTo(out, pieces.mask(some));
    const auto bounds = pieces.bounds(some);
    const auto box =
        cv::Rect(bounds.x - 2, bounds.y - 2, bounds.width + 4, bounds.height + 4) & cv::Rect({}, grey.size());
    cv::copyMakeBorder(out(box), out, margin_px, margin_px, margin_px, margin_px, cv::BORDER_CONSTANT, 255);
    return out;
}

struct Found {
    Word word;
    std::vector<int> pieces;
    cv::Rect bounds;
    std::string text;
    double confidence = 0;
    bool alike = false, sure = false;
};

// The number as the witness sees it, from left to right, in digits 0 to 9; empty where it sees something
// else.
std::string seen_value(const Signs& signs, const Word& word) {
    std::string value;
    for (auto i = word.last; i-- > word.first;) {
        const auto letter = signs[i].letter;
        if (!in_a_number(letter)) return {};
        value += is_digit(letter) ? static_cast<char>('0' + (letter - U'٠'))
                 : letter == U'ا' ? '1'
                 : letter == U'ه' ? '5'
                                  : static_cast<char>(letter);
    }
    return value;
}

std::string in_set(const std::string& value, bool arabic) { return arabic ? arabic_digits(value) : value; }

// Where the two differ the digits' own network counts if it is sure; it does not see a slanting stroke that
// leans over its neighbour.
std::optional<Found> settled(Found one, const FreeDigits& read, const std::string& seen) {
    one.alike = read.value == seen;
    one.text = read.text;
    one.confidence = read.confidence;
    if (one.alike && read.confidence >= sure_if_seen_alike) return one;
    const bool same_form = read.value.size() == seen.size();
    const bool stroke_lost = seen.find('/') != std::string::npos && read.value.find('/') == std::string::npos;
    const double least = seen.size() == 1 ? sure_of_one_digit : same_form ? sure : sure_against_the_witness;
    if (read.confidence >= least && !stroke_lost) return one;
    if (seen.size() < 2) return std::nullopt;
    one.text = in_set(seen, read.arabic_digits);
    one.confidence = 0.5;
    return one;
}

// Both readers see the same, and what they saw is a whole word of print. One digit alone can be a letter (ع
// is a four in some faces), and a digit taken for a letter stands close by.
bool is_sure(const Found& one, const FreeDigits& read, const LinePieces& pieces) {
    const auto digits =
        std::count_if(read.value.begin(), read.value.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits > 1 && one.alike && read.confidence >= sure_enough && read.printed >= likely_printed &&
           pieces.gap_beside(one.pieces) >= gap_beside * pieces.bounds_of_all().height;
}

std::optional<Found> found(const Word& word, const cv::Mat& grey, const Signs& signs,
                           const LinePieces& pieces, const DigitReader& digits) {
    Found one{word, pieces.of(word, signs), {}, {}};
    if (one.pieces.empty()) return std::nullopt;
    one.bounds = pieces.bounds(one.pieces);
    const auto picture = picture_of(grey, pieces, one.pieces);
    if (picture.cols > 4000 || picture.rows > 1000) return std::nullopt;
    const auto read = read_free_digits({{picture.data, picture.total()}, picture.cols, picture.rows}, digits);
    if (!read) return std::nullopt;
    auto settled_one = settled(std::move(one), *read, seen_value(signs, word));
    if (settled_one) settled_one->sure = is_sure(*settled_one, *read, pieces);
    return settled_one;
}

// A number whose digits stand wide apart is seen as several.
std::vector<Word> joined(const std::vector<Word>& words, const Signs& signs, const LinePieces& pieces) {
    std::vector<Word> out;
    for (const auto& word : words) {
        if (!out.empty()) {
            const auto before = pieces.bounds(pieces.of(out.back(), signs));
            const auto here = pieces.bounds(pieces.of(word, signs));
            const bool neighbours = std::all_of(
                signs.begin() + static_cast<std::ptrdiff_t>(out.back().last),
                signs.begin() + static_cast<std::ptrdiff_t>(word.first),
                [](const auto& sign) { return sign.letter == U' ' || parts_digits(sign.letter); });
            if (neighbours && !before.empty() && !here.empty() &&
                before.x - here.br().x < gap_between_numbers * std::max(before.height, here.height)) {
                out.back().last = word.last;
                continue;
            }
        }
        out.push_back(word);
    }
    return out;
}

// The line's columns without those of a number; the wider of the gaps beside it stays.
cv::Mat closed_up(const cv::Mat& line, const cv::Rect& number) {
    std::vector<cv::Point> dark;
    cv::findNonZero(line < ink_grey, dark);
    int left = 0, right = line.cols;  // of the ink on both sides
    for (const auto& at : dark) {
        if (at.x < number.x) left = std::max(left, at.x + 1);
        if (at.x >= number.br().x) right = std::min(right, at.x);
    }
    const int gap_left = number.x - left, gap_right = right - number.br().x;
    const int from = gap_left < gap_right ? left : number.x,
              until = gap_left < gap_right ? number.br().x : right;
    cv::Mat out(line.rows, line.cols - (until - from), CV_8U);
    if (from > 0) line.colRange(0, from).copyTo(out.colRange(0, from));
    if (until < line.cols) line.colRange(until, line.cols).copyTo(out.colRange(from, out.cols));
    return out;
}

NumbersApart apart(const cv::Mat& grey, const Signs& signs, const LinePieces& pieces,
                   const std::vector<Found>& all) {
    NumbersApart out;
    out.words = grey.clone();
    std::size_t next = 0;
    for (const auto& one : all) {
        for (; next < one.word.first; ++next) out.signs += signs[next].letter;
        next = one.word.last;
        out.numbers.push_back(
            {{one.text, out.signs.size(), next < signs.size() && signs[next].letter == U' '},
             one.confidence,
             one.alike,
             one.sure});
        out.words.setTo(255, pieces.mask(one.pieces));
    }
    for (; next < signs.size(); ++next) out.signs += signs[next].letter;
    auto from_left = all;  // what lies to the right of a cut moves
    std::sort(from_left.begin(), from_left.end(),
              [](const auto& a, const auto& b) { return a.bounds.x > b.bounds.x; });
    for (const auto& one : from_left) out.words = closed_up(out.words, one.bounds);
    return out;
}

}  // namespace

std::optional<NumbersApart> numbers_apart(const cv::Mat& grey, const TextWitness::Sight& sight,
                                          const DigitReader& digits) {
    const auto signs = sight.placed();
    auto words = number_words(signs);
    if (words.empty()) return std::nullopt;
    const LinePieces pieces(grey);
    std::vector<Found> all;
    for (const auto& word : joined(words, signs, pieces))
        if (auto one = found(word, grey, signs, pieces, digits)) all.push_back(std::move(*one));
    if (all.empty()) return std::nullopt;
    return apart(grey, signs, pieces, all);
}

std::string with_numbers(const std::string& words, const NumbersApart& apart) {
    std::vector<TakenOut> taken;
    for (const auto& number : apart.numbers) taken.push_back(number.taken);
    return put_back(words, apart.signs, taken);
}

}  // namespace sanad::ocr
