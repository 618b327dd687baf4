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

TextSeen read_text(const FlatPage& page, const templates::Field& field, TextEngine& engine,
                   const TextWitness* witness, const DigitReader* digits) {
    TextSeen seen{blank_reading(field, ReadState::empty)};
    Reading& reading = seen.reading;
    reading.model = "tesseract-ara-4.0.0_best_int+fast";
    if (witness != nullptr) reading.model += "+" + witness->name();
    const auto crop = cut_text(page, field);
    if (crop.lines.empty()) {
        seen.if_typed = reading.confidence = crop.specks ? 0.995 : 0.9999;
        return seen;
    }
    reading.confidence = seen.if_typed = 1;
    for (const auto& line : crop.lines) {
        const auto read = read_line(line.grey, engine, witness, digits);
        reading.confidence *= read.chance;
        seen.if_typed *= read.if_typed;
        seen.by_hand = seen.by_hand || read.by_hand;
        if (read.seen.text.empty()) continue;
        reading.text += (reading.text.empty() ? "" : "\n") + read.seen.text;
    }
    if (!stands_clear(page, field, crop)) {
        reading.confidence = std::min(reading.confidence, covered);
        seen.if_typed = std::min(seen.if_typed, covered);
    }
    reading.value = tidy(reading.text);
    reading.state = reading.value.empty() ? ReadState::illegible : ReadState::read;
    if (reading.state == ReadState::illegible) reading.confidence = seen.if_typed = 0;
    return seen;
}

}  // namespace sanad::ocr
