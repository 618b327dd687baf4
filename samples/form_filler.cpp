#include "samples/form_filler.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/error.h"
#include "core/hash.h"
#include "core/identifiers.h"
#include "samples/ink.h"
#include "samples/typed_text.h"

namespace sanad::samples {
namespace {

using templates::Field;
using templates::Kind;
using templates::Template;

[[noreturn]] void refuse(const Field& field, const std::string& value) {
    throw Error(ErrorCode::bad_input, fmt::format("field {} cannot hold \"{}\"", field.key, value),
                Where{{}, {}, {}, field.key});
}

std::vector<std::string> ticked(const Field& field, const std::string& value) {
    std::vector<std::string> keys;
    for (std::size_t at = 0; at < value.size();) {
        const auto comma = std::min(value.find(',', at), value.size());
        keys.push_back(value.substr(at, comma - at));
        at = comma + 1;
    }
    for (const auto& key : keys)
        if (std::none_of(field.options.begin(), field.options.end(),
                         [&](const auto& o) { return o.key == key; }))
            refuse(field, value);
    if (field.kind == Kind::choice && keys.size() > 1) refuse(field, value);
    return keys;
}

WrittenDate date_in(const Field& field, const std::string& value) {
    const int year = value.size() == 10 ? std::atoi(value.substr(0, 4).c_str()) : 0;
    const auto calendar = calendar_of_year(year);
    const auto date = calendar ? parse_written(value, *calendar) : std::nullopt;
    if (!date || !to_gregorian(*date)) refuse(field, value);
    return *date;
}

// What stands in the cells from the first that is not printed.
std::string cell_text(const Field& field, const std::string& value) {
    std::string digits = value;
    if (field.kind == Kind::date) {
        const auto date = date_in(field, value);
        digits = fmt::format("{:02}{:02}{:04}", date.day, date.month, date.year);
    }
    if (!digits.starts_with(field.prefix)) refuse(field, value);
    digits.erase(0, field.prefix.size());
    const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto room = field.cell_boxes.size() - std::min(field.cell_boxes.size(), field.prefix.size());
    if (!plain || digits.empty() || digits.size() > room) refuse(field, value);
    return digits;
}

char32_t in_set(char digit, DigitSet set) {
    return set == DigitSet::arabic ? U'٠' + static_cast<char32_t>(digit - '0') : static_cast<char32_t>(digit);
}

// One person at work on one page.
class Scribe {
public:
    Scribe(const Page& page, const Writer& writer)
        : writer_(writer),
          typed_(Ink::over(page)),
          pen_(typed_),
          face_(writer.fonts),
          dice_(writer.seed),
          hand_(dice_.number()) {}

    void numbers(const Field& field, const std::string& value, bool typed) {
        const auto digits = cell_text(field, value);
        const auto room = field.cell_boxes.size() - field.prefix.size();
        // A number that is shorter than its cells ends at their right end, or begins at their left one.
        auto cell = field.prefix.size() + (typed || dice_.chance(0.5) ? room - digits.size() : 0);
        for (const char digit : digits) {
            const auto letter = in_set(digit, writer_.digits);
            if (typed)
                type_digit(field.cell_boxes[cell], letter);
            else
                write(strokes::digit_strokes(letter, hand_), field.cell_boxes[cell]);
            ++cell;
        }
    }

    void text(const Field& field, const std::string& value) {
        const double line = field.box.h / std::max(1, field.lines);
        double size = writer_.text_pt;
        auto lines = broken(field, value, size);
        while (!fits(field, lines, size)) {
            size -= 0.5;
            if (size < 7) refuse(field, value);
            lines = broken(field, value, size);
        }
        for (std::size_t i = 0; i < lines.size(); ++i)
            face_.draw(typed_,
                       {field.box.right() - 1.5, field.box.y + line * (static_cast<double>(i) + 1) - 2.4},
                       lines[i], size);
    }

    void ticks(const Field& field, const std::string& value) {
        for (const auto& key : ticked(field, value))
            for (const auto& option : field.options)
                if (option.key == key)
                    write(tick_strokes(writer_.ticks, pen_mm() / option.box.h, dice_), option.box);
    }

    void signature(const Field& field, const std::string& value) {
        if (value != "present") refuse(field, value);
        write(signature_strokes(pen_mm() / field.box.h, dice_), field.box);
    }

    void finish(Page& page) const {
        put_ink(page, typed_, writer_.typed_grey, 0.97);
        put_ink(page, pen_, writer_.pen_grey, 0.9);
    }

private:
    static constexpr double cell_height_mm = 8;  // that the hand's pen is measured by
    double pen_mm() const { return hand_.pen * cell_height_mm; }

