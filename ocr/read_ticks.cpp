#include "ocr/read_ticks.h"

#include <algorithm>

#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

constexpr double struck_above = 0.6;  // filled; struck out where it also runs over the sides
constexpr int sides_of_a_ring = 2;

// Of the contrast of the writer's own marks: what is paler was not made by that pen. Print that shines
// through, the ring of a cup and most stamps are; two strokes of one pen never differ so much.
constexpr double same_pen = 0.6;
constexpr double usual_share = 0.35;  // of the writer's own: marks with less ink are looked at
constexpr double as_usual = 1.3;
constexpr double streak_share =
    0.6;  // of the writer's own: less of something large is a streak across the page
constexpr std::size_t a_habit = 2;  // fields that were marked in one way

enum class Tick { blank, foreign, unsure, ticked, circled, struck };

Tick judge(const OptionInk& ink, const TickBoxes& of) {
    if (ink.share > struck_above && ink.runs_over) return Tick::struck;
    if (ink.share > of.ticked_above) return ink.ring ? Tick::unsure : Tick::ticked;
    if (ink.ring) return Tick::circled;
    const bool doubtful = ink.share > of.blank_below || ink.faint || ink.sides >= sides_of_a_ring;
    return doubtful ? Tick::unsure : Tick::blank;
}

Tick judge(const OptionInk& ink, const TickBoxes& of, const MarkingHand& hand) {
    const Tick tick = judge(ink, of);
    // Whoever always fills the boxes takes none back by filling it carelessly; thick crosses nearly fill them
    // too.
    if (tick == Tick::struck && hand.fills && ink.share < as_usual * hand.share) return Tick::ticked;
    // Two thick strokes across each other leave little white: no more ink than this writer's other marks.
    if (tick == Tick::struck && ink.share < as_usual * hand.share) return Tick::unsure;
    if (tick == Tick::ticked && ink.large && ink.share < streak_share * hand.share) return Tick::foreign;
    // Who rings boxes leaves nothing in and beside the others; the other side's rings shine through.
    if (tick == Tick::unsure && hand.rings && !ink.ring && ink.share < of.ticked_above) return Tick::foreign;
    if (hand.contrast <= 0 || (tick != Tick::unsure && tick != Tick::ticked)) return tick;
    return ink.contrast < same_pen * hand.contrast ? Tick::foreign : tick;
}

// What a stamp or a line across the page leaves in a box may be as dark as a tick.
bool by_chance(const OptionInk& ink, const MarkingHand& hand) {
    return ink.large || ink.sides >= sides_of_a_ring || ink.share < usual_share * hand.share;
}

// How sure a clear mark or a clear blank is: near the limits little, away from them much. Rings and filled
// boxes are marks for certain only where this writer always marks so: else they may be ways of taking a mark
// back, or of pointing at one.
double sureness(const OptionInk& ink, Tick tick, const TickBoxes& of, const MarkingHand& hand) {
    if (ink.stamped || (ink.in_stamp && tick != Tick::blank)) return 0.6;
    switch (tick) {
        case Tick::ticked:
            if (hand.fills && ink.share > struck_above) return 0.9995;
            if (hand.rings || by_chance(ink, hand)) return 0.6;
            return std::min(0.9995, 0.9 + (ink.share - of.ticked_above) * 3);
        case Tick::blank:
            return std::min(0.9999, 0.9999 - ink.share / of.blank_below * 0.003);
        case Tick::foreign:
        case Tick::unsure:
            return 0.5;
        case Tick::circled:
            return hand.rings ? 0.9995 : 0.7;
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

// From the product of what the boxes say to how often such fields were right: `sanad-measure-reading --kind
// choice
// --kind choices --pages 150 --wrong-pages 0` with the seeds 53001 and 53002, 1,600 fields, half an error
// more than was seen. From 0.99 on none of 1,324 was wrong and the product stays; between 0.5 and there none
// of 136 either, but it is those that a person has to see.
double counted(double product) {
    constexpr double looked_at = 0.99, of_looked_at = 0.985, of_doubted = 0.955;
    if (product >= looked_at || product <= 0) return product;
    return product >= 0.5 ? of_looked_at : of_doubted;
}

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
        if (judged.ticks[i] == Tick::blank || judged.ticks[i] == Tick::foreign ||
            (taken_back && judged.ticks[i] == Tick::struck))
            continue;
        keys.push_back(field.options[i].key);
        reading.value += (reading.value.empty() ? "" : ",") + field.options[i].key;
        reading.text += (reading.text.empty() ? "" : "، ") + field.options[i].label.ar;
    }
    if (keys.empty()) return;
    reading.state = ReadState::read;
    reading.values = keys;
}

// In how many fields each way of marking is found.
struct Ways {
    std::size_t ticked = 0, circled = 0, filled = 0;
};

void count(const TickBoxes& field, Ways& ways) {
    bool ticked = false, circled = false, filled = false;
    for (const auto& box : field.boxes) {
        if (box.stamped) continue;
        const Tick tick = judge(box, field);
        const bool full = box.share > struck_above;
        filled = filled || tick == Tick::struck || (tick == Tick::ticked && full);
        ticked = ticked || (tick == Tick::ticked && !full);
        circled = circled || tick == Tick::circled;
    }
    ways.ticked += ticked ? 1 : 0, ways.circled += circled ? 1 : 0, ways.filled += filled ? 1 : 0;
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Where the page has too few marks to know its writer, the darkest of the field's own tell the pen.
MarkingHand of_this_field(const TickBoxes& boxes, MarkingHand hand) {
    if (hand.contrast > 0) return hand;
    for (const auto& ink : boxes.boxes) {
        const Tick tick = judge(ink, boxes);
        if (!ink.stamped && (tick == Tick::ticked || tick == Tick::struck))
            hand.contrast = std::max(hand.contrast, ink.contrast);
    }
    return hand;
}

}  // namespace

MarkingHand marking_hand(const std::vector<TickBoxes>& all, bool office) {
    Ways ways;
    std::vector<double> contrasts, shares;
    for (const auto& field : all) {
        if (field.field->office != office) continue;
        count(field, ways);
        for (const auto& box : field.boxes)
            if (!box.stamped && (judge(box, field) == Tick::ticked || judge(box, field) == Tick::struck))
                contrasts.push_back(box.contrast), shares.push_back(box.share);
    }
    MarkingHand hand;
    if (contrasts.size() >= a_habit) hand.contrast = median(contrasts), hand.share = median(shares);
    hand.rings = ways.circled >= a_habit && ways.circled > 2 * (ways.ticked + ways.filled);
    hand.fills = ways.filled >= a_habit && ways.ticked == 0 && ways.circled == 0;
    return hand;
}

Reading read_ticks(const TickBoxes& boxes, const MarkingHand& of_page) {
    const MarkingHand hand = of_this_field(boxes, of_page);
    const auto& field = *boxes.field;
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "ticks-3";
    Judged judged;
    for (const auto& ink : boxes.boxes) {
        judged.ticks.push_back(judge(ink, boxes, hand));
        judged.sure.push_back(sureness(ink, judged.ticks.back(), boxes, hand));
    }
    field.kind == templates::Kind::choice ? settle_choice(field, judged, reading)
                                          : settle_choices(field, judged, reading);
    reading.confidence = counted(reading.confidence);
    if (boxes.rings_hidden && reading.state == ReadState::empty)
        reading.confidence = std::min(reading.confidence, 0.5);
    return reading;
}

}  // namespace sanad::ocr
