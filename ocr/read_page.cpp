#include "ocr/read_page.h"

#include <algorithm>
#include <array>
#include <optional>

#include "ocr/acceptance.h"
#include "ocr/foreign_fields.h"
#include "ocr/normalise.h"
#include "ocr/read_ticks.h"
#include "ocr/sight.h"

namespace sanad::ocr {
namespace {

using templates::Kind;

// A field where it lies on this page.
struct PlacedField {
    templates::Field field;
    double seen = 1;  // ocr/sight.h
    bool in_picture = true;
};

constexpr double wholly_seen = 0.95;  // of a text field's borders: the beginning of a name makes a name too

// Nothing of the field lies beyond the picture's edge.
bool lies_in_picture(const cv::Size& picture, const Placement& placement, const BoxMm& box) {
    for (const PointMm corner : {PointMm{box.x, box.y}, PointMm{box.right(), box.y},
                                 PointMm{box.x, box.bottom()}, PointMm{box.right(), box.bottom()}}) {
        const auto at = placement.px(corner);
        if (at.x < 0 || at.y < 0 || at.x > picture.width - 1 || at.y > picture.height - 1) return false;
    }
    return true;
}

std::vector<templates::Field> fields_of(const RecognisedPage& page) {
    std::vector<templates::Field> fields;
    for (const auto& field : page.paper->fields)
        if (field.page == page.finding.paper_page) fields.push_back(field);
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

// Where a field is written in: each line, each cell, without the soft edges of the printed lines.
std::vector<BoxMm> writing_places(const templates::Field& field) {
    constexpr double edge_mm = 0.8;
    std::vector<BoxMm> places;
    for (const auto& cell : field.cell_boxes) places.push_back(grown(cell, -edge_mm));
    if (!field.prefix.empty() && !places.empty())  // printed in the first cells
        places.erase(places.begin(),
                     places.begin() + static_cast<long>(std::min(field.prefix.size(), places.size())));
    const double pitch = field.box.h / std::max(1, field.lines);
    if (places.empty())
        for (int i = 0; i < std::max(1, field.lines); ++i)
            places.push_back(grown({field.box.x, field.box.y + i * pitch, field.box.w, pitch}, -edge_mm));
    return places;
}

// "Nothing was written" needs a person where something paler than ink is there.
void doubt_faint_emptiness(const FlatPage& page, const templates::Field& field, Reading& reading) {
    if (reading.state != ReadState::empty || !field.options.empty())
        return;  // tick boxes look for themselves
    const auto places = writing_places(field);
    if (std::any_of(places.begin(), places.end(),
                    [&](const auto& place) { return faint_ink_mm2(page, place) > faint_mark_mm2; }))
        reading.confidence = std::min(reading.confidence, 0.5);
}

// What the fields of one page say only together: which digits its numbers are written in, how its writers
// mark boxes, and whether its texts were typed.
class JointlyRead {
public:
    // `beside` is null for our own papers.
    JointlyRead(const FlatPage& page, const std::vector<PlacedField>& fields, const Models& models,
                const BesideBlank* beside)
        : digits_(models.digits) {
        for (const auto& one : fields) {
            const auto& field = one.field;
            if (in_cells(field)) numbers_.push_back(read_cells(page, field, digits_));
            if (!field.options.empty()) ticks_.push_back(measure_ticks(page, field));
            if (field.kind == Kind::text && one.seen >= hardly_seen)
                texts_.emplace_back(&field,
                                    read_text(page, field, models.text, models.witness, &models.digits));
        }
        typed_ = surely_typed(models.silent_error);
        if (beside != nullptr) measure_against_blank(*beside, page, ticks_);
        for (const bool office : {false, true}) hands_[office ? 1 : 0] = marking_hand(ticks_, office);
    }

    NumberSeen number(const templates::Field& field) const {
        const auto found = std::find_if(numbers_.begin(), numbers_.end(),
                                        [&](const auto& cells) { return cells.field == &field; });
        return read_number(*found, digits_, page_evidence(numbers_, &*found));
    }

    Reading ticks(const templates::Field& field) const {
        const auto found = std::find_if(ticks_.begin(), ticks_.end(),
                                        [&](const auto& boxes) { return boxes.field == &field; });
        return read_ticks(*found, hands_[field.office ? 1 : 0]);
    }

    Reading text(const templates::Field& field) const {
        const auto found =
            std::find_if(texts_.begin(), texts_.end(), [&](const auto& one) { return one.first == &field; });
        Reading reading = found->second.reading;
        if (typed_) reading.confidence = std::max(reading.confidence, found->second.if_typed);
        return reading;
    }

private:
    bool surely_typed(double silent_error) const {
        constexpr int enough = 2;
        int vouched = 0;
        for (const auto& [field, seen] : texts_) {
            if (seen.by_hand) return false;
            vouched += seen.reading.state == ReadState::read &&
                               seen.reading.confidence >= least_confidence(Kind::text, false, silent_error)
                           ? 1
                           : 0;
        }
        return vouched >= enough;
    }

    const DigitReader& digits_;
    std::vector<NumberCells> numbers_;
    std::vector<TickBoxes> ticks_;
    std::vector<std::pair<const templates::Field*, TextSeen>> texts_;
    bool typed_ = false;
    std::array<MarkingHand, 2> hands_;
};

Reading read_one(const FlatPage& page, const templates::Field& field, const JointlyRead& jointly) {
    switch (field.kind) {
        case Kind::text:
            return jointly.text(field);
        case Kind::choice:
        case Kind::choices:
            return jointly.ticks(field);
        case Kind::signature:
        case Kind::photo:
        case Kind::note:
            return read_presence(page, field);
        default:
            return ink_only(page, field);
    }
}

// A signature of which a part is in the picture is there; that there is none could not be said.
bool seen_in_part(const FlatPage& page, const templates::Field& field) {
    return field.kind == Kind::signature && read_presence(page, field).state == ReadState::read;
}

Reading read_placed(const FlatPage& page, const PlacedField& placed, const JointlyRead& jointly,
                    double silent_error) {
    const auto& field = placed.field;
    if (placed.seen < hardly_seen && !seen_in_part(page, field)) {
        Reading unseen = blank_reading(field, ReadState::illegible);
        settle_acceptance(field.kind, silent_error, unseen);
        return unseen;
    }
    auto [reading, printed] =
        in_cells(field) ? jointly.number(field) : NumberSeen{read_one(page, field, jointly)};
    doubt_faint_emptiness(page, field, reading);
    settle_acceptance(field.kind, silent_error, reading, printed);
    if (placed.seen < (field.kind == Kind::text ? wholly_seen : plainly_seen)) reading.accepted = false;
    if (!placed.in_picture) reading.accepted = false;
    if (reading.state == ReadState::read &&
        !(well_formed(field.kind, reading.value) && of_our_time(field.kind, reading.value)))
        reading.accepted = false;
    return reading;
}

}  // namespace

std::vector<Reading> read_page(const cv::Mat& clean_page, const RecognisedPage& recognised, Models models) {
    const auto fields = fields_of(recognised);
    std::vector<Reading> readings;
    if (!recognised.finding.registered) {
        for (const auto& field : fields) readings.push_back(blank_reading(field, ReadState::illegible));
        return readings;
    }
    const auto& layout =
        recognised.foreign != nullptr
            ? recognised.foreign->layout
            : recognised.paper->pages[static_cast<std::size_t>(recognised.finding.paper_page - 1)];
    FlatPage page = flatten(clean_page, recognised.placement, *recognised.paper, layout);
    std::vector<PlacedField> placed;
    for (const auto& field : fields) placed.push_back({field});
    std::optional<BesideBlank> beside;
    if (recognised.foreign != nullptr) {
        take_away_blank(page, *recognised.foreign);
        beside.emplace(clean_page, recognised.placement, *recognised.foreign);
        for (auto& one : placed) one.seen = settle_place(*beside, one.field);
    } else {
        for (auto& one : placed) one.seen = seen_share(page, layout, one.field);
    }
    for (auto& one : placed)
        one.in_picture = lies_in_picture(clean_page.size(), recognised.placement, one.field.box);
    const JointlyRead jointly(page, placed, models, beside ? &*beside : nullptr);
    for (std::size_t i = 0; i < placed.size(); ++i) {
        readings.push_back(read_placed(page, placed[i], jointly, models.silent_error));
        readings.back().box = fields[i].box;  // as the paper has it
    }
    return readings;
}

}  // namespace sanad::ocr
