#include "ocr/ruled_guess.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

constexpr PointMm paper_size = {210, 297};
constexpr double smallest = 0.6, largest = 1.6;  // times the size at which the paper fills the picture
constexpr double size_step = 1.01;
constexpr double bin_mm = 1;
constexpr int bins = 700;        // shifts of -350..350 mm
constexpr double near_mm = 2.5;  // a line this near to where it should be is that line
constexpr double least_covered_mm = 250;
constexpr std::size_t sizes_tried = 16, shifts_tried = 3, guesses_kept = 6;

// The lines of one direction, in millimetres or in pixels.
using Lines = std::vector<RuledLine>;

struct Sides {
    Lines level, upright;
};

Sides sides_of(const templates::PageLayout& layout) {
    Sides out;
    for (const auto& line : layout.lines) {
        const double dx = std::abs(line.to.x - line.from.x), dy = std::abs(line.to.y - line.from.y);
        if (std::max(dx, dy) < 5) continue;
        if (dx > dy)
            out.level.push_back({(line.from.y + line.to.y) / 2, std::min(line.from.x, line.to.x),
                                 std::max(line.from.x, line.to.x)});
        else
            out.upright.push_back({(line.from.x + line.to.x) / 2, std::min(line.from.y, line.to.y),
                                   std::max(line.from.y, line.to.y)});
    }
    return out;
}

// The ruling seen with the picture turned by quarters, clockwise: what lay left lies above.
Sides turned(const Ruling& ruling, int quarters, cv::Size& size) {
    Sides out{ruling.level, ruling.upright};
    size = ruling.size;
    for (int i = 0; i < quarters; ++i) {
        Sides next;
        for (const auto& line : out.upright)
            next.level.push_back({line.at, size.height - line.to, size.height - line.from});
        for (const auto& line : out.level)
            next.upright.push_back({size.height - line.at, line.from, line.to});
        out = std::move(next);
        size = {size.height, size.width};
    }
    return out;
}

// How many millimetres of lines fall onto each other for each shift of the paper's lines.
std::array<double, bins> votes(const Lines& seen, const Lines& printed, double px_per_mm) {
    std::array<double, bins> out = {};
    for (const auto& s : seen)
        for (const auto& p : printed) {
            const int bin = static_cast<int>(std::floor((s.at / px_per_mm - p.at) / bin_mm)) + bins / 2;
            if (bin >= 0 && bin < bins)
                out[static_cast<std::size_t>(bin)] += std::min((s.to - s.from) / px_per_mm, p.to - p.from);
        }
    return out;
}

struct Shift {
    double mm = 0;
    double weight = 0;
};

// The heaviest shifts that are no neighbours of each other.
std::vector<Shift> heaviest(std::array<double, bins> weights) {
    std::vector<Shift> out;
    while (out.size() < shifts_tried) {
        Shift best;
        int at = 0;
        for (int i = 0; i + 1 < bins; ++i) {
            const auto k = static_cast<std::size_t>(i);
            const double both = weights[k] + weights[k + 1];
            if (both > best.weight) best = {(i + 1 - bins / 2) * bin_mm, both}, at = i;
        }
        if (best.weight <= 0) break;
        out.push_back(best);
        for (int i = std::max(0, at - 2); i <= std::min(bins - 1, at + 3); ++i)
            weights[static_cast<std::size_t>(i)] = 0;
    }
    return out;
}

struct Candidate {
    int quarters = 0;
    double px_per_mm = 1;
    double x_mm = 0, y_mm = 0;  // the paper's corner in the picture
    double weight = 0;
    double share = 0;  // of what it has within the picture, what the page has there
    PointMm anchor = {};
};

struct Covered {
    double pictured_mm = 0, covered_mm = 0, moment = 0;
};

// Of the printed lines that the candidate has within the picture, how much the page has there. `across` and
// `along` are the shifts in millimetres, `wide` and `long_mm` the picture's size.
Covered covered(const Lines& seen, const Lines& printed, double px_per_mm, double across, double along,
                double wide, double long_mm) {
    Covered out;
    for (const auto& p : printed) {
        const double at = p.at + across, from = std::max(0.0, p.from + along),
                     to = std::min(long_mm, p.to + along);
        if (at < 0 || at > wide || to - from < 3) continue;
        double best = 0;
        for (const auto& s : seen) {
            if (std::abs(s.at / px_per_mm - at) > near_mm) continue;
            best = std::max(best, std::min(s.to / px_per_mm, to) - std::max(s.from / px_per_mm, from));
        }
        out.pictured_mm += to - from;
        out.covered_mm += best;
        out.moment += best * p.at;
    }
    return out;
}

