#include "bench/wrong_pages.h"

#include <algorithm>
#include <array>

#include "bench/qualities.h"
#include "core/error.h"
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

WrongPage made(Press& press, const templates::Library& papers, int number, Dice& dice) {
    const auto& request = paper_called(papers, "support-request");
    const auto person = samples::people(20, dice.number()).back();
    switch (number % 8) {
        case 0:
            return {"newspaper", samples::newspaper(Press::dpi)};
        case 1:
            return {"letter given out as a request", samples::letter(person, Press::dpi), request.id};
        case 2:
            return {"blank sheet", samples::blank_sheet(Press::dpi), dice.chance(0.5) ? request.id : ""};
        case 3: {
            const auto& sheet = paper_called(papers, "approval-sheet");
            return {"other paper given out as a request", press.blank(sheet, 1), request.id, sheet.id};
        }
        case 4: {
            WrongPage page{"newspaper under the code of a request", samples::newspaper(Press::dpi)};
            auto box = request.pages.front().qr;
            box = {box.x - 2, box.y - 2, box.w + 4, box.h + 4};
            copy_box(press.blank(request, 1), page.page, box);
            return page;
        }
        case 5: {
            auto later = request;
            later.version = 7;
            return {"version that is not known", press.blank(later, 1)};
        }
        case 6:
            return {"rearranged request", rearranged(press.blank(request, 1))};
        default: {
            const auto& declaration = paper_called(papers, "applicant-declaration");
            return {"declaration given out as a request", press.blank(declaration, 1), request.id,
                    declaration.id};
        }
    }
}

}  // namespace

WrongPage wrong_page(Press& press, const templates::Library& papers, int number, std::uint64_t seed) {
    Dice dice(seed);
    auto page = made(press, papers, number, dice);
    page.page = put_through(page.page, dice.one_of(qualities()), seed).page;
    return page;
}

bool read_as_if_it_fitted(const WrongPage& page, const std::vector<DocumentReading>& documents) {
    return std::any_of(documents.begin(), documents.end(), [&](const auto& document) {
        return !document.form.empty() && document.form != page.truly &&
               std::any_of(document.pages.begin(), document.pages.end(),
                           [](const auto& finding) { return finding.registered; });
    });
}

}  // namespace sanad::bench
