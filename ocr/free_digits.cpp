#include "ocr/free_digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "ocr/digits_number.h"
#include "ocr/ink_pieces.h"

namespace sanad::ocr {
namespace {

constexpr int largest_width = 4096, largest_height = 1024;
constexpr double widest_digit = 1.35, tallest_digit = 1.7;  // of the usual height
constexpr std::size_t most_pieces_a_digit = 4;
// A cell as high as a digit and this much again: digits fill about half of a form's cell.
constexpr double cell_of_height = 1.75;
constexpr double most_set_evidence = 6;
// No digit is made of two tall pieces that do not touch, nor of two with paper between them from top to
// bottom, unless a scan broke it: the dot beside a ٢ is a zero of its own.
constexpr double broken_upright = 0.01, broken_apart = 0.02;
constexpr double paper_between = 0.06;  // of the usual height
// Arabic-Indic digits have a sign of their own for decimals: a dot among them is a zero.
constexpr double dot_among_arabic = 0.02;

// A digit, or a sign between digits, from piece `first` to before `last`.
struct Character {
    std::size_t first = 0, last = 0;
    char sign = 0;             // / - . ; 0: a digit
    CellReading reading = {};  // of a digit
    double chance = 0;         // that it is one of these at all
};

cv::Mat picture_of(const GreyPicture& picture) {
    const bool whole = picture.width > 0 && picture.height > 0 && picture.width <= largest_width &&
                       picture.height <= largest_height &&
                       picture.pixels.size() ==
                           static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    if (!whole)
        throw Error(ErrorCode::bad_input, "free digits: " + std::to_string(picture.width) + " x " +
                                              std::to_string(picture.height) + " does not fit " +
                                              std::to_string(picture.pixels.size()) + " pixels");
    // OpenCV takes no const pixels; nothing writes through this header.
    return {picture.height, picture.width, CV_8U, const_cast<std::uint8_t*>(picture.pixels.data())};
}

cv::Rect bounds_of(const InkPieces& ink, std::size_t first, std::size_t last) {
    cv::Rect bounds = ink.pieces[first].bounds;
    for (std::size_t i = first + 1; i < last; ++i) bounds |= ink.pieces[i].bounds;
    return bounds;
}

// The pieces alone, on white, as if they stood in a cell of a form.
CellImage as_cell(const cv::Mat& grey, const InkPieces& ink, std::size_t first, std::size_t last) {
    const cv::Rect bounds = bounds_of(ink, first, last);
    const int high = static_cast<int>(std::lround(ink.height * cell_of_height));
    const int wide = std::max(high * 4 / 5, bounds.width + ink.height / 2);
    const int margin = std::max(2, high / 8);
    CellImage out;
    out.width = wide + 2 * margin, out.height = high + 2 * margin;
    out.left = out.top = margin;
    out.right = margin + wide, out.bottom = margin + high;
    out.pixels.assign(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height), 255);
    const int dx = out.width / 2 - (bounds.x + bounds.width / 2), dy = out.height / 2 - ink.middle;
    const auto belongs = [&](int x, int y) {
        for (std::size_t i = first; i < last; ++i) {
            const auto& piece = ink.pieces[i];
            if (x < piece.bounds.x - 1 || x > piece.bounds.x + piece.bounds.width) continue;
            for (int v = std::max(0, y - 1); v <= std::min(ink.groups.rows - 1, y + 1); ++v)
                for (int u = std::max(0, x - 1); u <= std::min(ink.groups.cols - 1, x + 1); ++u)
                    if (ink.groups.at<int>(v, u) == piece.group && u >= piece.bounds.x &&
                        u < piece.bounds.x + piece.bounds.width)
                        return true;
        }
        return false;
    };
    const cv::Rect around = cv::Rect(bounds.x - 1, bounds.y - 1, bounds.width + 2, bounds.height + 2) &
                            cv::Rect(0, 0, grey.cols, grey.rows);
    for (int y = around.y; y < around.y + around.height; ++y)
        for (int x = around.x; x < around.x + around.width; ++x) {
            const int to_x = x + dx, to_y = y + dy;
            if (to_x < 0 || to_y < 0 || to_x >= out.width || to_y >= out.height || !belongs(x, y)) continue;
            out.pixels[static_cast<std::size_t>(to_y * out.width + to_x)] = grey.at<std::uint8_t>(y, x);
        }
    return out;
}

// Signs are told by shape and place: the network knows none.
char sign_of(const InkPieces& ink, const InkPiece& piece) {
    const auto high = static_cast<double>(ink.height);
    const cv::Rect& b = piece.bounds;
    const double middle = b.y + b.height / 2.0 - ink.middle;
    if (piece.slim > 3.2 && b.height > 0.6 * high && piece.lean > 0.2 && piece.lean < 0.85) return '/';
    if (b.width > 0.22 * high && b.width > 1.8 * b.height && b.height < 0.25 * high &&
        std::abs(middle) < 0.3 * high)
        return '-';
    if (b.height < 0.3 * high && b.width < 0.3 * high && middle > 0.3 * high) return '.';
    return 0;
}

bool of_tall_pieces(const InkPieces& ink, std::size_t first, std::size_t last) {
    int tall = 0;
    for (std::size_t i = first; i < last; ++i) {
        const bool new_group = i == first || ink.pieces[i].group != ink.pieces[i - 1].group;
        tall += new_group && ink.pieces[i].bounds.height * 10 >= ink.height * 7 ? 1 : 0;
    }
    return tall > 1;
}

bool stand_apart(const InkPieces& ink, std::size_t first, std::size_t last) {
    int right = ink.pieces[first].bounds.x + ink.pieces[first].bounds.width;
    for (std::size_t i = first + 1; i < last; ++i) {
        const cv::Rect& bounds = ink.pieces[i].bounds;
        if (bounds.x - right > paper_between * ink.height) return true;
        right = std::max(right, bounds.x + bounds.width);
    }
    return false;
}

// Every run of pieces that can be one character.
std::vector<Character> characters(const cv::Mat& grey, const InkPieces& ink, const DigitReader& reader) {
    std::vector<Character> out;
    std::vector<CellImage> cells;
    for (std::size_t first = 0; first < ink.pieces.size(); ++first)
        for (std::size_t last = first + 1; last <= std::min(ink.pieces.size(), first + most_pieces_a_digit);
             ++last) {
            const cv::Rect bounds = bounds_of(ink, first, last);
            if (bounds.width > widest_digit * ink.height) break;
            if (last == first + 1)
                if (const char sign = sign_of(ink, ink.pieces[first]); sign != 0)
                    out.push_back({.first = first, .last = last, .sign = sign, .chance = 0.97});
            if (bounds.height > tallest_digit * ink.height) continue;
            out.push_back({.first = first, .last = last});
            cells.push_back(as_cell(grey, ink, first, last));
        }
    const auto readings = reader.cells(cells);
    auto reading = readings.begin();
    for (auto& character : out) {
        if (character.sign != 0) continue;
        character.reading = *reading++;
        character.chance = std::max(0.0, 1 - character.reading.p_empty - character.reading.p_not_a_digit);
        if (of_tall_pieces(ink, character.first, character.last)) character.chance *= broken_upright;
        if (stand_apart(ink, character.first, character.last)) character.chance *= broken_apart;
    }
    // A slanting stroke is a sign rather than a one.
    for (const auto& sign : out)
        for (auto& other : out)
            if (sign.sign == '/' && other.sign == 0 && other.first == sign.first && other.last == sign.last)
                other.chance *= 0.03;
    return out;
}

struct Way {
    double log_p = -1e30;
    int from = -1;  // character
};

double likeliest(const CellReading& cell, bool arabic) {
    const auto p = chances(cell, arabic);
    return *std::max_element(p.begin(), p.end());
}

double share_of(const CellReading& cell, bool arabic) {
    const double odds = std::clamp(cell.log_odds_arabic, -most_set_evidence, most_set_evidence);
    return 1 / (1 + std::exp(arabic ? -odds : odds));
}

// The likeliest way from the left end to the right one; empty where there is none.
std::vector<const Character*> best_way(const std::vector<Character>& all, std::size_t pieces, bool arabic,
                                       double& log_p) {
    std::vector<Way> ways(pieces + 1);
    ways[0].log_p = 0;
    // In order of their beginnings, so that what leads to a place is complete when it is left.
    for (std::size_t c = 0; c < all.size(); ++c) {
        const auto& one = all[c];
        double chance = one.chance;
        if (one.sign == '.' && arabic) chance *= dot_among_arabic;
        if (one.sign == 0) chance *= likeliest(one.reading, arabic) * share_of(one.reading, arabic);
        const double to = ways[one.first].log_p + std::log(std::max(1e-9, chance));
        if (to > ways[one.last].log_p) ways[one.last] = {to, static_cast<int>(c)};
    }
    log_p = ways[pieces].log_p;
    std::vector<const Character*> out;
    for (std::size_t at = pieces; at > 0;) {
        if (ways[at].from < 0) return {};
        out.push_back(&all[static_cast<std::size_t>(ways[at].from)]);
        at = out.back()->first;
    }
    std::reverse(out.begin(), out.end());
    return out;
}

// Signs stand between digits, one at a time.
bool well_formed(const std::string& value) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (value.empty() || !is_digit(value.front()) || !is_digit(value.back())) return false;
    for (std::size_t i = 1; i < value.size(); ++i)
        if (!is_digit(value[i]) && !is_digit(value[i - 1])) return false;
    return true;
}

