#include <algorithm>

#include "core/arabic.h"
#include "ocr/read_field.h"
#include "ocr/read_line.h"
#include "ocr/text_crop.h"
#include "ocr/text_doubt.h"

namespace sanad::ocr {
namespace {

constexpr double covered = 0.98;  // at most, of what does not stand clear

}  // namespace

Reading read_text(const FlatPage& page, const templates::Field& field, TextEngine& engine,
                  const TextWitness* witness) {
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "tesseract-ara-4.0.0_best_int+fast";
    if (witness != nullptr) reading.model += "+" + witness->name();
    const auto crop = cut_text(page, field);
    if (crop.lines.empty()) {
        reading.confidence = crop.specks ? 0.995 : 0.9999;
        return reading;
    }
    reading.confidence = 1;
    for (const auto& line : crop.lines) {
        const auto read = judged(line.grey, engine.line(line.grey), witness);
        reading.confidence *= read.chance;
        if (read.seen.text.empty()) continue;
        reading.text += (reading.text.empty() ? "" : "\n") + read.seen.text;
    }
    if (!stands_clear(page, field, crop)) reading.confidence = std::min(reading.confidence, covered);
    reading.value = tidy(reading.text);
    reading.state = reading.value.empty() ? ReadState::illegible : ReadState::read;
    if (reading.state == ReadState::illegible) reading.confidence = 0;
    return reading;
}

}  // namespace sanad::ocr
