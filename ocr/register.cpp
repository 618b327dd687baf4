#include "ocr/register.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/printed_lines.h"

namespace sanad::ocr {
namespace {

constexpr double enough_lines = 0.6;  // found, of a page that fits: docs/decisions/0050
constexpr double largest_residual_mm = 0.4;
constexpr std::size_t hypotheses_looked_at = 8;
// How far a mark may lie from where a guess expects it, as a share of the distance from what the guess rests
// on: perspective and a code of two centimetres leave that much open.
constexpr double mark_gate = 0.13;
constexpr std::array<double, 4> reaches_mm = {2.6, 1.4, 0.9, 0.9};
constexpr double usual_residual_mm = 0.08;  // nineteen pages in twenty lie better than that

struct Hypothesis {
    Placement placement;
    int marks = 0;
    double cost = 0;  // lower is better
};

// Matches the layout's marks to candidates near where `guess` expects them.
Hypothesis with_marks(const Placement& guess, PointMm anchor, const templates::PageLayout& layout,
                      const std::vector<MarkCandidate>& candidates, std::vector<Sighting> others) {
    Hypothesis outcome{guess, 0, 0};
    std::vector<Sighting> sightings;
    for (const auto& mark : layout.marks) {
        const double away = std::hypot(mark.centre.x - anchor.x, mark.centre.y - anchor.y);
        const auto scale = guess.px_per_mm(mark.centre);
        const double px_per_mm = (scale.x + scale.y) / 2;
        const double gate = (mark_gate * away + 3) * px_per_mm;
        const cv::Point2d expected = guess.px(mark.centre);
        const MarkCandidate* best = nullptr;
        double best_cost = 1.0;
        for (const auto& candidate : candidates) {
            const double size = candidate.side / (mark.size * px_per_mm);
            if (size < 0.65 || size > 1.5) continue;
            const double cost =
                cv::norm(candidate.centre - expected) / gate + (candidate.shape == mark.shape ? 0 : 0.3);
            if (cost < best_cost) best_cost = cost, best = &candidate;
        }
        if (best == nullptr) {
            outcome.cost += 1;
            continue;
        }
        outcome.cost += best_cost;
        ++outcome.marks;
        sightings.push_back({mark.centre, best->centre});
    }
    sightings.insert(sightings.end(), others.begin(), others.end());
    if (outcome.marks >= 2 || (outcome.marks == 1 && !others.empty())) outcome.placement = place(sightings);
    return outcome;
}

std::vector<Sighting> corners_of(const FoundCode& code, const BoxMm& qr) {
    const std::array<PointMm, 4> paper = {
        {{qr.x, qr.y}, {qr.right(), qr.y}, {qr.right(), qr.bottom()}, {qr.x, qr.bottom()}}};
    std::vector<Sighting> sightings;
    for (std::size_t i = 0; i < 4; ++i) sightings.push_back({paper[i], code.corners[i]});
    return sightings;
}

void guess_from_code(const FoundCode& code, const templates::PageLayout& layout,
                     const std::vector<MarkCandidate>& marks, std::vector<Hypothesis>& into) {
    const auto corners = corners_of(code, layout.qr);
    const PointMm anchor = layout.qr.centre();
    const std::vector<Sighting> middle = {{anchor, (code.corners[0] + code.corners[2]) * 0.5}};
    for (const auto& guess : {place_similar(corners), place_affine(corners)}) {
        into.push_back(with_marks(guess, anchor, layout, marks, middle));
        if (into.back().marks < 2) into.back().placement = guess;
        into.back().cost -= 4;  // the code says which way up the page is: looked at first
    }
}

// Two marks of the layout held against two candidates, every way round; a third mark bears it out, or else
// that the paper is as large as the picture: a page fed askew loses two corners.
void guess_from_marks(double picture_px_per_mm, const templates::PageLayout& layout,
                      const std::vector<MarkCandidate>& candidates, std::vector<Hypothesis>& into) {
    const auto& marks = layout.marks;
    for (std::size_t i = 0; i < marks.size(); ++i)
        for (std::size_t j = i + 1; j < marks.size(); ++j) {
            const double paper_mm =
                std::hypot(marks[i].centre.x - marks[j].centre.x, marks[i].centre.y - marks[j].centre.y);
            for (const auto& a : candidates)
                for (const auto& b : candidates) {
                    const double px_per_mm = cv::norm(a.centre - b.centre) / paper_mm;
                    const double size_a = a.side / (marks[i].size * px_per_mm);
                    const double size_b = b.side / (marks[j].size * px_per_mm);
                    if (!(size_a > 0.7 && size_a < 1.45 && size_b > 0.7 && size_b < 1.45)) continue;
                    if (a.shape != marks[i].shape || b.shape != marks[j].shape) continue;
                    const auto guess =
                        place_similar({{marks[i].centre, a.centre}, {marks[j].centre, b.centre}});
                    into.push_back(with_marks(guess, marks[i].centre, layout, candidates, {}));
                    const bool as_large_as_the_picture =
                        std::abs(std::log(px_per_mm / picture_px_per_mm)) < 0.05;
                    if (into.back().marks < (as_large_as_the_picture ? 2 : 3)) into.pop_back();
                }
        }
}

// The picture is the page, to its edges: for a scan whose marks are cut away. Four ways round.
void guess_from_edges(const cv::Mat& page, std::vector<Hypothesis>& into) {
    const double w = page.cols, h = page.rows;
    const std::array<cv::Point2d, 4> corners = {{{0, 0}, {w, 0}, {w, h}, {0, h}}};
    const std::array<PointMm, 4> paper = {{{0, 0}, {210, 0}, {210, 297}, {0, 297}}};
    for (std::size_t turn = 0; turn < 4; ++turn) {
        const bool upright = turn % 2 == 0;
        if (upright != (h >= w)) continue;
        std::vector<Sighting> sightings;
        for (std::size_t i = 0; i < 4; ++i) sightings.push_back({paper[i], corners[(i + turn) % 4]});
        into.push_back({place(sightings), 0, 10});
    }
}

bool sensible(const Placement& placement) {
    const auto scale = placement.px_per_mm({105, 148});
    const auto top = placement.px_per_mm({105, 20}), bottom = placement.px_per_mm({105, 277});
    const double dpi = (scale.x + scale.y) / 2 * mm_per_inch;
    const double ratio = scale.x / scale.y, depth = top.x / bottom.x;
    return std::isfinite(dpi) && dpi > 50 && dpi < 1300 && ratio > 0.6 && ratio < 1.6 && depth > 0.5 &&
           depth < 2;
}

void improve(const cv::Mat& page, const templates::PageLayout& layout, Registration& outcome) {
    for (const double reach : reaches_mm) {
        const auto samples = look_for_lines(page, layout.lines, outcome.placement, reach);
        const auto next = corrected(outcome.placement, samples);
        if (!sensible(next)) break;
        outcome.placement = next;
    }
    const auto evidence = weigh(look_for_lines(page, layout.lines, outcome.placement, 1.2), layout.lines);
    outcome.lines_found = evidence.found;
    outcome.residual_mm = evidence.residual_mm;
}

Registration settle(const cv::Mat& page, const templates::PageLayout& layout, const Hypothesis& hypothesis) {
    Registration outcome{hypothesis.placement, 0, 0, hypothesis.marks, false};
    if (!sensible(outcome.placement)) return outcome;
    improve(page, layout, outcome);
    // One end of the page may have come to lie on its neighbours' lines: from the better placement they are
    // sought once more, as wide.
    if (outcome.residual_mm > usual_residual_mm) {
        auto again = outcome;
        improve(page, layout, again);
        if (again.lines_found >= outcome.lines_found && again.residual_mm < outcome.residual_mm)
            outcome = again;
    }
    outcome.fits = outcome.lines_found >= enough_lines && outcome.residual_mm <= largest_residual_mm;
    return outcome;
}

}  // namespace

Registration register_page(const cv::Mat& clean_page, const templates::PageLayout& layout,
                           const std::vector<MarkCandidate>& marks, const std::optional<FoundCode>& code) {
    std::vector<Hypothesis> hypotheses;
    if (code) guess_from_code(*code, layout, marks, hypotheses);
    const double picture_px_per_mm = std::max(clean_page.cols, clean_page.rows) / 297.0;
    guess_from_marks(picture_px_per_mm, layout, marks, hypotheses);
    std::stable_sort(hypotheses.begin(), hypotheses.end(),
                     [](const Hypothesis& a, const Hypothesis& b) { return a.cost < b.cost; });
    if (hypotheses.size() > hypotheses_looked_at) hypotheses.resize(hypotheses_looked_at);
    guess_from_edges(clean_page, hypotheses);
    Registration best;
    for (const auto& hypothesis : hypotheses) {
        const auto outcome = settle(clean_page, layout, hypothesis);
        if (outcome.lines_found > best.lines_found) best = outcome;
        if (best.fits && best.lines_found > 0.85) break;
    }
    return best;
}

}  // namespace sanad::ocr
