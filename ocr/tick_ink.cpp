#include "ocr/tick_ink.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

constexpr double inside_mm = 0.35;  // the box's own line lies outside of this
constexpr double around_mm = 3;
constexpr double ring_over_mm = 0.8;  // a ring is larger than what it goes round by this

// A faint ring comes in pieces, none of which goes round the box: then there is ink beside it on several
// sides.
constexpr double beside_from_mm = 0.7, beside_to_mm = 2.6;
constexpr double beside_mm2 = 0.12;  // on one side; less is dirt
constexpr double large_mm = 14;      // a stamp, a line across the page; no tick is as long
constexpr int speck_px = 8;
constexpr double crumbs_mm2 = 0.2;       // a fax leaves of a fine stroke crumbs, each no larger than dust
constexpr double largest_stamp_mm = 28;  // radius; a cup's is larger, and nothing stands within it
constexpr double rim_mm = 1.5;           // of a stamp's ring, or a cup's, both sides together
constexpr double halo_mm = 0.6;          // the soft edge of the box's own line, where faint ink is looked for

// Pixels of one blot inside a box.
int pixels_inside(const Ink& ink, const Blot& blot, const cv::Rect& box) {
    const cv::Rect part = blot.bounds & box;
    if (part.empty()) return 0;
    return cv::countNonZero(ink.labels(part - ink.region.tl()) == blot.label);
}

bool goes_round(const Blot& blot, const cv::Rect& what) {
    const int over = static_cast<int>(ring_over_mm * zone_px_per_mm);
    const cv::Rect larger(what.x - over / 2, what.y - over / 2, what.width + over, what.height + over);
    return (blot.bounds & larger) == larger;
}

BoxMm reach_of(const templates::Field& field) {
    BoxMm all = field.box;
    for (const auto& option : field.options)
        for (const auto& box : {option.box, option.label_box}) {
            const double x1 = std::max(all.right(), box.right()), y1 = std::max(all.bottom(), box.bottom());
            all.x = std::min(all.x, box.x), all.y = std::min(all.y, box.y);
            all.w = x1 - all.x, all.h = y1 - all.y;
        }
    return grown(all, around_mm);
}

bool meet(const BoxMm& a, const BoxMm& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

int sides_with_ink(const FlatPage& page, const templates::Field& field, const BoxMm& box) {
    constexpr double wide = beside_to_mm - beside_from_mm;
    const std::array<BoxMm, 4> sides = {{{box.x, box.y - beside_to_mm, box.w, wide},
                                         {box.x, box.bottom() + beside_from_mm, box.w, wide},
                                         {box.x - beside_to_mm, box.y, wide, box.h},
                                         {box.right() + beside_from_mm, box.y, wide, box.h}}};
    return static_cast<int>(std::count_if(sides.begin(), sides.end(), [&](const auto& side) {
        const bool printed = std::any_of(field.options.begin(), field.options.end(), [&](const auto& option) {
            return meet(side, option.label_box) || meet(side, grown(option.box, inside_mm));
        });
        if (printed) return false;
        return faint_ink_mm2(page, side) > beside_mm2;
    }));
}

// The darkest fiftieth of the box: of a tick of a fine pen it is the pen's, of a shade that shines through
// the shade's.
double contrast_in(const FlatPage& page, const BoxMm& box) {
    const cv::Rect where = px_rect(box, page.filled.size());
    if (where.empty()) return 0;
    cv::Mat smooth;
    cv::blur(page.filled(where), smooth, {3, 3});
    std::vector<std::uint8_t> grey(smooth.begin<std::uint8_t>(), smooth.end<std::uint8_t>());
    const auto at = static_cast<std::ptrdiff_t>(grey.size() / 50);
    std::nth_element(grey.begin(), grey.begin() + at, grey.end());
    return 255.0 - grey[static_cast<std::size_t>(at)];
}

bool rings_cross(const FlatPage& page, const templates::Field& field) {
    return std::any_of(field.options.begin(), field.options.end(), [&](const auto& option) {
        return std::any_of(page.rings.begin(), page.rings.end(), [&](const auto& ring) {
            return crosses(ring, grown(option.box, beside_to_mm), 0);
        });
    });
}

// What stamps and cups left is rubbed out, and with it what of a mark lies under it.
FlatPage without_rings(const FlatPage& page) {
    FlatPage plain = page;
    plain.filled = page.filled.clone();
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * zone_px_per_mm)); };
    for (const auto& ring : page.rings)
        cv::circle(plain.filled, {px(ring.centre.x), px(ring.centre.y)}, px(ring.radius_mm),
                   cv::Scalar::all(255), px(rim_mm));
    return plain;
}

TickBoxes measure_plain(const FlatPage& page, const templates::Field& field);

}  // namespace

TickBoxes measure_ticks(const FlatPage& page, const templates::Field& field) {
    return rings_cross(page, field) ? measure_plain(without_rings(page), field) : measure_plain(page, field);
}

namespace {

// A long tail of a tick reaches into the neighbour's box: a blot counts for the box that has most of it.
TickBoxes measure_plain(const FlatPage& page, const templates::Field& field) {
    std::vector<OptionInk> outcome(field.options.size());
    std::vector<double> faint_mm2;
    std::vector<bool> tail(field.options.size(), false);  // of a neighbour's mark
    for (std::size_t i = 0; i < outcome.size(); ++i) {
        const auto& box = field.options[i].box;
        outcome[i].sides = sides_with_ink(page, field, box);
        outcome[i].contrast = contrast_in(page, grown(box, -halo_mm));
        faint_mm2.push_back(faint_ink_mm2(page, grown(box, -halo_mm)));
        outcome[i].stamped = std::any_of(page.rings.begin(), page.rings.end(), [&](const auto& ring) {
            return crosses(ring, grown(box, beside_to_mm), 0);
        });
        outcome[i].in_stamp = std::any_of(page.rings.begin(), page.rings.end(), [&](const auto& ring) {
            return ring.radius_mm <= largest_stamp_mm && reaches(ring, box, 0);
        });
    }
    const Ink ink = find_ink(page, reach_of(field), 6);
    for (const auto& blot : ink.blots) {
        std::vector<int> pixels;
        for (const auto& option : field.options)
            pixels.push_back(
                pixels_inside(ink, blot, px_rect(grown(option.box, -inside_mm), page.filled.size())));
        const int most = *std::max_element(pixels.begin(), pixels.end());
        for (std::size_t i = 0; i < field.options.size(); ++i) {
            const auto& option = field.options[i];
            const auto inside = px_rect(grown(option.box, -inside_mm), page.filled.size());
            if (pixels[i] * 3 >= most)
                outcome[i].share += pixels[i] / std::max(1.0, static_cast<double>(inside.area()));
            else if (pixels[i] > 0)
                tail[i] = true;
            if (goes_round(blot, px_rect(option.box, page.filled.size())) && pixels[i] * 4 < blot.area)
                outcome[i].ring = true;
            if (goes_round(blot, px_rect(option.label_box, page.filled.size()))) outcome[i].ring = true;
            if (pixels[i] > 0 && goes_round(blot, inside)) outcome[i].runs_over = true;
            if (pixels[i] * 3 >= most && pixels[i] > speck_px &&
                std::max(blot.bounds.width, blot.bounds.height) > large_mm * zone_px_per_mm)
                outcome[i].large = true;
        }
    }
    for (std::size_t i = 0; i < outcome.size(); ++i)
        outcome[i].faint = faint_mm2[i] > (tail[i] ? faint_mark_mm2 : crumbs_mm2);
    return {&field, std::move(outcome)};
}

}  // namespace

}  // namespace sanad::ocr
