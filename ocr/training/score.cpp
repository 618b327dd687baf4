#include "ocr/training/score.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/identifiers.h"
#include "ocr/digits_number.h"
#include "ocr/training/chance.h"
#include "ocr/training/made_numbers.h"

namespace sanad::ocr::training {
namespace {

constexpr double sure_from = 0.999;

struct Bin {
    int count = 0, right = 0;
    double confidence = 0;
};

std::string identity_number(strokes::Random& random, bool keeping_rule) {
    std::string digits = strokes::chance(random, 0.5) ? "1" : "2";
    for (int i = 0; i < 8; ++i) digits += static_cast<char>('0' + strokes::pick(random, 10));
    digits += '0';
    while (!national_id_valid(digits)) ++digits.back();
    if (!keeping_rule)
        digits.back() = static_cast<char>(
            '0' + (digits.back() - '0' + 1 + static_cast<int>(strokes::pick(random, 9))) % 10);
    return digits;
}

}  // namespace

DigitScore score_digits(const std::vector<CellReading>& read, const std::vector<RealDigit>& real) {
    DigitScore score;
    std::array<Bin, 10> bins = {};
    for (std::size_t i = 0; i < read.size(); ++i) {
        const CellReading& cell = read[i];
        const auto p = chances(cell, true);
        const auto best = std::max_element(p.begin(), p.end());
        const auto digit = static_cast<std::size_t>(best - p.begin());
        const double confidence = *best * (1 - cell.p_empty - cell.p_not_a_digit);
        const bool seen = cell.state == CellState::digit;
        const auto truth = static_cast<std::size_t>(real[i].digit);
        const bool right = digit == truth;
        ++score.count;
        ++score.confused[truth][digit];
        score.confused[truth][10] += seen ? 0 : 1;
        score.right += right ? 1 : 0;
        score.not_read += seen ? 0 : 1;
        if (seen && confidence >= sure_from) ++score.sure, score.sure_wrong += right ? 0 : 1;
        if (!seen) continue;
        Bin& bin = bins[std::min<std::size_t>(9, static_cast<std::size_t>(confidence * 10))];
        ++bin.count;
        bin.right += right ? 1 : 0;
        bin.confidence += confidence;
    }
    for (const auto& bin : bins)
        score.calibration_error += std::abs(bin.confidence - bin.right) / std::max(1, score.count);
    return score;
}

NumberScore score_numbers(const DigitReader& reader, const std::vector<CellReading>& read,
                          const std::vector<RealDigit>& real, const NumbersAsked& asked) {
    std::array<std::vector<std::size_t>, 10> of_digit;
    for (std::size_t i = 0; i < real.size(); ++i)
        of_digit[static_cast<std::size_t>(real[i].digit)].push_back(i);
    strokes::Random random(asked.seed);
    NumberScore score;
    for (const auto& cells : of_digit)
        if (cells.empty()) return score;  // a sample in which a digit is missing
    for (int n = 0; n < asked.count; ++n) {
        const std::string truth = asked.rule == NumberRule::national_id
                                      ? identity_number(random, asked.keeping_rule)
                                      : draw_number(asked.rule, 0, random);
        std::vector<CellReading> cells;
        for (const char digit : truth) {
            const auto& choice = of_digit[static_cast<std::size_t>(digit - '0')];
            cells.push_back(read[choice[strokes::pick(random, choice.size())]]);
        }
        const NumberReading ink = reader.number(cells, NumberRule::none);
        const NumberReading number = reader.number(cells, asked.rule);
        ++score.count;
        score.ink_right += ink.value == truth ? 1 : 0;
        score.right += number.value == truth ? 1 : 0;
        score.set_right += number.arabic_digits ? 1 : 0;
        if (number.state == ReadState::read && number.confidence >= asked.accept_from) {
            ++score.accepted;
            score.accepted_wrong += number.value == truth ? 0 : 1;
        }
    }
    return score;
}

}  // namespace sanad::ocr::training
