#include "ocr/training/made_numbers.h"

#include <fmt/format.h>

#include "ocr/cell_ink.h"
#include "ocr/digits_posterior.h"
#include "ocr/digits_rules.h"
#include "ocr/digits_strings.h"

namespace sanad::ocr::training {
namespace {

using strokes::chance;
using strokes::pick;

constexpr double least_seen = 0.05;  // contrast

char digit(strokes::Random& random) { return static_cast<char>('0' + pick(random, 10)); }

std::string any_number(strokes::Random& random) {
    std::string out(1, static_cast<char>('1' + pick(random, 9)));
    for (std::size_t left = pick(random, 10); left > 0; --left) out += digit(random);
    return out;
}

// Of people that are alive, and of papers of the last years: Gregorian or Hijri.
std::string any_date(strokes::Random& random) {
    const std::size_t back = chance(random, 0.4) ? pick(random, 4) : pick(random, 90);
    const std::size_t year = chance(random, 0.5) ? 2026 - back : 1448 - back;
    return fmt::format("{:02}{:02}{}", 1 + pick(random, 29), 1 + pick(random, 12), year);
}

std::string any_phone(strokes::Random& random) {
    std::string out = "05";
    while (out.size() < 10) out += digit(random);
    return out;
}

std::string keeping(const RuleMachine& rule, strokes::Random& random) {
    for (;;) {
        std::string out(rule.length, '0');
        for (auto& place : out) place = digit(random);
        if (keeps(rule, out)) return out;
    }
}

}  // namespace

std::string draw_number(NumberRule rule, double breaks, strokes::Random& random) {
    const RuleMachine* machine = machine_of(rule);
    if (machine == nullptr) return any_number(random);
    std::string out = rule == NumberRule::date_ddmmyyyy ? any_date(random)
                      : rule == NumberRule::phone       ? any_phone(random)
                                                        : keeping(*machine, random);
    if (chance(random, breaks)) out[pick(random, out.size())] = digit(random);
    return out;
}

FieldOfCells::FieldOfCells(CellMaker& maker, const DigitModel& model, Origin origin, Quality quality,
                           bool arabic, strokes::Random& random) {
    FieldStyle style = maker.style(origin, quality);
    const bool hook = origin == Origin::pen && chance(random, 0.6);
    // Pale ink may be gone from a black-and-white scan. Nobody would see a digit there: it is written again.
    const auto ink_that_shows = [&](std::size_t label) {
        CellInk ink = cell_ink(maker.make_in(style, label).image);
        for (int tries = 0; tries < 5 && ink.blank && ink.contrast < least_seen; ++tries)
            ink = cell_ink(maker.make_in(style, label).image);
        return ink;
    };
    const auto read = [&](std::size_t label) {
        const CellInk ink =
            label == nothing ? cell_ink(maker.make_in(style, label).image) : ink_that_shows(label);
        return ink.blank ? blank_cell(ink.dust) : to_cell_reading(posterior(model, ink), false);
    };
    for (std::size_t d = 0; d < 10; ++d)
        for (auto& cell : cells_[d])
            cell = read(!arabic ? western_from + d : d == 2 && !hook ? one_dip_class : d);
    speck_ = read(nothing);
    spoiled_ = read(no_digit);
}

std::vector<CellReading> FieldOfCells::write(const std::string& digits, strokes::Random& random) const {
    std::vector<CellReading> out;
    for (const char digit : digits)
        out.push_back(cells_[static_cast<std::size_t>(digit - '0')][pick(random, each)]);
    return out;
}

}  // namespace sanad::ocr::training
