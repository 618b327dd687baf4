#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

constexpr double speck_mm2 = 0.12;
constexpr double little_mm2 = 0.6;  // all ink together: less is dirt
constexpr double much_mm2 = 3.0;    // and a signature has more than this …
constexpr double signature_mm = 6;  // … with one stroke at least this long
constexpr double initials_mm = 3;   // no dot of dirt is as long
constexpr double edge_mm = 0.6;     // remains of the frame
constexpr double over_mm = 14;  // how far beyond the box is looked at: a signature may run over its border
constexpr double straight_mm =
    1.1;                        // a straight stroke alone is a staple, a fold, a line struck through the box
constexpr double rim_mm = 0.7;  // of a stamp's ring, to both sides
// Of a stroke too pale for ink: the back of the sheet shows print, and print has no strokes as large.
constexpr double faint_long_mm = 10, faint_high_mm = 2.5;
constexpr double faint_straight_mm = 1.8;  // soft edges belong to it
constexpr double run_mm = 8;  // straight runs of that length are frames, seen from behind, and folds

constexpr double widest_ring_mm = 65, ring_rms_mm = 0.7;  // 2.4 mm of a cup's rim

constexpr double px2_per_mm2 = zone_px_per_mm * zone_px_per_mm;

int px(double mm) { return static_cast<int>(std::lround(mm * zone_px_per_mm)); }

// The page round a box.
struct Around {
    cv::Rect region;  // of the flat page
    cv::Rect box;     // within the region
};

Around around(const FlatPage& page, const BoxMm& box) {
    const cv::Rect region = px_rect(grown(box, over_mm), page.filled.size());
    return {region, px_rect(grown(box, -edge_mm), page.filled.size()) - region.tl()};
}

void leave_out_rings(const FlatPage& page, const Around& where, cv::Mat& ink) {
    for (const auto& ring : page.rings) {
        const cv::Point centre = cv::Point(px(ring.centre.x), px(ring.centre.y)) - where.region.tl();
        cv::circle(ink, centre, px(ring.radius_mm), cv::Scalar::all(0), px(2 * rim_mm));
    }
}

// Ink that lies within a stamp may be the stamp's own letters.
void leave_out_stamps(const FlatPage& page, const Around& where, cv::Mat& ink) {
    for (const auto& ring : page.rings) {
        const cv::Point centre = cv::Point(px(ring.centre.x), px(ring.centre.y)) - where.region.tl();
        cv::circle(ink, centre, px(ring.radius_mm + rim_mm), cv::Scalar::all(0), cv::FILLED);
    }
}

// What was written into the box.
struct Strokes {
    double mm2 = 0;
    double longest_mm = 0;  // of those that are not straight
    double mm2_long = 0;    // of those
};

bool is_straight(const cv::Mat& labels, int label, const cv::Rect& bounds, double most_mm) {
    std::vector<cv::Point> points;
    cv::findNonZero(labels(bounds) == label, points);
    const auto tight = cv::minAreaRect(points);
    return std::min(tight.size.width, tight.size.height) < most_mm * zone_px_per_mm;
}

// A piece of the ring that a cup or a stamp left: its points lie on one circle (least squares, Kåsa 1976).
bool is_arc(const cv::Mat& labels, int label, const cv::Rect& bounds) {
    std::vector<cv::Point> points;
    cv::findNonZero(labels(bounds) == label, points);
    cv::Mat left(static_cast<int>(points.size()), 3, CV_64F), right(left.rows, 1, CV_64F), circle;
    for (int i = 0; i < left.rows; ++i) {
        const cv::Point2d at = points[static_cast<std::size_t>(i)];
        double* row = left.ptr<double>(i);
        row[0] = at.x, row[1] = at.y, row[2] = 1;
        right.at<double>(i) = at.x * at.x + at.y * at.y;
    }
    if (!cv::solve(left, right, circle, cv::DECOMP_SVD)) return false;
    const double x = circle.at<double>(0) / 2, y = circle.at<double>(1) / 2;
    const double radius = std::sqrt(std::max(0.0, circle.at<double>(2) + x * x + y * y));
    double squares = 0;
    for (const auto& at : points) squares += std::pow(std::hypot(at.x - x, at.y - y) - radius, 2);
    return radius < widest_ring_mm * zone_px_per_mm &&
           std::sqrt(squares / static_cast<double>(points.size())) < ring_rms_mm * zone_px_per_mm;
}

