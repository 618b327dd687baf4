#include "ocr/training/witness_example.h"

#include <algorithm>
#include <cmath>

#include "ocr/field_sheet.h"
#include "ocr/witness_network.h"
#include "ocr/witness_strip.h"

namespace sanad::ocr::training {
namespace {

constexpr int slack = 3;  // columns by which a letter may be seen beside its place
constexpr int widest = 900;

std::vector<PrintedLetter> from_left(const std::vector<PrintedLetter>& letters) {
    std::vector<PrintedLetter> sorted(letters.rbegin(), letters.rend());  // where two share a place
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.left + a.right < b.left + b.right; });
    return sorted;
}

}  // namespace

std::optional<StripExample> example_of(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                                       const std::vector<PrintedLetter>& letters, double skew_deg) {
    const auto crop = lines_of_sheet(sheet, width_mm, height_mm, box, skew_deg);
    if (crop.lines.size() != 1) return std::nullopt;
    StripExample example;
    StripPlace place;
    example.strip = strip_of(crop.lines.front().grey, &place);
    if (example.strip.width == 0 || example.strip.width > widest) return std::nullopt;
    const auto column = [&](double mm) {
        const double px = mm * zone_px_per_mm - crop.lines.front().where.x;
        return (px - place.left) * place.scale / 2;
    };
    for (const auto& one : from_left(letters)) {
        example.signs.push_back(sign_of(one.letter));
        example.spans.push_back({static_cast<int>(std::floor(column(one.left))) - slack,
                                 static_cast<int>(std::ceil(column(one.right))) + slack});
    }
    return example;
}

}  // namespace sanad::ocr::training
