#include "bench/second_thoughts.h"

#include <algorithm>

#include "samples/ink.h"
#include "samples/pen.h"

namespace sanad::bench {
namespace {

using samples::Dice;
using samples::TickShape;

constexpr double takes_back = 0.05, ticks_two = 0.02;
constexpr double pen_mm = 0.5;

void draw(samples::Ink& ink, const std::vector<strokes::Stroke>& what, const BoxMm& box) {
    strokes::draw(what, ink.px(box.x), ink.px(box.y), ink.px(box.w), ink.px(box.h), ink.width, ink.height,
                  ink.cover);
}

// Back and forth over the box until nothing is seen of what stood in it, running over its sides.
void scribble_out(samples::Ink& ink, const BoxMm& box, Dice& dice) {
    const double over = dice.uniform(0.8, 1.6);
    draw(ink, samples::tick_strokes(TickShape::filled, pen_mm / box.h, dice),
         {box.x - over, box.y - over, box.w + 2 * over, box.h + 2 * over});
}

}  // namespace

void think_again(FilledPage& made, const templates::Template& paper, const samples::Writer& writer,
                 Dice& dice) {
    auto ink = samples::Ink::over(made.page);
    for (auto& expected : made.expected) {
        const auto* field = paper.find(expected.key);
        const double chance = dice.uniform(0, 1);
        if (field->kind != templates::Kind::choice || field->office || expected.value.empty() ||
            chance > takes_back + ticks_two)
            continue;
        const auto& other = dice.one_of(field->options);
        // Whoever fills boxes or rings them takes a mark back in ways that nobody could tell from a mark.
        if (other.key == expected.value ||
            (writer.ticks != TickShape::tick && writer.ticks != TickShape::cross))
            continue;
        draw(ink, samples::tick_strokes(writer.ticks, pen_mm / other.box.h, dice), other.box);
        if (chance < takes_back) {
            scribble_out(ink, other.box, dice);
        } else {
            expected.refused = true;
            expected.value.clear();
        }
    }
    samples::put_ink(made.page, ink, writer.pen_grey, 0.9);
}

}  // namespace sanad::bench
