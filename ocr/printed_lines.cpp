#include "ocr/printed_lines.h"

#include <algorithm>
#include <cmath>

namespace sanad::ocr {
namespace {

constexpr double sample_every_mm = 4;
constexpr double across_step_mm = 0.085;  // about a pixel at 300 dpi
constexpr double least_contrast = 26;     // grey levels between the line and the paper beside it
constexpr double widest_line_mm = 1.1;
constexpr double on_the_line_mm = 0.6;  // nearer than this, a sample counts as found
constexpr double seen_share_of_a_line = 0.5;
constexpr int along_steps = 5;

// A picture between its pixels, by lines; in 1/65536 of a pixel and of a grey level. Registration asks it
// some hundred thousand times a page.
class Between {
public:
    static constexpr int bits = 16;

    explicit Between(const cv::Mat& image) : image_(image) {}

    static std::int64_t fixed(double px) { return std::llround(px * (1 << bits)); }
    bool holds(cv::Point2d p) const {
        return p.x >= 1 && p.y >= 1 && p.x < image_.cols - 2 && p.y < image_.rows - 2;
    }
    std::int64_t inside(std::int64_t x, std::int64_t y) const {  // where the picture holds it
        const std::int64_t fx = x >> 8 & 255, fy = y >> 8 & 255;
        const auto* upper = image_.ptr<std::uint8_t>(static_cast<int>(y >> bits)) + (x >> bits);
        const auto* lower = upper + image_.step;
        return (upper[0] * (256 - fx) + upper[1] * fx) * (256 - fy) +
               (lower[0] * (256 - fx) + lower[1] * fx) * fy;
    }
    std::int64_t anywhere(cv::Point2d p) const {
        constexpr std::int64_t paper = 255 << bits;
        return holds(p) ? inside(fixed(p.x), fixed(p.y)) : paper;
    }

private:
    const cv::Mat& image_;
};

// Grey across the line, averaged along a short piece of it: a line adds up, writing does not.
std::vector<double> profile(const cv::Mat& image, const Placement& placement, const LineSample& sample,
                            double half_piece_mm, double reach_mm) {
    const int steps = static_cast<int>(std::ceil(reach_mm / across_step_mm));
    const PointMm along{-sample.normal.y, sample.normal.x};
    const cv::Point2d centre = placement.px(sample.at);
    const cv::Point2d across =
        (placement.px({sample.at.x + sample.normal.x, sample.at.y + sample.normal.y}) - centre) *
        across_step_mm;
    const cv::Point2d piece =
        (placement.px({sample.at.x + along.x, sample.at.y + along.y}) - centre) * half_piece_mm;
    const Between picture(image);
    const bool inside =
        picture.holds(centre - across * steps - piece) && picture.holds(centre - across * steps + piece) &&
        picture.holds(centre + across * steps - piece) && picture.holds(centre + across * steps + piece);
    const auto dx = Between::fixed(across.x), dy = Between::fixed(across.y);
    std::vector<std::int64_t> sums(static_cast<std::size_t>(2 * steps + 1), 0);
    for (int k = 0; k < along_steps; ++k) {
        const cv::Point2d from = centre - across * steps + piece * (2.0 * k / (along_steps - 1) - 1);
        auto x = Between::fixed(from.x), y = Between::fixed(from.y);
        for (int i = 0; i <= 2 * steps; ++i, x += dx, y += dy)
            sums[static_cast<std::size_t>(i)] +=
                inside ? picture.inside(x, y) : picture.anywhere(from + across * i);
    }
    std::vector<double> grey;
    for (const auto sum : sums) grey.push_back(static_cast<double>(sum) / (along_steps << Between::bits));
    return grey;
}

// The line in a profile: the dark valley nearest to the middle that is as deep as the deepest almost.
void find_valley(const std::vector<double>& grey, LineSample& sample) {
    std::vector<double> sorted = grey;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(sorted.size() * 3 / 4), sorted.end());
    const double paper = sorted[sorted.size() * 3 / 4];
    const double darkest = *std::min_element(grey.begin(), grey.end());
    if (paper - darkest < least_contrast) return;
    const double level = paper - 0.6 * (paper - darkest);
    const int middle = static_cast<int>(grey.size() / 2);
    double best = 1e9;
    for (std::size_t i = 0; i < grey.size();) {
        if (grey[i] > level) {
            ++i;
            continue;
        }
        double weight = 0, moment = 0;
        const std::size_t begin = i;
        for (; i < grey.size() && grey[i] <= level; ++i) {
            weight += paper - grey[i];
            moment += (paper - grey[i]) * (static_cast<double>(i) - middle);
        }
        const bool cut_off = begin == 0 || i == grey.size();
        if (cut_off || static_cast<double>(i - begin) * across_step_mm > widest_line_mm) continue;
        const double offset = moment / weight * across_step_mm;
        if (std::abs(offset) < std::abs(best)) best = offset;
    }
    if (best > 1e8) return;
    sample.seen = true;
    sample.offset = best;
}

double length_of(const templates::Line& line) {
    return std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
}

}  // namespace

