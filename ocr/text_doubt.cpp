#include "ocr/text_doubt.h"

#include <algorithm>

namespace sanad::ocr {
namespace {

constexpr double least_dpi = 185;          // 200 and what is measured of it
constexpr double least_bitonal_dpi = 250;  // of a page in black and white: a fax loses whole dots
constexpr double ring_slack_mm = 1;        // beside a ring's own radius
constexpr double around_mm = 5;            // of a field is looked at
constexpr double runs_out_mm = 1.6;        // farther than a letter's tail does
constexpr double share_within = 0.1;       // of a blot's box, to be this field's business
constexpr double least_within_mm = 0.35;   // labels end 0.4 mm above the box, and scans blur them
constexpr int dot_px = 14;                 // the smallest dot of a letter at 300 dpi

double runs_out(const cv::Rect& blot, const cv::Rect& box) {
    return std::max({box.x - blot.x, box.y - blot.y, blot.br().x - box.br().x, blot.br().y - box.br().y}) /
           zone_px_per_mm;
}

}  // namespace

bool stands_clear(const FlatPage& page, const templates::Field& field, const TextCrop& crop) {
    if (page.scanned_dpi < (page.bitonal ? least_bitonal_dpi : least_dpi) || crop.remnant_px >= dot_px)
        return false;
    if (std::any_of(page.rings.begin(), page.rings.end(),
                    [&](const auto& ring) { return reaches(ring, field.box, ring_slack_mm); }))
        return false;
    const cv::Rect box = px_rect(field.box, page.filled.size());
    const Ink ink = find_ink(page, grown(field.box, around_mm));
    return std::none_of(ink.blots.begin(), ink.blots.end(), [&](const Blot& blot) {
        const cv::Rect within = blot.bounds & box;
        return within.area() > share_within * blot.bounds.area() &&
               std::min(within.width, within.height) > least_within_mm * zone_px_per_mm &&
               runs_out(blot.bounds, box) > runs_out_mm;
    });
}

}  // namespace sanad::ocr
