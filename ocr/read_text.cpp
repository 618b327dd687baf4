#include <algorithm>
#include <cmath>

#include "core/arabic.h"
#include "ocr/handwriting.h"
#include "ocr/read_field.h"
#include "ocr/text_crop.h"

namespace sanad::ocr {
namespace {

bool has_digit(const std::string& text) {
    const std::string western = western_digits(text);
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Share of made fields whose text was right as names are compared, by whether the readings agree and how sure
// the surest one was: docs/reading.md.
struct Chance {
    bool agreed;
    double from_mean;
    double right;
};
constexpr Chance chances[] = {
    {true, 92, 0.98}, {true, 88, 0.96}, {true, 80, 0.85},
    {true, 0, 0.75},  {false, 90, 0.7}, {false, 80, 0.43},
};
constexpr double unsure = 0.05;

double chance_of_right(const RecognisedText& seen) {
    for (const auto& row : chances)
        if (row.agreed == (seen.agreeing > 1) && seen.mean >= row.from_mean) return row.right;
    return unsure;
}

double confidence_of(const TextLine& line, const RecognisedText& seen) {
    double confidence = chance_of_right(seen);
    if (has_digit(seen.text)) confidence = std::min(confidence, 0.2);
    if (looks_handwritten(line.grey, seen)) confidence = std::min(confidence, unsure);
    return confidence;
}

}  // namespace

Reading read_text(const FlatPage& page, const templates::Field& field, TextEngine& engine) {
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "tesseract-ara-4.0.0_best_int+fast";
    const auto crop = cut_text(page, field);
    if (crop.lines.empty()) {
        reading.confidence = crop.specks ? 0.995 : 0.9999;
        return reading;
    }
    reading.confidence = 1;
    for (const auto& line : crop.lines) {
        const auto seen = engine.line(line.grey);
        reading.confidence *= confidence_of(line, seen);
        if (seen.text.empty()) continue;
        reading.text += (reading.text.empty() ? "" : "\n") + seen.text;
    }
    reading.value = tidy(reading.text);
    reading.state = reading.value.empty() ? ReadState::illegible : ReadState::read;
    if (reading.state == ReadState::illegible) reading.confidence = 0;
    return reading;
}

}  // namespace sanad::ocr