std::vector<LineSample> look_for_lines(const cv::Mat& clean_page, const std::vector<templates::Line>& lines,
                                       const Placement& placement, double reach_mm,
                                       const Surrounding& within) {
    std::vector<LineSample> samples;
    const cv::Rect2d picture(0, 0, clean_page.cols, clean_page.rows);
    for (std::size_t n = 0; n < lines.size(); ++n) {
        const double length = length_of(lines[n]);
        if (length < 2) continue;
        const PointMm along{(lines[n].to.x - lines[n].from.x) / length,
                            (lines[n].to.y - lines[n].from.y) / length};
        const int count = std::max(2, static_cast<int>(length / sample_every_mm));
        const double half_piece = std::min(1.4, 0.3 * length / count);
        for (int i = 0; i < count; ++i) {
            const double t = length * (i + 0.5) / count;
            LineSample sample{{lines[n].from.x + along.x * t, lines[n].from.y + along.y * t},
                              {-along.y, along.x}};
            if (std::hypot(sample.at.x - within.centre.x, sample.at.y - within.centre.y) > within.radius_mm)
                continue;
            sample.line = n;
            sample.in_picture = picture.contains(placement.px(sample.at));
            find_valley(profile(clean_page, placement, sample, half_piece, reach_mm), sample);
            samples.push_back(sample);
        }
    }
    return samples;
}

Placement corrected(const Placement& placement, const std::vector<LineSample>& samples) {
    std::vector<double> sizes;
    for (const auto& s : samples)
        if (s.seen) sizes.push_back(std::abs(s.offset));
    if (sizes.size() < 24) return placement;
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<long>(sizes.size() / 2), sizes.end());
    const double gross = std::max(0.15, 3 * sizes[sizes.size() / 2]);
    // How a small homography moves a point, linear in its eight parameters; only the part across the line is
    // seen.
    constexpr double unit = 100, cx = 105, cy = 148;
    cv::Mat ata = cv::Mat::zeros(8, 8, CV_64F), atb = cv::Mat::zeros(8, 1, CV_64F);
    for (const auto& s : samples) {
        if (!s.seen || std::abs(s.offset) > gross) continue;
        const double x = (s.at.x - cx) / unit, y = (s.at.y - cy) / unit, nx = s.normal.x, ny = s.normal.y;
        const double q = x * nx + y * ny;
        const cv::Mat row = (cv::Mat_<double>(1, 8) << nx, nx * x, nx * y, ny, ny * x, ny * y, q * x, q * y);
        ata += row.t() * row;
        atb += row.t() * (s.offset / unit);
    }
    // A little weight on "no change" keeps what the lines do not determine where it is.
    for (int i = 0; i < 8; ++i) ata.at<double>(i, i) += i % 3 == 0 && i < 6 ? 1e-3 : 0.3;
    cv::Mat d;
    cv::solve(ata, atb, d, cv::DECOMP_CHOLESKY);
    const auto at = [&](int i) { return d.at<double>(i); };
    const cv::Matx33d change(1 + at(1), at(2), at(0), at(4), 1 + at(5), at(3), -at(6), -at(7), 1);
    const cv::Matx33d in(1 / unit, 0, -cx / unit, 0, 1 / unit, -cy / unit, 0, 0, 1);
    return Placement(placement.matrix() * in.inv() * change * in);
}

LineEvidence weigh(const std::vector<LineSample>& samples, const std::vector<templates::Line>& lines) {
    std::vector<int> all(lines.size(), 0), on(lines.size(), 0), pictured(lines.size(), 0);
    double squares = 0, found = 0, total = 0, in_picture = 0, found_there = 0;
    int count = 0;
    for (const auto& s : samples) {
        ++all[s.line];
        pictured[s.line] += s.in_picture ? 1 : 0;
        if (!s.seen || std::abs(s.offset) > on_the_line_mm) continue;
        ++on[s.line];
        squares += s.offset * s.offset;
        ++count;
    }
    for (std::size_t n = 0; n < lines.size(); ++n) {
        if (all[n] == 0) continue;
        const double length = length_of(lines[n]), there = length * pictured[n] / all[n];
        total += length;
        in_picture += there;
        if (on[n] >= seen_share_of_a_line * all[n]) found += length;
        if (pictured[n] > 0 && on[n] >= seen_share_of_a_line * pictured[n]) found_there += there;
    }
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    return {share(found, total), count > 0 ? std::sqrt(squares / count) : 0, share(in_picture, total),
            share(found_there, in_picture)};
}

}  // namespace sanad::ocr
