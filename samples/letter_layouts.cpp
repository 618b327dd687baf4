#include "samples/letter_layouts.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/dates.h"
#include "samples/dice.h"
#include "samples/letter_texts.h"
#include "samples/letters.h"
#include "samples/people.h"
#include "samples/text_column.h"

namespace sanad::samples {
namespace {

struct Face {
    std::string_view name;
    std::vector<std::string> regular, bold;
    double size_pt;  // of the body
};

const std::array<Face, letter_faces>& faces() {
    static const std::array<Face, letter_faces> list{{
        {"Noto Naskh",
         {"NotoNaskhArabic-Regular.ttf", "DejaVuSans.ttf"},
         {"NotoNaskhArabic-Bold.ttf", "DejaVuSans-Bold.ttf"},
         13.5},
        {"Amiri", {"Amiri-Regular.ttf"}, {"Amiri-Bold.ttf"}, 14.5},
        {"Noto Sans Arabic",
         {"NotoSansArabic-Regular.ttf", "DejaVuSans.ttf"},
         {"NotoSansArabic-Bold.ttf", "DejaVuSans-Bold.ttf"},
         12.5},
        {"DejaVu Sans", {"DejaVuSans.ttf"}, {"DejaVuSans-Bold.ttf"}, 12.5},
        {"Noto Kufi",
         {"NotoKufiArabic-Regular.ttf", "DejaVuSans.ttf"},
         {"NotoKufiArabic-Bold.ttf", "DejaVuSans-Bold.ttf"},
         12},
    }};
    return list;
}

// One letter's content. Numbers are in the set of digits that the letter is written in.
struct Content {
    Person from;
    Matter matter;
    Addressing to;
    Office office;
    std::string greeting, closing, enclosures;
    WrittenDate date;
    std::string date_text, reference;
    bool arabic = true;

    std::string digits(const std::string& text) const { return arabic ? arabic_digits(text) : text; }
};

WrittenDate date_of(Dice& dice) {
    const bool hijri = dice.chance(0.5);
    return {hijri ? Calendar::hijri : Calendar::gregorian,
            hijri ? dice.between(1446, 1448) : dice.between(2024, 2026), dice.between(1, 12),
            dice.between(1, 28)};
}

std::string levantine(const WrittenDate& date) {
    static const std::array<const char*, 12> months{
        "كانون الثاني", "شباط", "آذار",  "نيسان",       "أيار",         "حزيران",
        "تموز",         "آب",   "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"};
    return fmt::format("{} {} {}م", date.day, months[static_cast<std::size_t>(date.month - 1)], date.year);
}

std::string text_of(const WrittenDate& date, Dice& dice) {
    const char* mark = date.calendar == Calendar::hijri ? "هـ" : "م";
    switch (dice.pick(5)) {
        case 0:
            return spoken_ar(date);
        case 1:
            return date.calendar == Calendar::gregorian ? levantine(date) : spoken_ar(date);
        case 2:
            return fmt::format("{:02}/{:02}/{}{}", date.day, date.month, date.year, mark);
        default:
            return fmt::format("{}/{}/{}{}", date.day, date.month, date.year, mark);
    }
}

std::string reference_of(const WrittenDate& date, Dice& dice) {
    switch (dice.pick(3)) {
        case 0:
            return fmt::format("{}/{}", dice.between(11, 999), date.year);
        case 1:
            return fmt::format("{}", dice.between(1021, 98765));
        default:
            return fmt::format("{}/{}/{}", dice.between(11, 99), dice.between(101, 999), date.year % 100);
    }
}

Content content_of(Dice& dice) {
    Content content;
    content.from = people(12, dice.number()).back();
    content.matter = dice.one_of(matters());
    content.to = dice.one_of(addressings());
    content.office = dice.one_of(offices());
    content.greeting = dice.one_of(greetings());
    content.closing = dice.one_of(closings());
    content.enclosures = dice.one_of(enclosures());
    content.arabic = dice.chance(0.7);
    content.date = date_of(dice);
    content.date_text = content.digits(text_of(content.date, dice));
    content.reference = content.digits(reference_of(content.date, dice));
    return content;
}

// Where a layout draws, and with what.
struct Sheet {
    Ink& ink;
    const Typeface& face;
    const Typeface& bold;
    double size;

