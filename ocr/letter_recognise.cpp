#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "ocr/letter_anchors.h"
#include "ocr/letter_numbers.h"
#include "ocr/letter_page.h"
#include "ocr/letter_text.h"

namespace sanad::ocr {
namespace {

constexpr int margin_px = 10;
constexpr std::size_t most_lines = 160;  // of a page; beyond it is no letter, and reading would take long
constexpr std::size_t probes = 3;        // lines that tell whether the page stands on its head
constexpr double sure = 82;              // mean confidence of words that were not read upside down
constexpr double least_height_mm = 0.9;
constexpr double usual_scale = 0.5;  // of 300 dpi: thin strokes of joined letters are read better small

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

// Where the line's ink is, in the picture that is cut at `origin`.
std::vector<cv::Rect> ink_of(const PageBlots& blots, const LinePiece& piece, cv::Point origin) {
    std::vector<cv::Rect> ink;
    for (const int label : piece.blots) ink.push_back(blots.rect(label) - origin);
    return ink;
}

// Width of the ink that no word was read in.
int overlooked(const std::vector<SeenWord>& words, const std::vector<cv::Rect>& ink) {
    int width = 0;
    for (const auto& blot : ink) {
        const int middle = blot.x + blot.width / 2;
        const bool seen = std::any_of(words.begin(), words.end(), [&](const SeenWord& word) {
            return middle >= word.box.x - 2 && middle <= word.box.br().x + 2;
        });
        if (!seen) width += blot.width;
    }
    return width;
}

// At one size, with the boxes of the words in the picture as it was cut.
std::vector<SeenWord> words_at(const cv::Mat& cut, double scale, TextEngine& engine) {
    cv::Mat other = cut;
    if (scale != 1) cv::resize(cut, other, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    auto words = engine.words_of_line(other);
    for (auto& word : words)
        word.box = {static_cast<int>(word.box.x / scale), static_cast<int>(word.box.y / scale),
                    static_cast<int>(word.box.width / scale), static_cast<int>(word.box.height / scale)};
    return words;
}

// The recogniser passes over whole words now and then: such a line is tried at other sizes.
std::vector<SeenWord> words_of(const cv::Mat& cut, const std::vector<cv::Rect>& ink, TextEngine& engine,
                               double text_height) {
    auto words = words_at(cut, usual_scale, engine);
    int missing = overlooked(words, ink);
    for (const double scale : {0.7, 1.0, 1.4}) {
        if (missing < 0.8 * text_height) break;
        auto again = words_at(cut, scale, engine);
        const int missing_again = overlooked(again, ink);
        if (missing_again >= missing) continue;
        words = std::move(again);
        missing = missing_again;
    }
    return words;
}

LetterLine read_line(const UprightPage& page, const PageBlots& blots, const LinePiece& piece, int number,
                     TextEngine& engine) {
    LetterLine line;
    line.page = number;
    line.box = mm_box(piece.box, {}, page.px_per_mm);
    const cv::Mat cut = cut_line(page.grey, blots, piece, margin_px);
    const cv::Point origin(std::max(0, piece.box.x - 2) - margin_px,
                           std::max(0, piece.box.y - 2) - margin_px);
    for (auto& word : words_of(cut, ink_of(blots, piece, origin), engine, blots.text_height))
        line.words.push_back(
            {tidy(word.text), mm_box(word.box, origin, page.px_per_mm), word.confidence / 100});
    return line;
}

// Lines that hold what a label beside or above them names: a number.
std::map<std::size_t, Anchor> asked_for(const LetterPage& page) {
    std::map<std::size_t, Anchor> lines;
    const LetterText text({page});
    for (std::size_t i = 0; i < text.size(); ++i)
        for (const auto& hit : text.at(i).hits) {
            if (!asks_for_number(hit.anchor) || hit.end != text.at(i).line.words.size()) continue;
            for (const auto line : text.value_of(i, hit).lines) lines.emplace(line, hit.anchor);
        }
    return lines;
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
        std::vector<const LinePiece*> read_in;
        for (const auto& piece : pieces) {
            auto line = read_line(page, blots, piece, number, models.text);
            set_words_apart(line);
            if (line.words.empty()) continue;
            read.lines.push_back(std::move(line));
            read_in.push_back(&piece);
        }
        NumberLooker numbers(page, blots, models.digits);
        const auto asked = asked_for(read);
        for (std::size_t i = 0; i < read.lines.size(); ++i) {
            const auto by = asked.find(i);
            numbers.look(*read_in[i], read.lines[i],
                         by == asked.end() ? std::nullopt : std::optional(by->second));
        }
    }
    read.width_mm = page.grey.cols / page.px_per_mm;
    read.height_mm = page.grey.rows / page.px_per_mm;
    return read;
}

}  // namespace sanad::ocr
