#include "ocr/recognise.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ocr/clean.h"
#include "ocr/foreign_lines.h"
#include "ocr/identify.h"
#include "ocr/marks.h"
#include "ocr/register_foreign.h"

namespace sanad::ocr {
namespace {

constexpr double least_ink =
    0.0004;  // of the page: an empty back has dust and the other side shining through
constexpr double enough_without_code = 0.85;  // share of printed lines where nothing but them names the paper
// The same of a sheet that lies partly outside the picture.
constexpr double enough_of_the_picture = 0.92, least_in_picture = 0.55;
constexpr double clear_lead = 0.1;  // over the next best paper
constexpr double surely_other_paper = 0.3;

constexpr double most_foreign_lines = 0.15;
constexpr double most_foreign_beside_missing = 0.05;  // where lines are missing too: they may have moved
constexpr double hardly_any_missing = 0.95;           // of the lines found; between the two the limit rises

// The page has the paper's lines, and others that the paper does not have: another version, a ruled sheet.
bool contradicted(const cv::Mat& clean_page, const templates::Template& paper, std::size_t page,
                  const Registration& found) {
    const double foreign = foreign_line_share(clean_page, found.placement, paper, paper.pages[page]);
    const double whole = std::clamp(
        (found.lines_found - enough_without_code) / (hardly_any_missing - enough_without_code), 0.0, 1.0);
    return foreign > std::lerp(most_foreign_beside_missing, most_foreign_lines, whole);
}

// The page has its marks, but the placement has them somewhere else: the lines of another version were
// stretched onto this one's.
bool marks_lie_elsewhere(const std::vector<MarkCandidate>& marks, const templates::PageLayout& layout,
                         const Placement& placement) {
    constexpr double in_place_mm = 1.5, nearby_mm = 20;
    int in_place = 0, elsewhere = 0;
    for (const auto& mark : layout.marks) {
        const auto scale = placement.px_per_mm(mark.centre);
        const double px_per_mm = (scale.x + scale.y) / 2;
        double nearest = nearby_mm;
        for (const auto& seen : marks) {
            const double size = seen.side / (mark.size * px_per_mm);
            if (seen.shape == mark.shape && size > 0.8 && size < 1.25)
                nearest = std::min(nearest, cv::norm(seen.centre - placement.px(mark.centre)) / px_per_mm);
        }
        in_place += nearest < in_place_mm ? 1 : 0;
        elsewhere += nearest >= in_place_mm && nearest < nearby_mm ? 1 : 0;
    }
    return elsewhere >= 2 && elsewhere > in_place;
}

void set_geometry(PageFinding& finding, const Registration& found, const templates::Template& paper) {
    const PointMm middle{paper.width_mm / 2, paper.height_mm / 2};
    const auto scale = found.placement.px_per_mm(middle);
    const double turned = found.placement.turned_deg(middle);
    const double quarter = std::round(turned / 90);
    finding.registered = true;
    finding.residual_mm = found.residual_mm;
    finding.dpi = (scale.x + scale.y) / 2 * mm_per_inch;
    finding.rotated_deg = (static_cast<int>(quarter) * 90 + 360) % 360;
    finding.skew_deg = turned - quarter * 90;
}

struct Fit {
    const templates::Template* paper = nullptr;
    int page = 0;
    Registration found;
};

// Every paper held against the page: the best fit, and the best of any other page.
std::pair<Fit, Fit> best_two(const cv::Mat& clean_page, const templates::Library& papers,
                             const std::vector<MarkCandidate>& marks) {
    Fit best, second;
    PageRuling ruling(clean_page);
    for (const auto& paper : papers.all())
        for (std::size_t i = 0; !paper.foreign() && !paper.fields.empty() && i < paper.pages.size(); ++i) {
            const Fit fit{&paper, static_cast<int>(i + 1),
                          register_page(clean_page, paper.pages[i], marks, std::nullopt, ruling)};
            if (fit.found.lines_found > best.found.lines_found)
                second = best, best = fit;
            else if (fit.found.lines_found > second.found.lines_found)
                second = fit;
        }
    return {best, second};
}

void recognise_by_code(const cv::Mat& clean_page, const templates::Library& papers, const std::string& form,
                       const FoundCode& code, RecognisedPage& outcome) {
    const auto* paper = papers.find(code.code.paper, code.code.version);
    if (paper == nullptr) {
        outcome.finding.fault =
            papers.find(code.code.paper) != nullptr ? "page.wrong_version" : "page.wrong_paper";
        return;
    }
    if (paper->fields.empty()) {  // a cover sheet: its code is all that it has to say
        outcome.paper = paper;
        outcome.case_id = code.code.case_id;
        outcome.finding.paper_page = code.code.page;
        return;
    }
    if (!form.empty() && form != paper->id) {
        outcome.finding.fault = "page.wrong_paper";
        return;
    }
    if (code.code.page < 1 || code.code.page > static_cast<int>(paper->pages.size())) {
        outcome.finding.fault = "page.wrong_version";
        return;
    }
    const auto& layout = paper->pages[static_cast<std::size_t>(code.code.page - 1)];
    const auto marks = find_mark_candidates(clean_page);
    PageRuling ruling(clean_page);
    const auto found = register_page(clean_page, layout, marks, code, ruling);
    if (found.fits && found.lines_found < enough_without_code) {
        // A paper of few lines fits many pages: a page that another paper fits better is that other's, unless
        // it is the other that has few lines.
        const auto best = best_two(clean_page, papers, marks).first;
        if (best.found.fits && best.found.lines_found >= found.lines_found + clear_lead &&
            best.paper != paper &&
            !contradicted(clean_page, *best.paper, static_cast<std::size_t>(best.page - 1), best.found)) {
            outcome.finding.fault = "page.wrong_paper";
            return;
        }
    }
    const bool stretched =
        found.lines_found < enough_without_code && marks_lie_elsewhere(marks, layout, found.placement);
    if (found.fits && (stretched || contradicted(clean_page, *paper,
                                                 static_cast<std::size_t>(code.code.page - 1), found))) {
        outcome.finding.fault = "page.wrong_version";
        return;
    }
    if (!found.fits && found.marks_used >= 3 && found.lines_found < surely_other_paper) {
        outcome.finding.fault = "page.wrong_paper";  // a code of ours on a page that is not
        return;
    }
    outcome.paper = paper;
    outcome.case_id = code.code.case_id;
    outcome.finding.paper_page = code.code.page;
    outcome.placement = found.placement;
    if (found.fits)
        set_geometry(outcome.finding, found, *paper);
    else
        outcome.finding.fault = "page.not_registered";
}

// Without a code the printed lines alone must name one paper: nearly all of them there, and clearly more than
// for any other paper, whichever was asked for.
void recognise_by_lines(const cv::Mat& clean_page, const templates::Library& papers, const std::string& form,
                        RecognisedPage& outcome) {
    const auto [best, second] = best_two(clean_page, papers, find_mark_candidates(clean_page));
    const bool plain =
        best.found.lines_found >= enough_without_code ||
        (best.found.in_picture >= least_in_picture && best.found.found_in_picture >= enough_of_the_picture);
    const bool clear =
        best.found.fits && plain && best.found.lines_found - second.found.lines_found >= clear_lead;
    if (!clear ||
        contradicted(clean_page, *best.paper, static_cast<std::size_t>(best.page - 1), best.found) ||
        !best.paper->readable || (!form.empty() && best.paper->id != form)) {
        outcome.finding.fault = "page.wrong_paper";
        return;
    }
    outcome.paper = best.paper;
    outcome.finding.paper_page = best.page;
    outcome.placement = best.found.placement;
    set_geometry(outcome.finding, best.found, *best.paper);
}

// The blank that is most like the page, where it clearly is.
void recognise_foreign(const cv::Mat& clean_page, const templates::Library& papers, const std::string& form,
                       ForeignPages& foreign, RecognisedPage& outcome) {
    const auto scan = find_scan_points(clean_page);
    Fit best, second;
    PageRuling ruling(clean_page);
    for (const auto& paper : papers.all()) {
        if (!paper.foreign() || !paper.readable || (!form.empty() && form != paper.id)) continue;
        for (int number = 1; number <= static_cast<int>(paper.pages.size()); ++number) {
            const Fit fit{&paper, number, register_foreign(clean_page, scan, foreign.page(paper, number))};
            if (fit.found.lines_found > best.found.lines_found)
                second = best, best = fit;
            else if (fit.found.lines_found > second.found.lines_found)
                second = fit;
        }
    }
    const bool clear = best.found.fits && best.found.lines_found - second.found.lines_found >= clear_lead;
    const ForeignPage* blank = best.paper == nullptr ? nullptr : &foreign.page(*best.paper, best.page);
    if (!clear || foreign_line_share(clean_page, best.found.placement, *best.paper, blank->layout,
                                     blank->print) > most_foreign_lines) {
        outcome.finding.fault = "page.wrong_paper";
        return;
    }
    outcome.finding.fault.clear();
    outcome.paper = best.paper;
    outcome.foreign = blank;
    outcome.finding.paper_page = best.page;
    outcome.placement = best.found.placement;
    set_geometry(outcome.finding, best.found, *best.paper);
}

bool any_foreign(const templates::Library& papers, const std::string& form) {
    return std::any_of(papers.all().begin(), papers.all().end(), [&](const auto& paper) {
        return paper.foreign() && (form.empty() || form == paper.id);
    });
}

}  // namespace

RecognisedPage recognise(const Page& page, const cv::Mat& clean_page, const templates::Library& papers,
                         const std::string& form, ForeignPages* foreign) {
    RecognisedPage outcome;
    outcome.finding.page = page.number;
    outcome.finding.dpi = page.dpi;
    if (clean_page.rows < 200 || clean_page.cols < 200) {  // no writing could be read in it
        outcome.finding.fault = ink_share(clean_page) < least_ink ? "page.empty" : "page.wrong_paper";
        return outcome;
    }
    const bool look_for_foreign = foreign != nullptr && any_foreign(papers, form);
    const auto code = find_page_code(clean_page);
    outcome.has_code = code.has_value();
    if (code)
        recognise_by_code(clean_page, papers, form, *code, outcome);
    else if (ink_share(clean_page) < least_ink)
        outcome.finding.fault = "page.empty";
    else if (form.empty() || !look_for_foreign)
        recognise_by_lines(clean_page, papers, form, outcome);
    if (!code && outcome.paper == nullptr && outcome.finding.fault != "page.empty" && look_for_foreign)
        recognise_foreign(clean_page, papers, form, *foreign, outcome);
    return outcome;
}

}  // namespace sanad::ocr
