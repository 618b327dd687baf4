// One line of text to a reading and how likely that is right. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

#include "ocr/digits.h"
#include "ocr/text_engine.h"
#include "ocr/text_witness.h"

namespace sanad::ocr {

struct LineReading {
    RecognisedText seen;
    Testimony testimony;       // of the witness about it
    bool handwritten = false;  // looks so to the models: not accepted
    bool by_hand = false;      // and to the witness too
    double contrast = 0;       // edge_contrast of the line
    double slant = 0;          // slant_deg of the line
    double chance = 0;         // of its being right as names are compared
    double if_typed = 0;       // the same where it is known otherwise that it was typed
};

// What the models read of the line, held against its ink. `witness` may be null. What was written by hand, or
// holds digits (the Arabic models cannot write most of them), has little chance.
LineReading judged(const cv::Mat& grey, RecognisedText seen, const TextWitness* witness);

// The line read by `engine` and judged. Numbers in it are read by `digits` where the witness sees them, and
// the words between them by themselves; without a witness, or `digits` null, that is left out.
LineReading read_line(const cv::Mat& grey, TextEngine& engine, const TextWitness* witness,
                      const DigitReader* digits);

}  // namespace sanad::ocr
