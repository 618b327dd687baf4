#include <algorithm>
#include <cmath>

#include "core/arabic.h"
#include "ocr/cell_contrast.h"
#include "ocr/cell_cut.h"
#include "ocr/digits_number.h"
#include "ocr/normalise.h"
#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

constexpr double strongest_prior = 12;  // log odds
constexpr double surely_printed = 0.8;
constexpr double shines_through = 0.45;  // what was written has 0.6, the back of a sheet 0.31 at most
constexpr double of_what_shines_through = 0.9;

GreyView view_of(const FlatPage& page) {
    return {{page.grey.data, page.grey.total()}, page.grey.cols, page.grey.rows, zone_px_per_mm};
}

NumberRule rule_of(templates::Kind kind) {
    switch (kind) {
        case templates::Kind::national_id:
            return NumberRule::national_id;
        case templates::Kind::iban:
            return NumberRule::iban;
        case templates::Kind::phone:
            return NumberRule::phone;
        case templates::Kind::date:
            return NumberRule::date_ddmmyyyy;
        default:
            return NumberRule::none;
    }
}

// Alternatives as values; those that can't be one are left out.
std::vector<Alternative> normal_alternatives(const templates::Field& field,
                                             const std::vector<Alternative>& from, const std::string& but) {
    std::vector<Alternative> list;
    for (const auto& other : from) {
        const auto normal = normalise(field, other.value);
        if (normal && normal->value != but) list.push_back({normal->value, other.confidence});
    }
    return list;
}

Reading reading_of(const templates::Field& field, const NumberReading& seen, const std::string& model) {
    Reading reading = blank_reading(field, ReadState::illegible);
    reading.model = model;
    reading.state = seen.state;
    reading.text = seen.text;
    reading.confidence = seen.confidence;
    if (seen.state == ReadState::empty) return reading;
    if (field.kind == templates::Kind::date) reading.written = written_date(seen.value);
    const auto normal = seen.state == ReadState::read ? normalise(field, seen.value) : std::nullopt;
    reading.alternatives = normal_alternatives(field, seen.alternatives, normal ? normal->value : "");
    if (!normal) {  // illegible, or a day that does not exist: shown as written, never turned into a value
        reading.state = ReadState::illegible;
        reading.confidence = 0;
        return reading;
    }
    reading.value = normal->value;
    reading.calendar = normal->calendar;
    if (!normal->written.empty()) reading.written = normal->written;
    return reading;
}

}  // namespace

std::vector<CellImage> cells_of(const FlatPage& page, const templates::Field& field) {
    const std::size_t printed = std::min(code_points(field.prefix), field.cell_boxes.size());
    const std::vector<BoxMm> cells(field.cell_boxes.begin() + static_cast<long>(printed),
                                   field.cell_boxes.end());
    return cut_cells(view_of(page), cells);
}

NumberCells read_cells(const FlatPage& page, const templates::Field& field, const DigitReader& digits) {
    const auto images = cells_of(page, field);
    NumberCells cells{&field, digits.cells(images)};
    cells.palest = palest_digit(images, cells.cells);
    return cells;
}

PageEvidence page_evidence(const std::vector<NumberCells>& all, const NumberCells* but) {
    PageEvidence sum;
    for (const auto& one : all) {
        if (&one == but) continue;
        sum.printed += print_evidence(one.cells);
        for (const auto& cell : one.cells)
            if (cell.state == CellState::digit) sum.arabic += cell.log_odds_arabic;
    }
    sum.arabic = std::clamp(sum.arabic, -strongest_prior, strongest_prior);
    return sum;
}

NumberSeen read_number(const NumberCells& cells, const DigitReader& digits, const PageEvidence& page) {
    const auto seen = digits.number(cells.cells, rule_of(cells.field->kind), page);
    auto reading = reading_of(*cells.field, seen, digits.model_name());
    if (cells.palest < shines_through)
        reading.confidence = std::min(reading.confidence, of_what_shines_through);
    return {std::move(reading), seen.printed >= surely_printed};
}

}  // namespace sanad::ocr