    void write(const std::vector<strokes::Stroke>& what, const BoxMm& box) {
        strokes::draw(what, pen_.px(box.x), pen_.px(box.y), pen_.px(box.w), pen_.px(box.h), pen_.width,
                      pen_.height, pen_.cover);
    }

    void type_digit(const BoxMm& cell, char32_t letter) {
        const std::string digit =
            letter < 128 ? std::string(1, static_cast<char>(letter))
                         : arabic_digits(std::string(1, static_cast<char>('0' + (letter - U'٠'))));
        const double size = writer_.digit_pt, width = face_.width_mm(digit, size);
        face_.draw(typed_, {cell.centre().x + width / 2, cell.centre().y + 0.36 * size / pt_per_mm}, digit,
                   size);
    }

    std::vector<std::string> broken(const Field& field, const std::string& value, double size) const {
        return field.lines > 1 ? face_.broken(value, size, field.box.w - 3) : std::vector<std::string>{value};
    }

    bool fits(const Field& field, const std::vector<std::string>& lines, double size) const {
        return lines.size() <= static_cast<std::size_t>(std::max(1, field.lines)) &&
               std::all_of(lines.begin(), lines.end(),
                           [&](const auto& line) { return face_.width_mm(line, size) <= field.box.w - 3; });
    }

    const Writer& writer_;
    Ink typed_, pen_;
    Typeface face_;
    Dice dice_;
    strokes::Hand hand_;
};

bool is_typed(const Field& field, const Filling& filling) {
    const auto& writer = field.office ? filling.office : filling.applicant;
    return writer.numbers == Writing::typed || filling.typed.count(field.key) == 1;
}

const std::string* value_of(const Field& field, const Filling& filling) {
    const auto found = filling.values.find(field.key);
    return found == filling.values.end() || found->second.empty() ? nullptr : &found->second;
}

void check_keys(const Template& paper, const Filling& filling) {
    for (const auto& [key, value] : filling.values)
        if (paper.find(key) == nullptr)
            throw Error(ErrorCode::bad_input, fmt::format("{} has no field {}", paper.id, key),
                        Where{{}, {}, {}, key});
}

void fill_field(Scribe& scribe, const Field& field, const std::string& value, bool typed) {
    if (field.cells > 0) return scribe.numbers(field, value, typed);
    switch (field.kind) {
        case Kind::choice:
        case Kind::choices:
            return scribe.ticks(field, value);
        case Kind::signature:
            return scribe.signature(field, value);
        case Kind::text:
            return scribe.text(field, value);
        default:
            refuse(field, value);
    }
}

}  // namespace

void fill_page(Page& page, int number, const Template& paper, const Filling& filling) {
    check_keys(paper, filling);
    Scribe applicant(page, filling.applicant), office(page, filling.office);
    for (const auto& field : paper.fields) {
        const auto* value = value_of(field, filling);
        if (field.page != number || value == nullptr) continue;
        fill_field(field.office ? office : applicant, field, *value, is_typed(field, filling));
    }
    applicant.finish(page);
    office.finish(page);
}

std::string layout_mark(const Template& paper) {
    std::string places;
    const auto add = [&](const std::string& name, const BoxMm& box) {
        places += fmt::format("{} {:.2f} {:.2f} {:.2f} {:.2f}\n", name, box.x, box.y, box.w, box.h);
    };
    for (const auto& field : paper.fields) {
        add(field.key, field.box);
        for (const auto& cell : field.cell_boxes) add("", cell);
        for (const auto& option : field.options) add(option.key, option.box);
    }
    return sha256_hex(places).substr(0, 16);
}

Json truth_of(const Template& paper, const Filling& filling) {
    check_keys(paper, filling);
    Json truth = {{"form", paper.id},         {"version", paper.version}, {"layout", layout_mark(paper)},
                  {"values", Json::object()}, {"dates", Json::object()},  {"hand", Json::array()}};
    for (const auto& field : paper.fields) {
        Json& into = truth["values"][field.key] = nullptr;
        const auto* value = value_of(field, filling);
        if (value == nullptr) continue;
        if (field.kind == Kind::choices)
            into = ticked(field, *value);
        else if (field.kind != Kind::date)
            into = *value;
        else {
            const auto date = date_in(field, *value);
            into = iso_day(*to_gregorian(date));
            truth["dates"][field.key] = {{"calendar", name_of(date.calendar)}, {"written", written(date)}};
        }
        if (field.cells > 0 && !is_typed(field, filling)) truth["hand"].push_back(field.key);
    }
    return truth;
}

}  // namespace sanad::samples