    Column column(double right, double width, double top) const { return {ink, face, right, width, top}; }
    Column heavy(double right, double width, double top) const { return {ink, bold, right, width, top}; }
};

double body(const Sheet& on, const Content& what, double top) {
    Column column = on.column(188, 162, top);
    for (const auto& paragraph : what.matter.body) {
        column.paragraph(paragraph, on.size, 1.9);
        column.space(2);
    }
    column.space(3);
    column.centred(what.closing, on.size);
    return column.y();
}

std::string line_to(const Addressing& to, const char* between) {
    return to.honorific + between + to.addressee;
}

void applicant(const Sheet& on, const Content& what) {
    Column side = on.column(82, 62, 20);
    side.paragraph("التاريخ: " + what.date_text, 12);
    side.paragraph("الرقم: " + what.reference, 12);
    side.paragraph("المرفقات: " + what.enclosures, 12);
    Column head = on.heavy(188, 162, 56);
    head.paragraph(line_to(what.to, " ") + "     " + what.to.wish, on.size + 0.5);
    Column column = on.column(188, 162, head.y() + 3);
    column.paragraph(what.greeting, on.size);
    Column subject = on.heavy(188, 162, column.y() + 5);
    subject.centred("الموضوع: " + what.matter.subject, on.size + 0.5);
    Column foot = on.column(98, 80, body(on, what, subject.y() + 5) + 13);
    foot.paragraph("مقدم الطلب: " + what.from.full_name, 12.5);
    foot.paragraph("رقم الهوية: " + what.digits(what.from.national_id), 12.5);
    foot.paragraph("الجوال: " + what.digits(what.from.phone), 12.5);
}

void office(const Sheet& on, const Content& what) {
    Column head = on.heavy(190, 80, 12);
    for (const auto& line : what.office.head) head.paragraph(line, 13, 1.6);
    Column side = on.column(75, 58, 12);
    side.paragraph("الرقم: " + what.reference, 11.5);
    side.paragraph("التاريخ: " + what.date_text, 11.5);
    side.paragraph("المرفقات: " + what.enclosures, 11.5);
    rule(on.ink, 15, 195, 42, 0.5);
    Column to = on.heavy(188, 162, 48);
    to.paragraph(line_to(what.to, "/ "), on.size + 0.5);
    on.bold.draw(on.ink, {60, to.y()}, what.to.wish, on.size + 0.5);
    Column subject = on.heavy(188, 162, to.y() + 5);
    subject.centred("الموضوع/ " + what.matter.subject, on.size);
    Column column = on.column(188, 162, subject.y() + 4);
    column.paragraph(what.greeting, on.size);
    Column foot = on.heavy(90, 70, body(on, what, column.y() + 3) + 12);
    foot.centred(what.office.title, 12.5);
    foot.space(14);
    foot.centred(what.from.full_name, 12.5);
}

void memorandum(const Sheet& on, const Content& what) {
    Column title = on.heavy(188, 162, 14);
    title.centred("خطاب", 18);
    const std::vector<std::pair<std::string, std::string>> rows{
        {"التاريخ:", what.date_text}, {"الرقم:", what.reference},        {"من:", what.from.full_name},
        {"إلى:", what.to.addressee},  {"الموضوع:", what.matter.subject}, {"المرفقات:", what.enclosures}};
    double y = title.y() + 12;
    for (const auto& [label, value] : rows) {
        on.bold.draw(on.ink, {188, y}, label, 12.5);
        on.face.draw(on.ink, {158, y}, value, 12.5);
        y += 9;
    }
    rule(on.ink, 20, 190, y - 3, 0.4);
    Column column = on.column(188, 162, y);
    column.paragraph(what.greeting, on.size);
    Column foot = on.column(90, 60, body(on, what, column.y() + 3) + 14);
    foot.paragraph("التوقيع:", 12.5);
}

void dated_line(const Sheet& on, const Content& what) {
    on.face.draw(on.ink, {100, 24}, "حرر في " + what.date_text, 12.5);
    on.face.draw(on.ink, {188, 24}, "رقم الخطاب: " + what.reference, 12.5);
    Column to = on.heavy(188, 162, 34);
    to.paragraph("إلى " + line_to(what.to, "/ "), on.size + 0.5);
    to.paragraph(what.to.wish, on.size);
    Column column = on.column(188, 162, to.y() + 3);
    column.paragraph(what.greeting, on.size);
    column.paragraph("بشأن: " + what.matter.subject, on.size, 2);
    Column foot = on.column(188, 162, body(on, what, column.y() + 3) + 12);
    foot.paragraph("مقدمه لكم:", 12.5);
    foot.paragraph(what.from.full_name, 12.5, 2);
    foot.paragraph(
        "رقم الهوية " + what.digits(what.from.national_id) + " - جوال " + what.digits(what.from.phone), 12.5,
        2);
}

void table_head(const Sheet& on, const Content& what) {
    const std::array<std::pair<std::string, std::string>, 3> cells{
        {{"رقم المرجع", what.reference}, {"التاريخ", what.date_text}, {"المرفقات", what.enclosures}}};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const double right = 190 - 60 * static_cast<double>(i);
        const auto middle = [&](const Typeface& face, const std::string& text, double size, double y) {
            face.draw(on.ink, {right - (60 - face.width_mm(text, size)) / 2, y}, text, size);
        };
        middle(on.bold, cells[i].first, 12, 24.5);
        middle(on.face, cells[i].second, 11, 33.5);
    }
    for (const double y : {18.0, 27.5, 37.0}) rule(on.ink, 10, 190, y, 0.3);
    Column subject = on.heavy(188, 162, 44);
    subject.paragraph("موضوع الخطاب: " + what.matter.subject, on.size + 0.5);
    Column to = on.column(188, 162, subject.y() + 3);
    to.paragraph(line_to(what.to, " / ") + "  " + what.to.wish, on.size);
    to.paragraph(what.greeting, on.size, 2);
    const double end = body(on, what, to.y() + 3) + 14;
    on.face.draw(on.ink, {188, end}, "الاسم: " + what.from.full_name, 12.5);
    on.face.draw(on.ink, {70, end}, "التوقيع:", 12.5);
    on.face.draw(on.ink, {188, end + 10}, "رقم الآيبان: " + what.from.iban, 12);
}

struct Layout {
    std::string_view name;
    void (*draw)(const Sheet&, const Content&);
    std::vector<std::string> says;  // keys of the values that only some layouts have
};

const std::array<Layout, letter_layouts>& layouts() {
    static const std::array<Layout, letter_layouts> list{{
        {"applicant", applicant, {"attachments", "national_id", "phone"}},
        {"office", office, {"attachments"}},
        {"memorandum", memorandum, {"attachments"}},
        {"dated line", dated_line, {"national_id", "phone"}},
        {"table head", table_head, {"attachments", "iban"}},
    }};
    return list;
}

std::map<std::string, std::string> values_of(const Layout& layout, const Content& what) {
    std::string whole;
    for (const auto& paragraph : what.matter.body) whole += (whole.empty() ? "" : " ") + paragraph;
    std::map<std::string, std::string> values{{"sender", what.from.full_name},
                                              {"addressee", what.to.addressee},
                                              {"subject", what.matter.subject},
                                              {"date", iso_day(*to_gregorian(what.date))},
                                              {"reference", western_digits(what.reference)},
                                              {"body", whole},
                                              {"kind", what.matter.kind}};
    const std::map<std::string, std::string> some{{"attachments", what.enclosures},
                                                  {"national_id", what.from.national_id},
                                                  {"phone", what.from.phone},
                                                  {"iban", what.from.iban}};
    for (const auto& key : layout.says) values[key] = some.at(key);
    return values;
}

}  // namespace