// Sets the candidate's weight: what of the lines it covers, more where it covers more of them.
void weigh(Candidate& candidate, const Sides& seen, const Sides& printed, cv::Size size) {
    const double s = candidate.px_per_mm, wide = size.width / s, high = size.height / s;
    const auto level = covered(seen.level, printed.level, s, candidate.y_mm, candidate.x_mm, high, wide);
    const auto upright =
        covered(seen.upright, printed.upright, s, candidate.x_mm, candidate.y_mm, wide, high);
    const double pictured = level.pictured_mm + upright.pictured_mm,
                 there = level.covered_mm + upright.covered_mm;
    candidate.share = pictured > 0 ? there / pictured : 0;
    candidate.weight = there < least_covered_mm ? 0 : candidate.share * std::sqrt(there);
    if (level.covered_mm > 0) candidate.anchor.y = level.moment / level.covered_mm;
    if (upright.covered_mm > 0) candidate.anchor.x = upright.moment / upright.covered_mm;
}

// The sizes and directions in which most lines fall onto each other, with their likeliest shifts.
void candidates_of(const Sides& seen, const Sides& printed, int quarters, cv::Size size,
                   std::vector<Candidate>& into) {
    const double fills_x = size.width / paper_size.x, fills_y = size.height / paper_size.y;
    const double last = std::max(fills_x, fills_y) * largest;
    for (double s = std::min(fills_x, fills_y) * smallest; s < last; s *= size_step) {
        const auto down = heaviest(votes(seen.level, printed.level, s)),
                   across = heaviest(votes(seen.upright, printed.upright, s));
        for (const auto& y : down)
            for (const auto& x : across)
                into.push_back({quarters, s, x.mm, y.mm, x.weight + y.weight, 0, {}});
    }
}

void keep_best(std::vector<Candidate>& candidates, std::size_t count) {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.weight > b.weight; });
    if (candidates.size() > count) candidates.resize(count);
}

Placement placement_of(const Candidate& c, const Ruling& ruling, cv::Size size) {
    cv::Matx33d m(c.px_per_mm, 0, c.x_mm * c.px_per_mm, 0, c.px_per_mm, c.y_mm * c.px_per_mm, 0, 0, 1);
    // Back by a quarter at a time, anticlockwise.
    for (int i = 0; i < c.quarters; ++i) {
        m = cv::Matx33d(0, 1, 0, -1, 0, static_cast<double>(size.width), 0, 0, 1) * m;
        size = {size.height, size.width};
    }
    const auto& t = ruling.to_page;
    return Placement(cv::Matx33d(t(0, 0), t(0, 1), t(0, 2), t(1, 0), t(1, 1), t(1, 2), 0, 0, 1) * m);
}

bool alike(const Candidate& a, const Candidate& b) {
    return a.quarters == b.quarters && std::abs(a.px_per_mm / b.px_per_mm - 1) < 0.025 &&
           std::abs(a.x_mm - b.x_mm) < 4 && std::abs(a.y_mm - b.y_mm) < 4;
}

}  // namespace

std::vector<RuledGuess> guess_from_ruling(const Ruling& ruling, const templates::PageLayout& layout) {
    const Sides printed = sides_of(layout);
    std::vector<RuledGuess> out;
    for (const auto* lines : {&printed.level, &printed.upright, &ruling.level, &ruling.upright})
        if (lines->size() < 4) return out;
    std::array<Sides, 4> seen;
    std::array<cv::Size, 4> sizes;
    std::vector<Candidate> candidates;
    for (int q = 0; q < 4; ++q) {
        const auto i = static_cast<std::size_t>(q);
        seen[i] = turned(ruling, q, sizes[i]);
        candidates_of(seen[i], printed, q, sizes[i], candidates);
    }
    keep_best(candidates, sizes_tried * shifts_tried * shifts_tried);
    for (auto& one : candidates) {
        const auto i = static_cast<std::size_t>(one.quarters);
        weigh(one, seen[i], printed, sizes[i]);
    }
    keep_best(candidates, candidates.size());
    std::vector<Candidate> kept;
    for (const auto& one : candidates) {
        const auto same = [&](const Candidate& other) { return alike(one, other); };
        if (one.weight <= 0 || kept.size() == guesses_kept) break;
        if (std::any_of(kept.begin(), kept.end(), same)) continue;
        kept.push_back(one);
        out.push_back({placement_of(one, ruling, sizes[static_cast<std::size_t>(one.quarters)]), one.anchor,
                       one.share});
    }
    return out;
}

}  // namespace sanad::ocr
