#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/arabic.h"
#include "ocr/letter_anchors.h"
#include "ocr/letter_numbers.h"
#include "ocr/letter_page.h"

namespace sanad::ocr {
namespace {

constexpr int margin_px = 10;
constexpr std::size_t most_lines = 160;  // of a page; beyond it is no letter, and reading would take long
constexpr std::size_t probes = 3;        // lines that tell whether the page stands on its head
constexpr double sure = 82;              // mean confidence of words that were not read upside down
constexpr double least_height_mm = 0.9;

std::vector<LinePiece> text_lines(const UprightPage& page, const PageBlots& blots) {
    auto pieces = find_lines(blots);
    std::erase_if(
        pieces, [&](const LinePiece& piece) { return piece.box.height < least_height_mm * page.px_per_mm; });
    return pieces;
}

// How well the longest lines read, 0..100, weighed with their letters.
double how_well(const UprightPage& page, TextEngine& engine) {
    const auto blots = find_blots(page);
    auto pieces = text_lines(page, blots);
    const auto count = std::min(probes, pieces.size());
    std::partial_sort(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(count), pieces.end(),
                      [](const auto& a, const auto& b) { return a.box.width > b.box.width; });
    double sum = 0, letters = 0;
    for (std::size_t i = 0; i < count; ++i)
        for (const auto& word : engine.words_of_line(cut_line(page.grey, blots, pieces[i], margin_px))) {
            const auto length = static_cast<double>(code_points(word.text));
            sum += length * word.confidence;
            letters += length;
        }
    return letters == 0 ? 0 : sum / letters;
}

void settle_up_and_down(UprightPage& page, TextEngine& engine) {
    const double upright = how_well(page, engine);
    if (upright >= sure) return;
    half_turn(page);
    if (how_well(page, engine) <= upright) half_turn(page);
}

BoxMm mm_box(const cv::Rect& px, cv::Point offset, double px_per_mm) {
    return {(px.x + offset.x) / px_per_mm, (px.y + offset.y) / px_per_mm, px.width / px_per_mm,
            px.height / px_per_mm};
}

LetterLine read_line(const UprightPage& page, const PageBlots& blots, const LinePiece& piece, int number,
                     TextEngine& engine) {
    LetterLine line;
    line.page = number;
    line.box = mm_box(piece.box, {}, page.px_per_mm);
    const cv::Mat cut = cut_line(page.grey, blots, piece, margin_px);
    const cv::Point origin(std::max(0, piece.box.x - 2) - margin_px,
                           std::max(0, piece.box.y - 2) - margin_px);
    for (auto& word : engine.words_of_line(cut))
        line.words.push_back(
            {tidy(word.text), mm_box(word.box, origin, page.px_per_mm), word.confidence / 100});
    return line;
}

}  // namespace

std::string LetterLine::text() const {
    std::string joined;
    for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word.text;
    return joined;
}

double LetterLine::confidence() const {
    double least = words.empty() ? 0 : 1;
    for (const auto& word : words) least = std::min(least, word.confidence);
    return least;
}

std::size_t LetterPage::words() const {
    return std::accumulate(lines.begin(), lines.end(), std::size_t{0},
                           [](std::size_t sum, const auto& line) { return sum + line.words.size(); });
}

LetterPage recognise_lines(UprightPage& page, int number, LetterModels models) {
    LetterPage read;
    read.page = number;
    auto blots = find_blots(page);
    auto pieces = text_lines(page, blots);
    if (!pieces.empty() && pieces.size() <= most_lines) {
        const int before = page.rotated_deg;
        settle_up_and_down(page, models.text);
        if (page.rotated_deg != before) {
            blots = find_blots(page);
            pieces = text_lines(page, blots);
        }
        NumberLooker numbers(page, blots, models.digits);
        for (const auto& piece : pieces) {
            auto line = read_line(page, blots, piece, number, models.text);
            set_words_apart(line);
            numbers.look(piece, line);
            if (!line.words.empty()) read.lines.push_back(std::move(line));
        }
    }
    read.width_mm = page.grey.cols / page.px_per_mm;
    read.height_mm = page.grey.rows / page.px_per_mm;
    return read;
}

}  // namespace sanad::ocr
