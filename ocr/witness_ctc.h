// How likely what a network saw column by column is for a row of signs: every way in which the columns can be
// shared out among them added up (connectionist temporal classification). Included by ocr/*.cpp and
// ocr/training/*.cpp only.
#pragma once

#include <cstdint>
#include <vector>

namespace sanad::ocr {

// The columns in which a sign may be seen, [from, until).
struct Span {
    int from = 0;
    int until = 0;
};

// log P(signs | what was seen); `logs` are log probabilities, columns x sign_count, signs from left to right.
// Minus infinity where they have no room.
double log_chance(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs);

// The same, each sign held to its span; `share`, columns x sign_count, becomes the probability of each sign
// in each column, given that they all are seen.
double log_chance_within(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs,
                         const std::vector<Span>& spans, std::vector<float>& share);

// The most likely sign of each column, without blanks, and the columns [from, until) that say so in a row.
struct SignRun {
    std::uint8_t sign = 0;
    int from = 0, until = 0;
};
std::vector<SignRun> plainest_runs(const std::vector<float>& logs);
std::vector<std::uint8_t> plainest(const std::vector<float>& logs);  // the signs alone

}  // namespace sanad::ocr