// A piece of ink belongs to the box that holds the most of it; what only passes through is another's.
// `faint`: strokes too pale for ink.
Strokes strokes_in(const cv::Mat& ink, const cv::Rect& box, bool faint) {
    const double high_mm = faint ? faint_high_mm : 0;
    Strokes strokes;
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    std::vector<int> inside(static_cast<std::size_t>(count), 0);
    for (int y = box.y; y < box.y + box.height; ++y)
        for (int x = box.x; x < box.x + box.width; ++x)
            ++inside[static_cast<std::size_t>(labels.at<int>(y, x))];
    for (int i = 1; i < count; ++i) {
        const int area = stats.at<int>(i, cv::CC_STAT_AREA), own = inside[static_cast<std::size_t>(i)];
        if (area < speck_mm2 * px2_per_mm2 || own * 2 < area) continue;
        const cv::Rect bounds(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                              stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        strokes.mm2 += own / px2_per_mm2;
        const double length = std::max(bounds.width, bounds.height) / zone_px_per_mm;
        if (length < initials_mm || std::min(bounds.width, bounds.height) < high_mm * zone_px_per_mm ||
            is_straight(labels, i, bounds, faint ? faint_straight_mm : straight_mm) ||
            (faint && is_arc(labels, i, bounds)))
            continue;
        strokes.longest_mm = std::max(strokes.longest_mm, length);
        strokes.mm2_long += own / px2_per_mm2;
    }
    return strokes;
}

bool is_clear(const Strokes& strokes) {
    return strokes.mm2_long >= much_mm2 && strokes.longest_mm >= signature_mm;
}

// The grey that is darker than this box's paper by more than its grain. Most of the box is paper.
int below_paper(const cv::Mat& smooth) {
    std::array<int, 256> count{};
    for (auto it = smooth.begin<unsigned char>(); it != smooth.end<unsigned char>(); ++it) ++count[*it];
    const auto quantile = [&](double share) {
        auto left = static_cast<int>(share * static_cast<double>(smooth.total()));
        int grey = 0;
        while (grey < 255 && (left -= count[static_cast<std::size_t>(grey)]) > 0) ++grey;
        return grey;
    };
    // Of a bell the fifth part lies more than 0.84 deviations below the middle; what is written takes some of
    // it.
    const int middle = quantile(0.5);
    const double deviation = (middle - quantile(0.2)) / 0.84;
    return middle - static_cast<int>(std::lround(std::clamp(5 * deviation, 12.0, 60.0)));
}

// Anything clearly darker than the paper's own grain, be it too pale for ink; straight runs left out.
cv::Mat faint_ink(const FlatPage& page, const Around& where) {
    cv::Mat smooth;
    cv::GaussianBlur(page.filled(where.region), smooth, {0, 0}, 1.5);
    cv::Mat ink = smooth < below_paper(smooth(where.box)), runs;
    for (const cv::Size along : {cv::Size(px(run_mm), 1), cv::Size(1, px(run_mm))}) {
        cv::morphologyEx(ink, runs, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, along));
        cv::dilate(runs, runs, cv::Mat::ones(3, 3, CV_8U));
        ink.setTo(0, runs);
    }
    cv::morphologyEx(ink, ink, cv::MORPH_CLOSE, cv::Mat::ones(5, 5, CV_8U));
    return ink;
}

void found(Reading& reading, double confidence) {
    reading.state = ReadState::read;
    reading.value = "present";
    reading.confidence = confidence;
}

}  // namespace

Reading blank_reading(const templates::Field& field, ReadState state) {
    Reading reading;
    reading.key = field.key;
    reading.page = field.page;
    reading.box = field.box;
    reading.state = state;
    return reading;
}

Reading read_presence(const FlatPage& page, const templates::Field& field) {
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "ink-2";
    const auto where = around(page, field.box);
    if (where.box.empty()) return reading;
    const bool stamped = std::any_of(page.rings.begin(), page.rings.end(),
                                     [&](const auto& ring) { return reaches(ring, field.box, rim_mm); });
    cv::Mat ink = page.filled(where.region) < page.ink_level;
    if (stamped) {
        leave_out_stamps(page, where, ink);
        if (is_clear(strokes_in(ink, where.box, false))) {
            found(reading, 0.9995);
            return reading;
        }
        ink = page.filled(where.region) < page.ink_level;
        leave_out_rings(page, where, ink);
    }
    const auto strokes = strokes_in(ink, where.box, false);
    if (!stamped && is_clear(strokes)) {
        found(reading, 0.9995);
    } else if (!stamped && strokes.longest_mm > 0 && strokes.mm2 >= little_mm2) {
        found(reading, 0.6);
    } else {
        // Dirt, a staple, what a stamp left: nothing that anybody signs with, for a person to see.
        // A black-and-white scan swallows a pale pen whole.
        const bool doubtful = stamped || page.bitonal || strokes.mm2 >= little_mm2;
        reading.confidence = doubtful ? 0.5 : strokes.mm2 <= 0 ? 0.9999 : 0.99;
        cv::Mat faint = faint_ink(page, where);
        leave_out_rings(page, where, faint);
        if (strokes_in(faint, where.box, true).longest_mm >= faint_long_mm) found(reading, 0.6);
    }
    return reading;
}

}  // namespace sanad::ocr
