#include "ocr/text_crop.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <utility>

namespace sanad::ocr {
namespace {

constexpr double above_mm = 0.3;          // the label of our own papers ends 0.4 mm above the box
constexpr double smallest_text_mm = 0.7;  // a box whose largest blot is smaller is empty: dust
constexpr double least_ink_mm2 = 0.3;
constexpr double remnant_mm = 0.45;                  // to both sides of a printed line
constexpr int soft_px = 2;                           // edges of strokes, paler than ink
constexpr int least_dot_px = 12, most_dot_px = 150;  // of a dot paler than ink
constexpr int dust_px = 8;                           // smaller ink is nobody's
constexpr double least_of_fullest = 0.04;            // ink of a row beside the fullest one: one short word
constexpr double least_apart = 0.55;                 // rows, in ruled lines

// A remnant of a printed line: small, and all of it where one of the box's lines is.
bool is_remnant(const Blot& blot, const templates::Field& field) {
    const double top = blot.bounds.y / zone_px_per_mm, bottom = blot.bounds.br().y / zone_px_per_mm;
    const double left = blot.bounds.x / zone_px_per_mm, right = blot.bounds.br().x / zone_px_per_mm;
    const auto& box = field.box;
    const double pitch = box.h / std::max(1, field.lines);
    const double to_line = std::round((top + bottom - 2 * box.y) / 2 / pitch) * pitch + box.y;
    if (top > to_line - remnant_mm && bottom < to_line + remnant_mm && right - left < 2 * remnant_mm)
        return true;
    for (const double side : {box.x, box.right()})
        if (left > side - remnant_mm && right < side + remnant_mm && bottom - top < 2 * remnant_mm)
            return true;
    return false;
}

// The blots that belong to the field: their middle lies in its box.
std::vector<Blot> own_blots(const Ink& ink, const templates::Field& field, const cv::Rect& box,
                            int& remnant_px) {
    std::vector<Blot> own;
    for (const auto& blot : ink.blots) {
        if (!box.contains({static_cast<int>(blot.centre.x), static_cast<int>(blot.centre.y)})) continue;
        if (is_remnant(blot, field))
            remnant_px = std::max(remnant_px, blot.area);
        else
            own.push_back(blot);
    }
    return own;
}

bool is_empty(const std::vector<Blot>& blots) {
    int area = 0, largest = 0;
    for (const auto& blot : blots) {
        area += blot.area;
        largest = std::max({largest, blot.bounds.width, blot.bounds.height});
    }
    return largest < smallest_text_mm * zone_px_per_mm ||
           area < least_ink_mm2 * zone_px_per_mm * zone_px_per_mm;
}

// The field's own ink on white, of the size of the region.
cv::Mat mask_of(const Ink& ink, const std::vector<Blot>& blots) {
    cv::Mat mine = cv::Mat::zeros(ink.labels.size(), CV_8U);
    for (const auto& blot : blots) {
        const cv::Rect local = blot.bounds - ink.region.tl();
        mine(local).setTo(255, ink.labels(local) == blot.label);
    }
    return mine;
}

// Pieces of the line that are as small as dots at this level of grey, with something nearly as dark as ink in
// them, and nobody else's ink.
void add_dots(const cv::Mat& grey, int level, int least_px, int core, const cv::Mat& of_others,
              cv::Mat& dots) {
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(grey < level, labels, stats, centres, 8, CV_32S);
    for (int i = 1; i < count; ++i) {
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (area < least_px || area > most_dot_px) continue;
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const cv::Mat one = labels(box) == i;
        double darkest = 0;
        cv::minMaxLoc(grey(box), &darkest, nullptr, nullptr, nullptr, one);
        if (darkest < core && cv::countNonZero(one & of_others(box)) < dust_px) dots(box).setTo(255, one);
    }
}

// Dots paler than ink, which a blurred or pale scan makes of small ones: what is as small as dots and nearly
// as dark, alone or beside a dot that is ink. Without them ض is read as ص, and ي as ب. At one level alone the
// grey around a dot may reach its letter, at another the dot may be smaller than dust.
cv::Mat pale_dots(const FlatPage& page, const Ink& ink, const cv::Rect& line, const cv::Mat& mine) {
    const int above_ink = 255 - page.ink_level;
    const auto level = [&](int percent) { return page.ink_level + above_ink * percent / 100; };
    const cv::Rect local = line - ink.region.tl();
    const cv::Mat of_others = (ink.labels(local) != 0) & (mine(local) == 0);
    cv::Mat dots = cv::Mat::zeros(line.size(), CV_8U);
    for (const auto& [percent, least_px] : {std::pair{50, least_dot_px}, {35, dust_px}, {20, 6}, {10, 6}})
        add_dots(page.filled(line), level(percent), least_px, std::min(level(35), level(percent)), of_others,
                 dots);
    cv::Mat whole = cv::Mat::zeros(mine.size(), CV_8U);
    dots.copyTo(whole(local));
    return whole;
}

TextLine cut_line(const FlatPage& page, const Ink& ink, const std::vector<Blot>& blots) {
    TextLine line;
    cv::Rect all;
    for (const auto& blot : blots) all = all.empty() ? blot.bounds : all | blot.bounds;
    line.where =
        cv::Rect(all.x - soft_px, all.y - soft_px, all.width + 2 * soft_px, all.height + 2 * soft_px) &
        ink.region;
    const cv::Rect local = line.where - ink.region.tl();
    cv::Mat mine = mask_of(ink, blots);
    line.ink = mine(local).clone();
    mine |= pale_dots(page, ink, line.where, mine);
    cv::dilate(mine, mine, cv::getStructuringElement(cv::MORPH_RECT, {2 * soft_px + 1, 2 * soft_px + 1}));
    line.grey = cv::Mat(local.size(), CV_8U, cv::Scalar(255));
    sharp_part(page, line.where).copyTo(line.grey, mine(local));
    return line;
}

// Rows of ink in a box of several lines: the fullest heights, at least about half a ruled line apart, parted
// where there is least ink between them. Typed lines need not stand where the paper's ruled lines are.
std::vector<int> row_bounds(const cv::Mat& mine, int pitch) {
    cv::Mat rows, smooth;
    cv::reduce(mine, rows, 1, cv::REDUCE_SUM, CV_32F);
    cv::blur(rows, smooth, {1, std::max(3, pitch / 5)});
    double fullest = 0;
    cv::minMaxLoc(smooth, nullptr, &fullest);
    std::vector<int> order(static_cast<std::size_t>(smooth.rows)), middles;
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return smooth.at<float>(a) > smooth.at<float>(b); });
    for (const int y : order) {
        if (smooth.at<float>(y) < least_of_fullest * fullest) break;
        if (std::all_of(middles.begin(), middles.end(),
                        [&](int other) { return std::abs(other - y) > least_apart * pitch; }))
            middles.push_back(y);
    }
    std::sort(middles.begin(), middles.end());
    std::vector<int> bounds;  // between neighbouring rows
    for (std::size_t i = 1; i < middles.size(); ++i) {
        int least = middles[i - 1];
        for (int y = middles[i - 1]; y < middles[i]; ++y)
            if (smooth.at<float>(y) < smooth.at<float>(least)) least = y;
        bounds.push_back(least);
    }
    return bounds;
}