std::string in_set(const std::string& value, bool arabic) {
    if (!arabic) return value;
    std::string out;
    for (const char c : value)
        if (c >= '0' && c <= '9')
            out += {'\xD9', static_cast<char>('\xA0' + (c - '0'))};
        else
            out += c;
    return out;
}

// One font or one hand wrote the word: what most of its digits say of that holds for all.
double printed_of(const std::vector<const Character*>& way) {
    constexpr double most_evidence = 2.5;
    double odds = 0;
    for (const auto* one : way)
        if (one->sign == 0) odds += std::clamp(one->reading.log_odds_printed, -most_evidence, most_evidence);
    return 1 / (1 + std::exp(-odds));
}

std::optional<FreeDigits> read_word(const cv::Mat& grey, const DigitReader& reader, double prior) {
    const InkPieces ink = ink_pieces(grey);
    if (ink.pieces.empty() || ink.height < 8) return std::nullopt;
    const auto all = characters(grey, ink, reader);
    std::array<double, 2> log_p = {};  // Western, Arabic-Indic
    const std::array ways = {best_way(all, ink.pieces.size(), false, log_p[0]),
                             best_way(all, ink.pieces.size(), true, log_p[1])};
    const double arabic = 1 / (1 + std::exp(log_p[0] - log_p[1] - prior));
    FreeDigits out;
    out.arabic_digits = ways[0].empty() || (!ways[1].empty() && arabic > 0.5);
    const auto& way = ways[out.arabic_digits ? 1 : 0];
    if (way.empty()) return std::nullopt;
    out.confidence = out.arabic_digits ? arabic : 1 - arabic;
    const double printed = out.printed = printed_of(way);
    for (const auto* one : way) {
        if (one->sign != 0) {
            out.value += one->sign;
            out.confidence *= one->chance;
            continue;
        }
        const auto p = chances(one->reading, out.arabic_digits, printed);
        const auto best = std::max_element(p.begin(), p.end());
        out.value += static_cast<char>('0' + (best - p.begin()));
        out.confidence *= *best * one->chance;
    }
    if (!well_formed(out.value)) return std::nullopt;
    out.text = in_set(out.value, out.arabic_digits);
    const cv::Rect bounds = bounds_of(ink, 0, ink.pieces.size());
    out.left = bounds.x, out.top = bounds.y, out.width = bounds.width, out.height = bounds.height;
    return out;
}

}  // namespace

std::optional<FreeDigits> read_free_digits(const GreyPicture& word, const DigitReader& reader,
                                           double prior_log_odds_arabic) {
    return read_word(picture_of(word), reader, prior_log_odds_arabic);
}

}  // namespace sanad::ocr
