#include "ocr/register.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/printed_lines.h"

namespace sanad::ocr {
namespace {

constexpr double enough_lines = 0.6;  // found, of a page that fits: docs/decisions/0050
// Of a sheet that is not wholly in the picture: nearly all that should be seen of it, and not too little.
constexpr double enough_of_the_picture = 0.88, least_in_picture = 0.4;
constexpr double largest_residual_mm = 0.4;
constexpr double surely_lies_so = 0.85;  // share of the lines from which on nothing better is looked for
constexpr std::size_t hypotheses_looked_at = 5, hypotheses_glanced_at = 24;
// How far a mark may lie from where a guess expects it, as a share of the distance from what the guess rests
// on: perspective and a code of two centimetres leave that much open.
constexpr double mark_gate = 0.13;
constexpr std::array<double, 4> reaches_mm = {2.6, 1.4, 0.9, 0.9};
// From what a guess rests on, to the whole page: its errors grow with the distance.
constexpr std::array<double, 5> rings_mm = {70, 110, 160, 220, 400};
constexpr double ring_reach_mm = 1.8;
constexpr double usual_residual_mm = 0.08;  // nineteen pages in twenty lie better than that

struct Hypothesis {
    Placement placement;
    int marks = 0;
    double cost = 0;              // lower is better
    PointMm anchor = {105, 148};  // what the guess rests on
};

// Matches the layout's marks to candidates near where `guess` expects them.
Hypothesis with_marks(const Placement& guess, PointMm anchor, const templates::PageLayout& layout,
                      const std::vector<MarkCandidate>& candidates, std::vector<Sighting> others) {
    Hypothesis outcome{guess, 0, 0, anchor};
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

// Two marks of the layout held against two candidates, every way round; of a third mark more is thought.
void guess_from_marks(const templates::PageLayout& layout, const std::vector<MarkCandidate>& candidates,
                      std::vector<Hypothesis>& into) {
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
                    if (into.back().marks < 2) into.pop_back();
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
    outcome.in_picture = evidence.in_picture;
    outcome.found_in_picture = evidence.found_in_picture;
}

// The same, first on the lines near what the guess rests on, then farther and farther away.
void grow(const cv::Mat& page, const templates::PageLayout& layout, PointMm from, Registration& outcome) {
    for (const double radius : rings_mm)
        for (int twice = 0; twice < 2; ++twice) {
            const auto near =
                look_for_lines(page, layout.lines, outcome.placement, ring_reach_mm, {from, radius});
            const auto next = corrected(outcome.placement, near);
            if (!sensible(next)) return;
            outcome.placement = next;
        }
    improve(page, layout, outcome);
}

bool enough(const Registration& found) {
    const bool whole = found.lines_found >= enough_lines;
    const bool part = found.in_picture >= least_in_picture && found.found_in_picture >= enough_of_the_picture;
    return (whole || part) && found.residual_mm <= largest_residual_mm;
}

bool better(const Registration& a, const Registration& than) {
    return a.lines_found >= than.lines_found && a.residual_mm < than.residual_mm;
}

Registration settle(const cv::Mat& page, const templates::PageLayout& layout, const Hypothesis& hypothesis) {
    Registration outcome{hypothesis.placement, 0, 0, hypothesis.marks, false};
    if (!sensible(outcome.placement)) return outcome;
    improve(page, layout, outcome);
    // One end of the page may have come to lie on its neighbours' lines: from the better placement they are
    // sought once more, as wide, and from the guess anew, step by step.
    if (outcome.residual_mm > usual_residual_mm || !enough(outcome)) {
        auto again = outcome, grown = outcome;
        improve(page, layout, again);
        if (better(again, outcome)) outcome = again;
        grown.placement = hypothesis.placement;
        grow(page, layout, hypothesis.anchor, grown);
        if (better(grown, outcome) || grown.lines_found > outcome.lines_found + 0.02) outcome = grown;
    }
    outcome.fits = enough(outcome);
    return outcome;
}

// A glance at each of many guesses is cheaper than to follow the wrong ones.
void keep_the_likely(const cv::Mat& page, const templates::PageLayout& layout,
                     std::vector<Hypothesis>& hypotheses) {
    std::stable_sort(hypotheses.begin(), hypotheses.end(),
                     [](const Hypothesis& a, const Hypothesis& b) { return a.cost < b.cost; });
    if (hypotheses.size() > hypotheses_glanced_at) hypotheses.resize(hypotheses_glanced_at);
    if (hypotheses.size() <= hypotheses_looked_at) return;
    for (auto& one : hypotheses) {
        if (one.cost < 0) continue;  // from the code
        const auto samples =
            look_for_lines(page, layout.lines, one.placement, ring_reach_mm, {one.anchor, 120});
        one.cost = sensible(one.placement) ? 1 - weigh(samples, layout.lines).found_in_picture : 9;
    }
    std::stable_sort(hypotheses.begin(), hypotheses.end(),
                     [](const Hypothesis& a, const Hypothesis& b) { return a.cost < b.cost; });
    hypotheses.resize(hypotheses_looked_at);
}

Registration best_of(const cv::Mat& page, const templates::PageLayout& layout,
                     const std::vector<Hypothesis>& hypotheses) {
    Registration best;
    for (const auto& hypothesis : hypotheses) {
        const auto outcome = settle(page, layout, hypothesis);
        if (outcome.lines_found > best.lines_found) best = outcome;
        if (best.fits && best.lines_found > surely_lies_so) break;
    }
    return best;
}

}  // namespace

Registration register_page(const cv::Mat& clean_page, const templates::PageLayout& layout,
                           const std::vector<MarkCandidate>& marks, const std::optional<FoundCode>& code,
                           PageRuling& ruling) {
    std::vector<Hypothesis> hypotheses;
    if (code) guess_from_code(*code, layout, marks, hypotheses);
    guess_from_marks(layout, marks, hypotheses);
    keep_the_likely(clean_page, layout, hypotheses);
    guess_from_edges(clean_page, hypotheses);
    Registration best = best_of(clean_page, layout, hypotheses);
    if (best.fits && (code || best.lines_found > surely_lies_so)) return best;
    hypotheses.clear();
    for (const auto& guess : guess_from_ruling(ruling.get(), layout))
        hypotheses.push_back({guess.placement, 0, 0, guess.anchor});
    keep_the_likely(clean_page, layout, hypotheses);
    const auto by_lines = best_of(clean_page, layout, hypotheses);
    const bool surer = !best.fits || by_lines.found_in_picture > best.found_in_picture;
    return by_lines.fits && surer ? by_lines : best;
}

}  // namespace sanad::ocr
