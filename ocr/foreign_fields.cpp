#include "ocr/foreign_fields.h"

#include <algorithm>
#include <cmath>

#include "ocr/sight.h"

namespace sanad::ocr {
namespace {

constexpr double around_mm = 6, reach_mm = 1.5;
constexpr double well_alike = 0.4, hardly_alike = 0.25;
constexpr double rim_mm = 0.2;  // a bubble's outline belongs to it
constexpr double common = 0.3;  // part of a page's boxes: so many rings nobody draws
constexpr double full_on_the_blank = 0.2;
constexpr double least_mark = 0.09, usual_noise = 0.01;
constexpr double mark_over_noise = 6, blank_over_noise = 3;

BoxMm reach_of(const templates::Field& field) {
    BoxMm all = field.options.empty() ? field.box : field.options.front().box;
    for (const auto& option : field.options) {
        const double right = std::max(all.right(), option.box.right());
        const double bottom = std::max(all.bottom(), option.box.bottom());
        all.x = std::min(all.x, option.box.x), all.y = std::min(all.y, option.box.y);
        all.w = right - all.x, all.h = bottom - all.y;
    }
    return grown(all, around_mm);
}

void move(templates::Field& field, PointMm by) {
    const auto move_box = [&](BoxMm& box) { box.x += by.x, box.y += by.y; };
    move_box(field.box);
    for (auto& cell : field.cell_boxes) move_box(cell);
    for (auto& option : field.options) move_box(option.box);
}

cv::Rect px_box(const BoxMm& box, const cv::Size& within) {
    const auto px = [](double mm) { return static_cast<int>(std::lround(mm * blank_px_per_mm)); };
    return cv::Rect(cv::Point(px(box.x), px(box.y)), cv::Point(px(box.right()), px(box.bottom()))) &
           cv::Rect({}, within);
}

double mean_grey(const cv::Mat& image, const BoxMm& box) {
    const cv::Rect where = px_box(box, image.size());
    return where.empty() ? 255 : cv::mean(image(where))[0];
}

// Of the darkest tenth of a box: what a pen leaves in it, not what the bubble's own outline does.
double contrast_in(const cv::Mat& image, const BoxMm& box) {
    const cv::Mat part = image(px_box(box, image.size()));
    if (part.empty()) return 0;
    std::vector<std::uint8_t> grey(part.begin<std::uint8_t>(), part.end<std::uint8_t>());
    const auto tenth = grey.begin() + static_cast<std::ptrdiff_t>(grey.size() / 10);
    std::nth_element(grey.begin(), tenth, grey.end());
    return 255.0 - *tenth;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Where the print of a copy lies a little beside that of the blank, its bubbles look like rings around
// bubbles.
void forget_common_rings(std::vector<TickBoxes>& all) {
    std::size_t boxes = 0, ringed = 0;
    for (const auto& field : all)
        for (const auto& ink : field.boxes) ++boxes, ringed += ink.ring || ink.sides > 1 ? 1 : 0;
    if (static_cast<double>(ringed) < common * static_cast<double>(boxes)) return;
    for (auto& field : all) {
        field.rings_hidden = true;
        for (auto& ink : field.boxes) ink.ring = false, ink.sides = 0, ink.large = false;
    }
}

}  // namespace

BesideBlank::BesideBlank(const cv::Mat& clean_page, const Placement& placement, const ForeignPage& blank)
    : flat(flat_at_blank_dpi(clean_page, placement, blank)), covered(flat.clone()), page(blank) {
    cover_boxes(covered, *blank.paper, blank.number);
}

void take_away_blank(FlatPage& page, const ForeignPage& blank) {
    if (page.filled.size() == blank.ink.size()) page.filled.setTo(255, blank.ink);
}

double settle_place(const BesideBlank& beside, templates::Field& field) {
    const auto match = match_patch(beside.covered, beside.page, reach_of(field), reach_mm);
    if (match.alike < hardly_alike) return 0;
    if (match.alike < well_alike) return hardly_seen;
    move(field, match.offset);
    return 1;
}

void measure_against_blank(const BesideBlank& beside, const FlatPage& page, std::vector<TickBoxes>& all) {
    const double contrast = std::max(60.0, 2.0 * (255 - page.ink_level));
    std::vector<double> darker, printed_ink;
    for (auto& field : all)
        for (std::size_t i = 0; i < field.boxes.size(); ++i) {
            const auto& here = field.field->options[i].box;
            const auto& printed = beside.page.paper->find(field.field->key)->options[i].box;
            const double blank = mean_grey(beside.page.grey, grown(printed, rim_mm));
            const double by = blank - mean_grey(beside.flat, grown(here, rim_mm));
            field.boxes[i].share = by / contrast;
            field.boxes[i].contrast = contrast_in(beside.flat, here);
            darker.push_back(field.boxes[i].share);
            printed_ink.push_back(255 - blank);
        }
    forget_common_rings(all);
    // Most boxes of a page stay empty: their scatter is what the scan does by itself.
    const double usual = median(darker);
    std::vector<double> scatter;
    for (const double one : darker) scatter.push_back(std::abs(one - usual));
    const double noise = std::max(usual_noise, 1.48 * median(scatter));
    const double usual_print = median(printed_ink);
    std::size_t box = 0;
    for (auto& field : all) {
        field.blank_below = blank_over_noise * noise;
        field.ticked_above = std::max(least_mark, mark_over_noise * noise);
        for (auto& ink : field.boxes) {
            ink.share = std::max(0.0, ink.share - std::min(usual, blank_over_noise * usual_noise));
            // Faint is what is left of the print beside its place. But in a box that is full on the blank
            // itself no mark can be seen.
            ink.faint = printed_ink[box++] > usual_print + full_on_the_blank * contrast;
        }
    }
}

}  // namespace sanad::ocr
