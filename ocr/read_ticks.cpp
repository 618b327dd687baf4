#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

// Shares of the inside of a tick box that are ink.
constexpr double blank_below = 0.012;   // a speck or two
constexpr double ticked_above = 0.055;  // the thinnest tick of a fine pen across 4 mm covers 6 %
constexpr double struck_above = 0.6;    // filled; struck out where it also runs over the sides
constexpr double inside_mm = 0.35;      // the box's own line lies outside of this
constexpr double around_mm = 3;
constexpr double ring_over_mm = 0.8;  // a ring is larger than what it goes round by this

// A faint ring comes in pieces, none of which goes round the box: then there is ink beside it on several
// sides.
constexpr double beside_from_mm = 0.7, beside_to_mm = 2.6;
constexpr double beside_mm2 = 0.12;  // on one side; less is dirt
constexpr int sides_of_a_ring = 2;
constexpr double halo_mm = 0.6;  // the soft edge of the box's own line, where faint ink is looked for

enum class Tick { blank, unsure, ticked, circled, struck };

struct OptionInk {
    double share = 0;
    bool ring = false;
    bool runs_over = false;
    bool faint = false;  // something too light for ink
    int sides = 0;       // with ink beside the box, the label's side left out
};

// Pixels of one blot inside a box.
int pixels_inside(const Ink& ink, const Blot& blot, const cv::Rect& box) {
    const cv::Rect part = blot.bounds & box;
    if (part.empty()) return 0;
    return cv::countNonZero(ink.labels(part - ink.region.tl()) == blot.label);
}

bool goes_round(const Blot& blot, const cv::Rect& what) {
    const int over = static_cast<int>(ring_over_mm * zone_px_per_mm);
    const cv::Rect larger(what.x - over / 2, what.y - over / 2, what.width + over, what.height + over);
    return (blot.bounds & larger) == larger;
}

BoxMm reach_of(const templates::Field& field) {
    BoxMm all = field.box;
    for (const auto& option : field.options)
        for (const auto& box : {option.box, option.label_box}) {
            const double x1 = std::max(all.right(), box.right()), y1 = std::max(all.bottom(), box.bottom());
            all.x = std::min(all.x, box.x), all.y = std::min(all.y, box.y);
            all.w = x1 - all.x, all.h = y1 - all.y;
        }
    return grown(all, around_mm);
}

bool meet(const BoxMm& a, const BoxMm& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

int sides_with_ink(const FlatPage& page, const templates::Field& field, const BoxMm& box) {
    constexpr double wide = beside_to_mm - beside_from_mm;
    const std::array<BoxMm, 4> sides = {{{box.x, box.y - beside_to_mm, box.w, wide},
                                         {box.x, box.bottom() + beside_from_mm, box.w, wide},
                                         {box.x - beside_to_mm, box.y, wide, box.h},
                                         {box.right() + beside_from_mm, box.y, wide, box.h}}};
    return static_cast<int>(std::count_if(sides.begin(), sides.end(), [&](const auto& side) {
        const bool printed = std::any_of(field.options.begin(), field.options.end(), [&](const auto& option) {
            return meet(side, option.label_box) || meet(side, grown(option.box, inside_mm));
        });
        if (printed) return false;
        return faint_ink_mm2(page, side) > beside_mm2;
    }));
}

// A long tail of a tick reaches into the neighbour's box: a blot counts for the box that has most of it.
std::vector<OptionInk> measure(const FlatPage& page, const templates::Field& field) {
    std::vector<OptionInk> outcome(field.options.size());
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        const auto& box = field.options[i].box;
        outcome[i].sides = sides_with_ink(page, field, box);
        outcome[i].faint = faint_ink_mm2(page, grown(box, -halo_mm)) > faint_mark_mm2;
    }
    const Ink ink = find_ink(page, reach_of(field), 6);
    for (const auto& blot : ink.blots) {
        std::vector<int> pixels;
        for (const auto& option : field.options)
            pixels.push_back(
                pixels_inside(ink, blot, px_rect(grown(option.box, -inside_mm), page.filled.size())));
        const int most = *std::max_element(pixels.begin(), pixels.end());
        for (std::size_t i = 0; i < field.options.size(); ++i) {
            const auto& option = field.options[i];
            const auto inside = px_rect(grown(option.box, -inside_mm), page.filled.size());
            if (pixels[i] * 3 >= most)
                outcome[i].share += pixels[i] / std::max(1.0, static_cast<double>(inside.area()));
            if (goes_round(blot, px_rect(option.box, page.filled.size())) && pixels[i] * 4 < blot.area)
                outcome[i].ring = true;
            if (goes_round(blot, px_rect(option.label_box, page.filled.size()))) outcome[i].ring = true;
            if (pixels[i] > 0 && goes_round(blot, inside)) outcome[i].runs_over = true;
        }
    }
    return outcome;
}