std::string_view layout_name(int layout) { return layouts().at(static_cast<std::size_t>(layout)).name; }
std::string_view face_name(int face) { return faces().at(static_cast<std::size_t>(face)).name; }

MadeLetter made_letter(int layout, int face, std::uint64_t seed, double dpi) {
    Dice dice(seed);
    const auto what = content_of(dice);
    const auto& chosen = faces().at(static_cast<std::size_t>(face));
    const auto& drawn = layouts().at(static_cast<std::size_t>(layout));
    MadeLetter letter{blank_sheet(dpi), std::string(drawn.name), std::string(chosen.name)};
    letter.values = values_of(drawn, what);
    letter.calendar = name_of(what.date.calendar);
    letter.written = written(what.date);
    Ink print = Ink::over(letter.page), pen = print;
    const Typeface regular(chosen.regular), bold(chosen.bold);
    drawn.draw({print, regular, bold, chosen.size_pt}, what);
    strokes::draw(signature_strokes(0.03, dice), pen.px(25), pen.px(265), pen.px(50), pen.px(18), pen.width,
                  pen.height, pen.cover);
    put_ink(letter.page, print, 20, 1);
    put_ink(letter.page, pen, 60, 0.9);
    return letter;
}

Json truth_of(const MadeLetter& letter) {
    return {{"form", "letter"},        {"layout", letter.layout},     {"face", letter.face},
            {"values", letter.values}, {"calendar", letter.calendar}, {"written", letter.written}};
}

}  // namespace sanad::samples
