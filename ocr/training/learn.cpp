#include "ocr/learn.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/hash.h"
#include "ocr/digits_number.h"
#include "ocr/digits_posterior.h"
#include "ocr/training/calibrate.h"
#include "ocr/training/calibrate_numbers.h"
#include "ocr/training/teach.h"

namespace sanad::ocr {
namespace {

using namespace training;

constexpr int mixed_cells = 1500;
// More of the mixed cells may be lost than this only by chance.
constexpr double most_lost = 0.006;

bool held_out_document(const std::string& document) { return sha256(document)[0] % 4 == 0; }

// The cells with ink, where they are as many as the digits; else none.
std::vector<ConfirmedCell> cells_of(const ConfirmedNumber& number, const DigitModel& model) {
    std::vector<ConfirmedCell> out;
    double odds = 0;
    for (const auto& image : number.cells) {
        CellInk ink = cell_ink(image);
        if (ink.blank) continue;
        odds += to_cell_reading(posterior(model, ink), false).log_odds_arabic;
        out.push_back({std::move(ink), 0, true});
    }
    if (out.size() != number.digits.size()) return {};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i].digit = number.digits[i] - '0';
        out[i].arabic = odds > 0;
        if (out[i].digit < 0 || out[i].digit > 9) return {};
    }
    return out;
}

// What the office's one dip is: whichever of two and three is written so more often.
OneDip habit_of(const DigitModel& model, const std::vector<ConfirmedCell>& cells) {
    double as_two = 0, as_three = 0;
    for (const auto& cell : cells) {
        if (!cell.arabic || (cell.digit != 2 && cell.digit != 3)) continue;
        const double p = posterior(model, cell.ink)[one_dip_class];
        (cell.digit == 2 ? as_two : as_three) += p;
    }
    constexpr double enough = 5;
    if (as_two + as_three < enough) return model.one_dip;
    return as_three > as_two ? OneDip::three : OneDip::two;
}

CellScore score(const DigitModel& model, const std::vector<ConfirmedCell>& cells) {
    CellScore out;
    for (const auto& cell : cells) {
        const CellReading reading =
            to_cell_reading(posterior(model, cell.ink), model.one_dip == OneDip::three);
        const auto p = chances(reading, cell.arabic);
        const auto digit = static_cast<std::size_t>(cell.digit);
        const double whole = std::max(0.0, 1 - reading.p_empty - reading.p_not_a_digit);
        ++out.cells;
        out.right += std::max_element(p.begin(), p.end()) == p.begin() + digit ? 1 : 0;
        out.loss -= std::log(std::max(1e-6, p[digit] * whole));
    }
    if (out.cells > 0) out.loss /= out.cells;
    return out;
}

std::vector<ConfirmedCell> mixed(CellMaker& maker) {
    std::vector<ConfirmedCell> out;
    while (out.size() < mixed_cells) {
        const MadeCell made = maker.any();
        if (made.label == no_digit || made.label == nothing) continue;
        CellInk ink = cell_ink(made.image);
        if (ink.blank) continue;
        const bool western = made.label >= western_from && made.label != one_dip_class;
        const std::size_t digit = made.label == one_dip_class ? 2
                                  : western                   ? made.label - western_from
                                                              : made.label;
        out.push_back({std::move(ink), static_cast<int>(digit), !western});
    }
    return out;
}

// "digits-5" becomes "digits-5+1", that "digits-5+2".
std::string next_name(const std::string& name) {
    const auto plus = name.rfind('+');
    if (plus == std::string::npos) return name + "+1";
    int lessons = 0;
    std::from_chars(name.data() + plus + 1, name.data() + name.size(), lessons);
    return name.substr(0, plus + 1) + std::to_string(lessons + 1);
}

bool is_better(const Lesson& lesson) {
    const auto& [before, after] = std::pair{lesson.held_before, lesson.held_after};
    const bool here = after.right >= before.right && after.loss < before.loss;
    const double lost = static_cast<double>(lesson.mixed_before.right - lesson.mixed_after.right) /
                        std::max(1, lesson.mixed_before.cells);
    return here && lost <= most_lost;
}

}  // namespace

Lesson learn(std::string_view bytes, const std::vector<ConfirmedNumber>& confirmed,
             const LearnOptions& options) {
    const auto from = parse_model(bytes);
    if (!from) throw Error(ErrorCode::corrupt, "learn: not a digit model");
    const auto progress = [&](int percent) {
        if (options.progress) options.progress(percent);
    };
    Lesson lesson;
    std::vector<ConfirmedCell> taught, held;
    std::set<std::string> documents;
    for (const auto& number : confirmed) {
        const auto cells = cells_of(number, *from);
        if (cells.empty()) continue;
        documents.insert(number.document);
        ++lesson.numbers;
        auto& into = held_out_document(number.document) ? held : taught;
        into.insert(into.end(), cells.begin(), cells.end());
    }
    lesson.documents = static_cast<int>(documents.size());
    lesson.taught = static_cast<int>(taught.size());
    if (lesson.taught < options.least_cells || static_cast<int>(held.size()) * 8 < options.least_cells)
        return lesson;
    progress(10);
    const FontDigits fonts(options.fonts, false), unseen(options.fonts, true);
    // An office has few fonts beside those that the shipped model holds out; then those go on being shown.
    const bool few = fonts.count(Script::arabic) == 0 || fonts.count(Script::western) == 0;
    CellMaker maker(few ? unseen : fonts, options.seed), other(unseen, options.seed + 1);
    const auto elsewhere = mixed(other);
    lesson.held_before = score(*from, held);
    lesson.mixed_before = score(*from, elsewhere);
    progress(20);
    auto begin = *from;
    begin.one_dip = habit_of(*from, taught);
    DigitModel model = teach(begin, taught, maker, options.seed + 2);
    model.name = next_name(from->name);
    progress(60);
    calibrate(model, unseen, options.seed + 3, options.calibration_cells);
    calibrate_numbers(model, unseen, options.seed + 4, options.calibration_fields);
    progress(100);
    lesson.held_after = score(model, held);
    // Made hands have the common habit, whatever this office's is.
    auto common = model;
    common.one_dip = from->one_dip;
    lesson.mixed_after = score(common, elsewhere);
    lesson.better = is_better(lesson);
    lesson.name = model.name;
    lesson.model = model_bytes(model);
    return lesson;
}

}  // namespace sanad::ocr
