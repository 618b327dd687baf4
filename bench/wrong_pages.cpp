#include "bench/wrong_pages.h"

#include <algorithm>
#include <array>

#include "bench/incomplete.h"
#include "bench/qualities.h"
#include "core/error.h"
#include "core/files.h"
#include "ocr/load.h"
#include "samples/dice.h"
#include "samples/letters.h"
#include "samples/people.h"

namespace sanad::bench {
namespace {

using samples::Dice;

const templates::Template& paper_called(const templates::Library& papers, const std::string& id) {
    const auto* found = papers.find(id);
    if (found == nullptr) throw Error(ErrorCode::not_found, "the library has no paper " + id);
    return *found;
}

std::size_t px(double mm) { return static_cast<std::size_t>(mm * Press::dpi / mm_per_inch); }

// A part of one page, put onto another at the same place.
void copy_box(const Page& from, Page& to, const BoxMm& box) {
    const auto height = static_cast<std::size_t>(std::min(from.height, to.height));
    for (std::size_t y = px(box.y); y < std::min(height, px(box.bottom())); ++y)
        std::copy_n(from.pixels.begin() +
                        static_cast<std::ptrdiff_t>(y * static_cast<std::size_t>(from.width) + px(box.x)),
                    px(box.w),
                    to.pixels.begin() +
                        static_cast<std::ptrdiff_t>(y * static_cast<std::size_t>(to.width) + px(box.x)));
}

// The code is that of the paper, the two halves of what stands below its title have changed places.
Page rearranged(const Page& page) {
    Page other = page;
    const auto width = static_cast<std::ptrdiff_t>(page.width);
    const auto first = static_cast<std::ptrdiff_t>(px(70)), half = static_cast<std::ptrdiff_t>(px(95));
    std::copy_n(page.pixels.begin() + first * width, half * width,
                other.pixels.begin() + (first + half) * width);
    std::copy_n(page.pixels.begin() + (first + half) * width, half * width,
                other.pixels.begin() + first * width);
    return other;
}

void move_down(double& y, double from, double by) {
    if (y >= from) y += by;
}

void move_down(BoxMm& box, double from, double by) { move_down(box.y, from, by); }

// The paper as a later year might print it: with one more row, which everything below makes room for.
templates::Template with_one_more_row(templates::Template paper, double from, double by) {
    constexpr double foot = 282;
    for (auto& page : paper.pages) {
        for (auto& line : page.lines) move_down(line.from.y, from, by), move_down(line.to.y, from, by);
        for (auto& box : page.shaded) move_down(box, from, by);
        for (auto& print : page.prints)
            if (print.role != templates::TextRole::footer) move_down(print.box, from, by);
        std::erase_if(page.lines, [&](const auto& line) { return std::max(line.from.y, line.to.y) > foot; });
        std::erase_if(page.shaded, [&](const auto& box) { return box.bottom() > foot; });
        std::erase_if(page.prints, [&](const auto& print) {
            return print.role != templates::TextRole::footer && print.box.bottom() > foot;
        });
    }
    for (auto& field : paper.fields) {
        move_down(field.box, from, by), move_down(field.label_box, from, by);
        for (auto& cell : field.cell_boxes) move_down(cell, from, by);
        for (auto& option : field.options)
            move_down(option.box, from, by), move_down(option.label_box, from, by);
    }
    std::erase_if(paper.fields, [&](const auto& field) { return field.box.bottom() > foot; });
    return paper;
}

BoxMm code_box(const templates::Template& paper) {
    const auto& code = paper.pages.front().qr;
    return {code.x - 2, code.y - 2, code.w + 4, code.h + 4};
}

Page other_version(Press& press, const templates::Template& paper, Dice& dice) {
    static const std::vector<double> rows{60, 85, 110, 140, 165}, heights{6.5, 9, 12.2, 13};
    const std::size_t row = dice.pick(rows.size()), height = dice.pick(heights.size());
    auto other = with_one_more_row(paper, rows[row], heights[height]);
    other.version = static_cast<int>(100 + row * heights.size() + height);
    return press.blank(other, 1);
}

// A register's page: ruled in rows and columns.
Page ledger(Dice& dice) {
    Page page = samples::blank_sheet(Press::dpi);
    const auto draw = [&](std::size_t x0, std::size_t x1, std::size_t y0, std::size_t y1) {
        for (std::size_t y = y0; y < y1; ++y)
            for (std::size_t x = x0; x < x1; ++x)
                page.pixels[y * static_cast<std::size_t>(page.width) + x] = 30;
    };
    const double pitch = dice.uniform(5, 13), column = dice.uniform(6, 60);
    for (double y = 25; y < 280; y += pitch) draw(px(15), px(195), px(y), px(y) + 3);
    for (double x = 15; x <= 195; x += column) draw(px(x), px(x) + 3, px(25), px(280));
    return page;
}

// What a maker needs.
struct Makings {
    Press& press;
    const templates::Library& papers;
    const templates::Template& request;
    Dice& dice;
};

WrongPage other_paper(const Makings& with, const std::string& id) {
    const auto& paper = paper_called(with.papers, id);
    return {id + " given out as a request", with.press.blank(paper, 1), with.request.id, paper.id};
}

WrongPage under_code(const Makings& with, const std::string& what, Page page) {
    copy_box(with.press.blank(with.request, 1), page, code_box(with.request));
    return {what + " under the code of a request", std::move(page)};
}

WrongPage without_code(const Makings& with, const std::string& what, Page page) {
    copy_box(samples::blank_sheet(Press::dpi), page, code_box(with.request));
    return {what + " without its code", std::move(page), with.dice.chance(0.5) ? with.request.id : ""};
}

WrongPage unknown_version(const Makings& with) {
    auto later = with.request;
    later.version = 7;
    return {"version that is not known", with.press.blank(later, 1), {}, {}, true};
}

WrongPage made(const Makings& with, int number) {
    Dice& dice = with.dice;
    const auto person = samples::people(20, dice.number()).back();
    switch (number % 12) {
        case 0:
            return {"newspaper", samples::newspaper(Press::dpi)};
        case 1:
            return {"letter given out as a request", samples::letter(person, Press::dpi), with.request.id};
        case 2:
            return {"blank sheet", samples::blank_sheet(Press::dpi), dice.chance(0.5) ? with.request.id : ""};
        case 3:
            return other_paper(with, "approval-sheet");
        case 4:
            return under_code(with, "newspaper", samples::newspaper(Press::dpi));
        case 5:
            return unknown_version(with);
        case 6:
            return {"rearranged request", rearranged(with.press.blank(with.request, 1))};
        case 7:
            return other_paper(with, "applicant-declaration");
        case 8:
            return without_code(with, "other version", other_version(with.press, with.request, dice));
        case 9:
            return under_code(with, "other version", other_version(with.press, with.request, dice));
        case 10:
            return under_code(with, "letter", samples::letter(person, Press::dpi));
        default:
            return {"ledger", ledger(dice), dice.chance(0.5) ? with.request.id : ""};
    }
}

}  // namespace

WrongPage wrong_page(Press& press, const templates::Library& papers, int number, std::uint64_t seed) {
    Dice dice(seed);
    auto page = made({press, papers, paper_called(papers, "support-request"), dice}, number);
    const auto seen = scanned(page.page, dice.one_of(qualities()), seed);
    const auto& request = paper_called(papers, "support-request");
    page.page = seen.page;
    // With its code outside the picture it is, for all that can be seen, the known version.
    if (page.told_by_code && !seen.gone.pixels.empty() && share_gone(seen.gone, request.pages.front().qr) > 0)
        page.truly = request.id;
    return page;
}

WrongPage foreign_page(const std::string& file) {
    const auto bytes = read_file(file);
    const auto source = ocr::open_source(file, bytes, {});
    return {file_name(file), ocr::load_page(source, 1, {})};
}

bool read_as_if_it_fitted(const WrongPage& page, const std::vector<DocumentReading>& documents) {
    return std::any_of(documents.begin(), documents.end(), [&](const auto& document) {
        return !document.form.empty() && document.form != page.truly &&
               std::any_of(document.pages.begin(), document.pages.end(),
                           [](const auto& finding) { return finding.registered; });
    });
}

}  // namespace sanad::bench