// Every blot with the row that holds its middle.
std::vector<std::vector<Blot>> rows_of(const Ink& ink, const std::vector<Blot>& own,
                                       const templates::Field& field) {
    if (field.lines < 2) return {own};
    const auto pitch = static_cast<int>(field.box.h / field.lines * zone_px_per_mm);
    const auto bounds = row_bounds(mask_of(ink, own), pitch);
    std::vector<std::vector<Blot>> rows(bounds.size() + 1);
    for (const auto& blot : own) {
        const auto middle = blot.bounds.y + blot.bounds.height / 2 - ink.region.y;
        const auto row = std::upper_bound(bounds.begin(), bounds.end(), middle) - bounds.begin();
        rows[static_cast<std::size_t>(row)].push_back(blot);
    }
    std::erase_if(rows, is_empty);
    return rows;
}

}  // namespace

TextCrop cut_text(const FlatPage& page, const templates::Field& field) {
    TextCrop crop;
    const Ink ink = find_ink(page, grown(field.box, above_mm));
    const auto own = own_blots(ink, field, px_rect(field.box, page.filled.size()), crop.remnant_px);
    if (is_empty(own)) {
        crop.specks = !own.empty();
        return crop;
    }
    for (const auto& row : rows_of(ink, own, field)) crop.lines.push_back(cut_line(page, ink, row));
    return crop;
}

}  // namespace sanad::ocr