Tick judge(const OptionInk& ink) {
    if (ink.share > struck_above && ink.runs_over) return Tick::struck;
    if (ink.share > ticked_above) return ink.ring ? Tick::unsure : Tick::ticked;
    if (ink.ring) return Tick::circled;
    const bool doubtful = ink.share > blank_below || ink.faint || ink.sides >= sides_of_a_ring;
    return doubtful ? Tick::unsure : Tick::blank;
}

// How sure a clear mark or a clear blank is: near the limits little, away from them much.
double sureness(const OptionInk& ink, Tick tick) {
    switch (tick) {
        case Tick::ticked:
            return std::min(0.9995, 0.9 + (ink.share - ticked_above) * 3);
        case Tick::blank:
            return std::min(0.9999, 0.9999 - ink.share / blank_below * 0.003);
        case Tick::unsure:
            return 0.5;
        case Tick::circled:
            return 0.7;
        case Tick::struck:
            return 0.6;
    }
    return 0;
}

struct Judged {
    std::vector<Tick> ticks;
    std::vector<double> sure;
    std::vector<std::size_t> chosen(Tick tick) const {
        std::vector<std::size_t> which;
        for (std::size_t i = 0; i < ticks.size(); ++i)
            if (ticks[i] == tick) which.push_back(i);
        return which;
    }
    bool any(Tick tick) const { return std::find(ticks.begin(), ticks.end(), tick) != ticks.end(); }
    double all_sure() const {
        double product = 1;
        for (const double one : sure) product *= one;
        return product;
    }
};

void settle_choice(const templates::Field& field, const Judged& judged, Reading& reading) {
    auto marked = judged.chosen(Tick::ticked);
    if (marked.empty()) marked = judged.chosen(Tick::circled);
    if (marked.empty()) marked = judged.chosen(Tick::unsure);
    // A filled box that runs over is a mark where it is the only one, and a mark taken back beside another.
    if (marked.empty()) marked = judged.chosen(Tick::struck);
    reading.confidence = judged.all_sure();
    if (marked.empty()) return;
    if (marked.size() == 1) {
        reading.state = ReadState::read;
        reading.value = field.options[marked.front()].key;
        reading.text = field.options[marked.front()].label.ar;
        return;
    }
    reading.state = ReadState::illegible;
    const double each = 0.9 / static_cast<double>(marked.size());
    for (const auto i : marked) reading.alternatives.push_back({field.options[i].key, each});
    reading.confidence = 0;
}

void settle_choices(const templates::Field& field, const Judged& judged, Reading& reading) {
    reading.confidence = judged.all_sure();
    // Filled boxes that run over are somebody's way of marking, unless there is a mark of another kind beside
    // them.
    const bool taken_back = judged.any(Tick::ticked) || judged.any(Tick::circled);
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < field.options.size(); ++i) {
        if (judged.ticks[i] == Tick::blank || (taken_back && judged.ticks[i] == Tick::struck)) continue;
        keys.push_back(field.options[i].key);
        reading.value += (reading.value.empty() ? "" : ",") + field.options[i].key;
        reading.text += (reading.text.empty() ? "" : "، ") + field.options[i].label.ar;
    }
    if (keys.empty()) return;
    reading.state = ReadState::read;
    reading.values = keys;
}

}  // namespace

Reading read_ticks(const FlatPage& page, const templates::Field& field) {
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "ticks-1";
    Judged judged;
    for (const auto& ink : measure(page, field)) {
        judged.ticks.push_back(judge(ink));
        judged.sure.push_back(sureness(ink, judged.ticks.back()));
    }
    field.kind == templates::Kind::choice ? settle_choice(field, judged, reading)
                                          : settle_choices(field, judged, reading);
    return reading;
}

}  // namespace sanad::ocr
