#include "ocr/training/calibrate_numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/digits_number.h"
#include "ocr/training/made_numbers.h"

namespace sanad::ocr::training {
namespace {

using strokes::chance;
using strokes::uniform;

constexpr std::size_t least_pool = 60;
constexpr std::size_t most_levels = 40;
constexpr int numbers_a_field = 8;  // of each rule
constexpr double breaks_rule = 0.03;
constexpr double dirty = 0.05;  // a number with dirt in the cell after it
// A number with a cell that is crossed out or no digit: by a pen, and among print.
constexpr double spoiled = 0.01, spoiled_print = 0.002;
// A number on a page that has others, and whether those are of the same pen or print.
constexpr double beside_others = 0.8, of_one_kind = 0.97;

struct Level {
    double from = 0;  // sum of the log odds
    double count = 0, right = 0;
    double probability() const { return (right + 0.5) / (count + 1.5); }
};

Quality any_quality(strokes::Random& random) {
    const double luck = uniform(random, 0, 1);
    return luck < 0.35 ? Quality::clean : luck < 0.87 ? Quality::ordinary : Quality::bad;
}

PageEvidence any_page(bool arabic, bool printed, strokes::Random& random) {
    constexpr double clear = 6;  // log odds
    if (!chance(random, beside_others)) return {};
    return {arabic ? clear : -clear, chance(random, of_one_kind) == printed ? clear : -clear};
}

}  // namespace

NumberOutcomes observe_numbers(const DigitModel& model, const FontDigits& unseen, std::uint64_t seed,
                               int fields) {
    CellMaker maker(unseen, seed);
    strokes::Random random(seed + 1);
    NumberOutcomes out;
    for (int i = 0; i < fields; ++i) {
        const Origin origin = i % 2 == 0 ? Origin::pen : Origin::font;
        const bool arabic = chance(random, 0.6);
        const FieldOfCells field(maker, model, origin, any_quality(random), arabic, random);
        for (std::size_t r = 0; r < number_rules; ++r)
            for (int n = 0; n < numbers_a_field; ++n) {
                const auto rule = static_cast<NumberRule>(r);
                std::string truth = draw_number(rule, breaks_rule, random);
                auto cells = field.write(truth, random);
                if (rule == NumberRule::none && chance(random, dirty)) cells.push_back(field.speck());
                if (chance(random, origin == Origin::font ? spoiled_print : spoiled)) {
                    cells[strokes::pick(random, cells.size())] = field.spoiled();
                    truth = "nothing that may be read";
                }
                const RawNumber raw =
                    raw_number_of_cells(cells, rule, any_page(arabic, origin == Origin::font, random));
                if (raw.value.empty()) continue;
                out[r][raw.printed > 0.5 ? 1 : 0][raw.changed_by_rule ? 1 : 0].push_back(
                    {log_odds(raw.posterior), raw.value == truth});
            }
    }
    return out;
}

Curve rising_curve(std::vector<Outcome> outcomes) {
    constexpr std::size_t too_few = 20;
    if (outcomes.size() < too_few) return {{0, 0}};  // never more than an even chance
    std::sort(outcomes.begin(), outcomes.end(),
              [](const auto& a, const auto& b) { return a.log_odds < b.log_odds; });
    std::vector<Level> levels;
    const std::size_t pool = std::max(least_pool, outcomes.size() / most_levels);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const bool rest_is_small = outcomes.size() - i < pool;
        const bool tie = i > 0 && outcomes[i].log_odds == outcomes[i - 1].log_odds;
        const bool full = !levels.empty() && levels.back().count >= static_cast<double>(pool);
        if (levels.empty() || (full && !rest_is_small && !tie)) levels.push_back({});
        Level& last = levels.back();
        last.from += outcomes[i].log_odds, last.count += 1, last.right += outcomes[i].right ? 1 : 0;
    }
    std::vector<Level> pooled;
    for (const auto& level : levels) {
        pooled.push_back(level);
        while (pooled.size() > 1 && pooled[pooled.size() - 2].right * pooled.back().count >=
                                        pooled.back().right * pooled[pooled.size() - 2].count) {
            const Level last = pooled.back();
            pooled.pop_back();
            pooled.back().from += last.from, pooled.back().count += last.count,
                pooled.back().right += last.right;
        }
    }
    Curve curve;
    for (const auto& level : pooled) {
        const CurvePoint point{static_cast<float>(level.from / level.count),
                               static_cast<float>(log_odds(level.probability()))};
        if (curve.empty() || (point.from > curve.back().from && point.to >= curve.back().to))
            curve.push_back(point);
    }
    return curve;
}

void calibrate_numbers(DigitModel& model, const FontDigits& unseen, std::uint64_t seed, int fields) {
    model.curves = {};
    const NumberOutcomes fit = observe_numbers(model, unseen, seed, fields);
    for (std::size_t r = 0; r < number_rules; ++r)
        for (std::size_t printed = 0; printed < 2; ++printed)
            for (std::size_t changed = 0; changed < 2; ++changed)
                model.curves.of[r][printed][changed] = rising_curve(fit[r][printed][changed]);
}

}  // namespace sanad::ocr::training
