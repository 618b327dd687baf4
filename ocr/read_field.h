// One field of a registered page to one reading, by its kind. Included by ocr/*.cpp only.
//
// Every function gives the key, page, box, state, value and confidence; `accepted` is set in one place only,
// by settle_acceptance (acceptance.h).
#pragma once

#include "core/reading.h"
#include "ocr/digits.h"
#include "ocr/text_engine.h"
#include "ocr/text_witness.h"
#include "ocr/zones.h"
#include "templates/template.h"

namespace sanad::ocr {

Reading blank_reading(const templates::Field& field, ReadState state);

// Text by Tesseract, its reading held against the ink by the witness (none: less is known of it), numbers in it by `digits` (none: as
// Tesseract has them). What was written by hand, or holds digits, is a suggestion of low confidence.
struct TextSeen {
    Reading reading;
    double if_typed = 0;   // its confidence where the page is known to be typed: that of short words is more
    bool by_hand = false;  // some line looks so
};

TextSeen read_text(const FlatPage& page, const templates::Field& field, TextEngine& engine,
                   const TextWitness* witness = nullptr, const DigitReader* digits = nullptr);

// Signatures, photos, notes: whether something is there. Value "present".
Reading read_presence(const FlatPage& page, const templates::Field& field);

// The cells of one number field as they are cut from the page, without the printed prefix.
std::vector<CellImage> cells_of(const FlatPage& page, const templates::Field& field);

// The cells of one number field, before the set of its digits is settled.
struct NumberCells {
    const templates::Field* field = nullptr;
    std::vector<CellReading> cells;
    double palest = 1;  // palest_digit (ocr/cell_contrast.h)
};

NumberCells read_cells(const FlatPage& page, const templates::Field& field, const DigitReader& digits);

// What the page's other cells say together about its digits.
PageEvidence page_evidence(const std::vector<NumberCells>& all, const NumberCells* but);

struct NumberSeen {
    Reading reading;
    bool printed = false;  // hardly by a hand
};

NumberSeen read_number(const NumberCells& cells, const DigitReader& digits, const PageEvidence& page);

}  // namespace sanad::ocr
