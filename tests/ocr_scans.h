// Printed papers turned into scans, good and bad, for the tests of reading.
#pragma once

#include <map>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/page.h"
#include "templates/library.h"

namespace sanad::test {

const templates::Library& papers();
const templates::Template& paper(const std::string& id);

using Values = std::map<std::string, std::string>;

// Values for every field of the support request that can be typed; an invented person.
const Values& applicant();

// A page of a paper, typed and printed, at 300 dpi. Kept, so that it is rasterised once.
cv::Mat printed(const std::string& id, const Values& values = {}, const std::string& case_id = {});
std::string blank_pdf(const std::string& id, const Values& values = {}, const std::string& case_id = {});

cv::Mat turned(const cv::Mat& page, double clockwise_deg);  // the paper on a larger white ground
cv::Mat photographed(const cv::Mat& page, double depth);  // from an angle, with uneven light, on a dark table
cv::Mat with_noise(const cv::Mat& page, double sigma);
cv::Mat through_jpeg(const cv::Mat& page, int quality);
cv::Mat at_dpi(const cv::Mat& page, double dpi);             // `page` has 300
cv::Mat without_box(const cv::Mat& page, const BoxMm& box);  // covered with white
void draw_line(cv::Mat& page, PointMm from, PointMm to, double width_mm, int grey = 30);
void draw_ring(cv::Mat& page, PointMm centre, double rx_mm, double ry_mm, double width_mm = 0.5,
               int grey = 30);

Page page_of(const cv::Mat& grey, double dpi = 300);
std::string png(const cv::Mat& image);
std::string jpeg(const cv::Mat& image, int quality = 85);
std::string several_pages(const std::vector<cv::Mat>& pages);  // one TIFF

}  // namespace sanad::test
