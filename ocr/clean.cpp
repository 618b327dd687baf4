#include "ocr/clean.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

constexpr int shrink = 8;  // the light changes slowly: it is estimated on an eighth of the size
constexpr double ground_share =
    0.036;                         // of the long side: a closing as large as 10.7 mm of A4 removes all ink
constexpr int darkest_paper = 50;  // below this it is no paper but the scanner's lid

cv::Mat light_of(const cv::Mat& grey, int long_side) {
    const cv::Size small_size(std::max(1, grey.cols / shrink), std::max(1, grey.rows / shrink));
    cv::Mat small;
    cv::resize(grey, small, small_size, 0, 0, cv::INTER_AREA);
    const int side = std::max(3, static_cast<int>(long_side * ground_share / shrink) | 1);
    const auto ground = cv::getStructuringElement(cv::MORPH_RECT, {side, side});
    cv::morphologyEx(small, small, cv::MORPH_CLOSE, ground, {-1, -1}, 1, cv::BORDER_REPLICATE);
    cv::blur(small, small, {side | 1, side | 1}, {-1, -1}, cv::BORDER_REPLICATE);
    return cv::max(small, darkest_paper);
}

}  // namespace

cv::Mat clean(const Page& page, int long_side) {
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    cv::Mat light, even;
    if (long_side == 0) long_side = std::max(grey.cols, grey.rows);
    cv::resize(light_of(grey, long_side), light, grey.size(), 0, 0, cv::INTER_LINEAR);
    cv::divide(grey, light, even, 255.0);
    return even;
}

double ink_share(const cv::Mat& clean_page) {
    const int dx = clean_page.cols / 25, dy = clean_page.rows / 25;
    const cv::Rect inner(dx, dy, std::max(1, clean_page.cols - 2 * dx),
                         std::max(1, clean_page.rows - 2 * dy));
    // Median first: the grain of a scan is not ink.
    cv::Mat calm;
    cv::medianBlur(clean_page(inner & cv::Rect({}, clean_page.size())), calm, 3);
    return static_cast<double>(cv::countNonZero(calm < 150)) / static_cast<double>(calm.total());
}

}  // namespace sanad::ocr
