// How likely a line of text was read right. Included by ocr/*.cpp only.
#pragma once

#include "ocr/text_engine.h"
#include "ocr/text_witness.h"

namespace sanad::ocr {

// What a line's reading rests on.
struct TextEvidence {
    bool agreed = false;  // both models read it, as names are compared
    double mean = 0;      // confidence of the surer one, 0..100
    double rivals = 0;    // log odds of what differs in one character, by the ink (Testimony)
    bool known = false;   // nothing but known words
};

// Probability that the text is right as names are compared, 0..1; counted on made fields (decision 106).
double chance_of_right(const TextEvidence& evidence);
double chance_without_witness(const TextEvidence& evidence);

// Where the models read different texts, the one that the ink speaks for rather than the surer one, where it
// does so clearly. `testimony` becomes that about the text chosen.
RecognisedText witnessed(RecognisedText seen, const TextWitness::Sight& sight, Testimony& testimony);

}  // namespace sanad::ocr
