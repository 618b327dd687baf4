// Where a paper may lie on a page by its printed lines alone: for a page whose code and marks are cut away.
// Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "ocr/placement.h"
#include "templates/template.h"

namespace sanad::ocr {

// A level or upright straight line of a page that was turned level.
struct RuledLine {
    double at = 0;  // px: y of a level line, x of an upright one
    double from = 0, to = 0;
};

// The straight lines of a page. Pixels of the page turned by `turned_deg` about its middle and enlarged by
// `scale`.
struct Ruling {
    std::vector<RuledLine> level, upright;
    cv::Size size;
    double scale = 1;
    double turned_deg = 0;  // clockwise on the page, -45..45
    cv::Matx23d to_page;    // from these pixels to the page's
};

// Lines of about 8 mm and more where the paper fills most of the picture; at most 150 in either direction,
// the longest.
Ruling find_ruling(const cv::Mat& clean_page);

// The ruling of one page, found when it is first asked for. The page must outlive it.
class PageRuling {
public:
    explicit PageRuling(const cv::Mat& clean_page) : page_(clean_page) {}
    const Ruling& get() {
        if (!found_) found_ = find_ruling(page_);
        return *found_;
    }

private:
    const cv::Mat& page_;
    std::optional<Ruling> found_;
};

struct RuledGuess {
    Placement placement;
    PointMm anchor;      // the middle of what it rests on
    double covered = 0;  // share of the printed lines within the picture that the page has there, 0..1
};

// The likeliest placements of the layout, best first, in any of the four directions and of any size: good to
// a few millimetres. None where the page or the layout has few lines.
std::vector<RuledGuess> guess_from_ruling(const Ruling& ruling, const templates::PageLayout& layout);

}  // namespace sanad::ocr
