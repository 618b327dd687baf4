#include "ocr/read_page.h"

#include <algorithm>

#include "ocr/acceptance.h"
#include "ocr/normalise.h"

namespace sanad::ocr {
namespace {

using templates::Kind;

std::vector<const templates::Field*> fields_of(const RecognisedPage& page) {
    std::vector<const templates::Field*> fields;
    for (const auto& field : page.paper->fields)
        if (field.page == page.finding.paper_page) fields.push_back(&field);
    return fields;
}

bool in_cells(const templates::Field& field) {
    return templates::has_cells(field.kind) && !field.cell_boxes.empty();
}

// A number without cells (another's paper) is no job for the text model, which can't write digits: ink or no
// ink is all that is said of it.
Reading ink_only(const FlatPage& page, const templates::Field& field) {
    Reading reading = read_presence(page, field);
    if (reading.state == ReadState::read) reading.state = ReadState::illegible;
    reading.value.clear();
    return reading;
}

Reading read_one(const FlatPage& page, const templates::Field& field, TextEngine& engine) {
    switch (field.kind) {
        case Kind::text:
            return read_text(page, field, engine);
        case Kind::choice:
        case Kind::choices:
            return read_ticks(page, field);
        case Kind::signature:
        case Kind::photo:
        case Kind::note:
            return read_presence(page, field);
        default:
            return ink_only(page, field);
    }
}

}  // namespace

std::vector<Reading> read_page(const cv::Mat& clean_page, const RecognisedPage& recognised, Models models) {
    const auto fields = fields_of(recognised);
    std::vector<Reading> readings;
    if (!recognised.finding.registered) {
        for (const auto* field : fields) readings.push_back(blank_reading(*field, ReadState::illegible));
        return readings;
    }
    const auto& layout = recognised.paper->pages[static_cast<std::size_t>(recognised.finding.paper_page - 1)];
    const FlatPage page = flatten(clean_page, recognised.placement, *recognised.paper, layout);
    std::vector<NumberCells> numbers;
    for (const auto* field : fields)
        if (in_cells(*field)) numbers.push_back(read_cells(page, *field, models.digits));
    auto number = numbers.begin();
    for (const auto* field : fields) {
        Reading reading;
        if (in_cells(*field)) {
            reading = read_number(*number, models.digits, digit_set_prior(numbers, &*number));
            ++number;
        } else {
            reading = read_one(page, *field, models.text);
        }
        settle_acceptance(field->kind, models.silent_error, reading);
        if (reading.state == ReadState::read && !well_formed(field->kind, reading.value))
            reading.accepted = false;
        readings.push_back(std::move(reading));
    }
    return readings;
}

}  // namespace sanad::ocr
