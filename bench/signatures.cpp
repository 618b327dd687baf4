#include "bench/signatures.h"

#include "samples/ink.h"
#include "samples/pen.h"

namespace sanad::bench {
namespace {

using samples::Dice;
using samples::Ink;

constexpr double left_away = 0.5, signed_otherwise = 0.5;

void draw(Ink& ink, const std::vector<strokes::Stroke>& what, const BoxMm& box) {
    strokes::draw(what, ink.px(box.x), ink.px(box.y), ink.px(box.w), ink.px(box.h), ink.width, ink.height,
                  ink.cover);
}

BoxMm part_of(const BoxMm& box, double w, double h, Dice& dice) {
    return {box.x + dice.uniform(0.05, 0.95) * (box.w - w), box.y + dice.uniform(0.05, 0.95) * (box.h - h), w,
            h};
}

// A pen of `pen_mm` in a box, as strokes want it.
void sign(Ink& ink, const BoxMm& box, double pen_mm, Dice& dice) {
    draw(ink, samples::signature_strokes(pen_mm / box.h, dice), box);
}

// True for one that a scan in black and white may not see.
bool sign_somehow(Page& page, const BoxMm& box, Dice& dice) {
    Ink ink = Ink::over(page);
    int grey = dice.between(30, 95);
    const int manner = dice.between(0, 3);
    switch (manner) {
        case 0:  // initials
            sign(ink, part_of(box, dice.uniform(12, 18), box.h * 0.8, dice), dice.uniform(0.3, 0.55), dice);
            break;
        case 1:  // a fine pen
            sign(ink, box, dice.uniform(0.16, 0.25), dice);
            break;
        case 2:  // a pale one
            sign(ink, box, dice.uniform(0.3, 0.5), dice);
            grey = dice.between(120, 170);
            break;
        default:  // over the border
            sign(ink, {box.x, box.y + dice.uniform(-0.3, 0.3) * box.h, box.w, box.h}, dice.uniform(0.3, 0.5),
                 dice);
    }
    put_ink(page, ink, grey, 0.9);
    return manner == 1 || manner == 2;
}

strokes::Stroke line(double x0, double y0, double x1, double y1, double width) {
    return {{x0, y0, width}, {x1, y1, width}};
}

// What is none.
void soil(Page& page, const BoxMm& box, Dice& dice) {
    Ink ink = Ink::over(page);
    int grey = dice.between(30, 120);
    const BoxMm unit = part_of(box, 10, 10, dice);
    const double lean = dice.uniform(-0.4, 0.4);
    switch (dice.between(0, 4)) {
        case 0:  // a staple
            draw(ink, {line(0, 0.5 - lean, 1.2, 0.5 + lean, 0.05)}, unit);
            break;
        case 1:  // dirt
            for (int i = dice.between(1, 4); i > 0; --i) {
                const double x = dice.uniform(0, 1), y = dice.uniform(0, 1);
                draw(ink, {line(x, y, x + 0.01, y + 0.01, dice.uniform(0.06, 0.18))}, unit);
            }
            break;
        case 2:  // a crease through the whole box
            grey = dice.between(120, 190);
            draw(ink, {line(0.02, 0.5 - lean / 2, 0.98, 0.5 + lean / 2, 0.4 / box.h)}, box);
            break;
        default:
            return;
    }
    put_ink(page, ink, grey, 0.9);
}

}  // namespace

void leave_signatures(const templates::Template& paper, samples::Filling& filling, Dice& dice) {
    for (const auto& field : paper.fields)
        if (field.kind == templates::Kind::signature && dice.chance(left_away))
            filling.values.erase(field.key);
}

void sign_again(FilledPage& made, const templates::Template& paper, const samples::Filling& filling,
                Dice& dice) {
    for (auto& expected : made.expected) {
        const auto* field = paper.find(expected.key);
        if (field->kind != templates::Kind::signature || filling.values.count(expected.key) == 1) continue;
        if (dice.chance(signed_otherwise)) {
            expected.faint = sign_somehow(made.page, field->box, dice);
            expected.value = "present";
        } else {
            soil(made.page, field->box, dice);
        }
    }
}

}  // namespace sanad::bench
