// What single fields of text were read as, added up: how many right, how many accepted, and how good the
// confidence is.
#pragma once

#include <string>
#include <vector>

namespace sanad::bench {

struct TextOutcome {
    std::string wording, face, quality;
    bool ordinary = false;  // an undamaged sheet at 200 to 300 dpi
    bool exact = false;     // as names are compared
    bool agreed = false;    // the models with each other
    double mean = 0, rivals = 0;
    double chance = 0;  // the confidence
    std::size_t letters = 0, errors = 0;
};

// How many and how many wrong, by what a confidence rests on: whether the models agree, how sure the surer
// one is, how strong the rivals are. Texts with digits and the like left out. What ocr/text_chance.cpp holds.
std::string counts_of(const std::vector<TextOutcome>& outcomes);

// By wording, by face, by quality, and the reliability of the confidence in levels; accepted from
// `threshold`.
std::string table_of(const std::vector<TextOutcome>& outcomes, double threshold);

}  // namespace sanad::bench
