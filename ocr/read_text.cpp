#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "ocr/handwriting.h"
#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

constexpr double above_mm = 0.3;          // the label of our own papers ends 0.4 mm above the box
constexpr double smallest_text_mm = 0.7;  // a box whose largest blot is smaller is empty: dust
constexpr double least_ink_mm2 = 0.3;
constexpr double remnant_mm = 0.45;  // to both sides of a printed line
constexpr int margin_px = 10;        // white around what Tesseract is given

// A remnant of a printed line: small, and all of it where one of the box's lines is.
bool is_remnant(const Blot& blot, const templates::Field& field) {
    const double top = blot.bounds.y / zone_px_per_mm, bottom = blot.bounds.br().y / zone_px_per_mm;
    const double left = blot.bounds.x / zone_px_per_mm, right = blot.bounds.br().x / zone_px_per_mm;
    const auto& box = field.box;
    const double pitch = box.h / std::max(1, field.lines);
    const double to_line = std::round((top + bottom - 2 * box.y) / 2 / pitch) * pitch + box.y;
    if (top > to_line - remnant_mm && bottom < to_line + remnant_mm && right - left < 2 * remnant_mm)
        return true;
    for (const double side : {box.x, box.right()})
        if (left > side - remnant_mm && right < side + remnant_mm && bottom - top < 2 * remnant_mm)
            return true;
    return false;
}

// The blots that belong to the field: their middle lies in its box.
std::vector<Blot> own_blots(const Ink& ink, const templates::Field& field, const cv::Rect& box) {
    std::vector<Blot> own;
    for (const auto& blot : ink.blots) {
        const bool inside = box.contains({static_cast<int>(blot.centre.x), static_cast<int>(blot.centre.y)});
        if (inside && !is_remnant(blot, field)) own.push_back(blot);
    }
    return own;
}

bool is_empty(const std::vector<Blot>& blots) {
    int area = 0, largest = 0;
    for (const auto& blot : blots) {
        area += blot.area;
        largest = std::max({largest, blot.bounds.width, blot.bounds.height});
    }
    return largest < smallest_text_mm * zone_px_per_mm ||
           area < least_ink_mm2 * zone_px_per_mm * zone_px_per_mm;
}

// What was written, cut tight, on white, without the blots that are not the field's own.
cv::Mat cut_writing(const FlatPage& page, const Ink& ink, const std::vector<Blot>& own) {
    cv::Mat mine = cv::Mat::zeros(ink.labels.size(), CV_8U);
    cv::Rect all;
    for (const auto& blot : own) {
        const cv::Rect local = blot.bounds - ink.region.tl();
        mine(local).setTo(255, ink.labels(local) == blot.label);
        all = all.empty() ? local : all | local;
    }
    cv::dilate(mine, mine,
               cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));  // with the soft edges of the strokes
    cv::Mat cut(ink.labels.size(), CV_8U, cv::Scalar(255));
    page.filled(ink.region).copyTo(cut, mine);
    cv::Mat tight;
    const cv::Rect bounds =
        cv::Rect(all.x - 2, all.y - 2, all.width + 4, all.height + 4) & cv::Rect({}, cut.size());
    cv::copyMakeBorder(cut(bounds), tight, margin_px, margin_px, margin_px, margin_px, cv::BORDER_CONSTANT,
                       255);
    return tight;
}

bool has_digit(const std::string& text) {
    const std::string western = western_digits(text);
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Share of printed fields whose text was exactly right, by the confidence of the least sure word:
// docs/reading.md.
double chance_of_right(const RecognisedText& seen) {
    if (seen.lowest >= 94) return 0.93;
    if (seen.lowest >= 90) return 0.85;
    if (seen.lowest >= 80) return 0.65;
    if (seen.lowest >= 60) return 0.4;
    return 0.15;
}

}  // namespace

Reading read_text(const FlatPage& page, const templates::Field& field, TextEngine& engine) {
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "tesseract-ara-4.0.0_best_int";
    const Ink ink = find_ink(page, grown(field.box, above_mm));
    const auto own = own_blots(ink, field, px_rect(field.box, page.filled.size()));
    if (is_empty(own)) {
        reading.confidence = own.empty() ? 0.9999 : 0.995;
        return reading;
    }
    const cv::Mat writing = cut_writing(page, ink, own);
    const auto seen = field.lines > 1 ? engine.block(writing) : engine.line(writing);
    if (seen.text.empty()) {
        reading.state = ReadState::illegible;
        return reading;
    }
    reading.state = ReadState::read;
    reading.text = seen.text;
    reading.value = tidy(seen.text);
    reading.confidence = chance_of_right(seen);
    if (has_digit(seen.text)) reading.confidence = std::min(reading.confidence, 0.2);
    if (looks_handwritten(writing, seen)) reading.confidence = std::min(reading.confidence, 0.1);
    return reading;
}

}  // namespace sanad::ocr
