// A page that somebody else printed, as its blank shows it. Included by ocr/*.cpp only.
#pragma once

#include <map>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/features2d.hpp>
#include <utility>
#include <vector>

#include "templates/template.h"

namespace sanad::ocr {

constexpr double blank_dpi = 150;  // at which a scan is compared with a blank
constexpr double blank_px_per_mm = blank_dpi / mm_per_inch;

struct ForeignPage {
    const templates::Template* paper = nullptr;
    int number = 1;
    templates::PageLayout layout;      // with the straight lines that the blank shows
    cv::Mat grey;                      // the blank, cleaned, upright, at blank_dpi
    cv::Mat covered;                   // the same without what stands in the tick boxes: cover_boxes
    cv::Mat ink;                       // the same at zone_dpi: its ink and the soft edge of that, 255
    cv::Mat print;                     // at blank_dpi: 255 at and beside everything that is printed
    std::vector<cv::KeyPoint> points;  // px of `grey`
    cv::Mat descriptors;
};

// Reads the blank's picture. Throws Error naming it where it can't be read.
ForeignPage load_foreign_page(const templates::Template& paper, int number);

// Makes the tick boxes white, on the blank or on a scan at blank_dpi: what people fill in must not make a
// page unlike its blank.
void cover_boxes(cv::Mat& page, const templates::Template& paper, int number);

// Points that can be told apart and found again, whatever the size and turn of the page.
void find_points(const cv::Mat& grey, int most, std::vector<cv::KeyPoint>& points, cv::Mat& descriptors);

// Every blank is read once, when a page is first held against it. The papers must outlive this.
class ForeignPages {
public:
    const ForeignPage& page(const templates::Template& paper, int number);

private:
    std::map<std::pair<const templates::Template*, int>, std::unique_ptr<ForeignPage>> pages_;
};

}  // namespace sanad::ocr
