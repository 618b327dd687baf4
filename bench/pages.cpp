#include "bench/pages.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "bench/second_thoughts.h"
#include "bench/signatures.h"
#include "bench/words.h"
#include "core/dates.h"
#include "core/error.h"
#include "core/json.h"
#include "forms/documents.h"
#include "pdf/raster.h"
#include "samples/dice.h"
#include "samples/form_filler.h"
#include "samples/people.h"

namespace sanad::bench {
namespace {

using samples::Dice;
using samples::DigitSet;
using samples::Filling;
using samples::TickShape;
using samples::Writer;
using samples::Writing;
using templates::Field;
using templates::Kind;

const std::vector<samples::Person>& crowd() {
    static const auto all = samples::people(400, 70'031);
    return all;
}

Writer drawn_writer(Dice& dice) {
    static const std::vector<TickShape> shapes{TickShape::tick,   TickShape::tick,  TickShape::tick,
                                               TickShape::cross,  TickShape::cross, TickShape::filled,
                                               TickShape::circled};
    Writer writer;
    writer.numbers = dice.chance(0.5) ? Writing::typed : Writing::hand;
    writer.digits = dice.chance(0.5) ? DigitSet::arabic : DigitSet::western;
    writer.ticks = dice.one_of(shapes);
    writer.fonts = dice.one_of(fonts());
    writer.text_pt = dice.uniform(10, 12.5);
    writer.digit_pt = dice.uniform(12, 16);
    writer.pen_grey = dice.between(30, 95);
    writer.typed_grey = dice.between(10, 60);
    writer.seed = dice.number();
    return writer;
}

std::string date_of(Dice& dice, bool hijri, int first, int last) {
    const WrittenDate date{Calendar::gregorian, dice.between(first, last), dice.between(1, 12),
                           dice.between(1, 28)};
    if (!hijri) return written(date);
    return written(to_hijri(to_gregorian(date).value()).value());
}

std::string some_options(const Field& field, Dice& dice, std::size_t most) {
    std::vector<bool> picked(field.options.size());
    for (std::size_t i = 0; i < most; ++i) picked[dice.pick(picked.size())] = true;
    std::string keys;
    for (std::size_t i = 0; i < picked.size(); ++i)
        if (picked[i]) keys += (keys.empty() ? "" : ",") + field.options[i].key;
    return keys;
}

std::string value_for(const Field& field, const samples::Person& person, Dice& dice, bool hijri) {
    if (field.key == "national_id") return person.national_id;
    if (field.key == "full_name" || field.key == "employee") return person.full_name;
    if (field.key == "city") return person.city;
    if (field.key == "district") return person.district;
    if (field.key == "address") return person.address;
    if (field.key == "nationality") return person.nationality;
    switch (field.kind) {
        case Kind::phone:
            return person.phone;
        case Kind::iban:
            return person.iban;
        case Kind::digits:
            return std::to_string(dice.between(0, 15));
        case Kind::amount:
            return std::to_string(dice.between(1, 160) * (dice.chance(0.3) ? 5 : 50));
        case Kind::date:
            return field.key == "birth_date" ? date_of(dice, hijri, 1945, 2004)
                                             : date_of(dice, hijri, 2024, 2029);
        case Kind::choice:
            return field.options[dice.pick(field.options.size())].key;
        case Kind::choices:
            return some_options(field, dice, 1 + dice.pick(3));
        case Kind::signature:
            return "present";
        case Kind::text:
            return field.lines > 1 ? dice.one_of(needs()) : dice.one_of(short_texts());
        default:
            return {};  // notes and photos stay empty
    }
}

BoxMm reach_of(const Field& field) {
    BoxMm all = field.box;
    for (const auto& option : field.options) {
        const double right = std::max(all.right(), option.box.right());
        const double bottom = std::max(all.bottom(), option.box.bottom());
        all.x = std::min(all.x, option.box.x), all.y = std::min(all.y, option.box.y);
        all.w = right - all.x, all.h = bottom - all.y;
    }
    return all;
}

// The fields of one page; the ones of `pen` are left for real strokes.
std::vector<Expected> expectations(const templates::Template& paper, int page, const Filling& filling,
                                   bool pen) {
    const Json truth = samples::truth_of(paper, filling);
    std::vector<Expected> list;
    for (const auto& field : paper.fields) {
        if (field.page != page) continue;
        Expected one{field.key, std::string(templates::name_of(field.kind))};
        one.box = reach_of(field);
        const auto& value = truth["values"][field.key];
        if (value.is_string()) one.value = value.get<std::string>();
        if (value.is_array())
            for (const auto& key : value)
                one.value += (one.value.empty() ? "" : ",") + key.get<std::string>();
        if (field.kind == Kind::date && value.is_string())
            one.written_as = truth["dates"][field.key]["written"].get<std::string>();
        for (const auto& key : truth["hand"])
            if (key == field.key) one.written = pen && !field.office ? Written::pen : Written::hand;
        list.push_back(std::move(one));
    }
    return list;
}

std::string cells_text(const Field& field, const std::string& value) {
    if (field.kind != Kind::date) return value.substr(field.prefix.size());
    return value.substr(8, 2) + value.substr(5, 2) + value.substr(0, 4);
}

// Numbers by real pens, as the filler would have put them into their cells.
void write_with_pen(Page& page, const templates::Template& paper, const Filling& filling,
                    const PenCells& pens, Dice& dice) {
    for (const auto& field : paper.fields) {
        const auto value = filling.values.find(field.key);
        if (field.office || field.cells == 0 || field.page != page.number || value == filling.values.end())
            continue;
        const auto digits = cells_text(field, value->second);
        auto cell = field.cell_boxes.size() - digits.size();
        for (const char digit : digits)
            pens.write(page, field.cell_boxes[cell++], digit - '0', filling.applicant.pen_grey, dice);
    }
}

Filling without_numbers(const templates::Template& paper, Filling filling) {
    for (const auto& field : paper.fields)
        if (field.cells > 0 && !field.office) filling.values.erase(field.key);
    return filling;
}

Filling drawn_filling(const templates::Template& paper, Dice& dice) {
    Filling filling;
    filling.applicant = drawn_writer(dice);
    filling.office = drawn_writer(dice);
    if (dice.chance(0.85)) filling.office.digits = filling.applicant.digits;
    const auto& person = dice.one_of(crowd());
    const bool hijri = dice.chance(0.4);
    for (const auto& field : paper.fields) {
        if (dice.chance(0.1)) continue;  // left empty
        auto value = value_for(field, person, dice, hijri);
        if (!value.empty()) filling.values[field.key] = std::move(value);
    }
    return filling;
}

}  // namespace

std::string_view name_of(Written written) {
    return written == Written::typed ? "typed" : written == Written::hand ? "hand" : "pen";
}

const Page& Press::blank(const templates::Template& paper, int number) {
    auto& kept = blanks_[paper.id + " " + std::to_string(paper.version) + " " + std::to_string(number)];
    if (kept.pixels.empty()) {
        forms::BlankOptions options;
        options.made = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
        options.association = "جمعية المثال الأهلية";
        kept = pdf::rasterise(forms::make_blank(paper, options), number, dpi);
        kept.dpi = dpi;
        kept.number = number;
    }
    return kept;
}

FilledPage Press::filled(std::uint64_t seed) {
    Dice dice(seed);
    // Mostly the request, which has every kind of field; the others for their few.
    const bool request = dice.chance(0.85);
    std::vector<const templates::Template*> fitting;
    for (const auto& paper : papers_.all())
        if (paper.readable && (paper.id == "support-request") == request && !paper.fields.empty())
            fitting.push_back(&paper);
    if (fitting.empty()) throw Error(ErrorCode::not_found, "the library has no paper to fill");
    const auto& paper = *dice.one_of(fitting);
    auto filling = drawn_filling(paper, dice);
    Dice for_signatures(seed + 1);
    leave_signatures(paper, filling, for_signatures);
    const int number = dice.between(1, static_cast<int>(paper.pages.size()));
    FilledPage made{blank(paper, number), paper.id, {}};
    const bool pen = pens_ != nullptr && filling.applicant.numbers == Writing::hand && dice.chance(0.5);
    if (pen) filling.applicant.digits = DigitSet::arabic;
    samples::fill_page(made.page, number, paper, pen ? without_numbers(paper, filling) : filling);
    if (pen) write_with_pen(made.page, paper, filling, *pens_, dice);
    made.expected = expectations(paper, number, filling, pen);
    think_again(made, paper, filling.applicant, dice);
    sign_again(made, paper, filling, for_signatures);
    return made;
}

}  // namespace sanad::bench
