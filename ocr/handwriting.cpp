#include "ocr/handwriting.h"

#include <algorithm>
#include <vector>

namespace sanad::ocr {
namespace {

constexpr double sure =
    80;  // mean confidence: 95 % of handwritten words stay below, half of printed book lines
constexpr double least_base_line = 0.16;  // share of a printed line's ink in the fullest tenth of its height

}  // namespace

// Arabic print has a base line on which most letters join: a tenth of the line's height holds a great part of
// the ink.
double base_line_share(const cv::Mat& writing) {
    cv::Mat ink = writing < 150, rows;
    cv::reduce(ink, rows, 1, cv::REDUCE_SUM, CV_64F);
    std::vector<double> sums(rows.begin<double>(), rows.end<double>());
    const auto first = std::find_if(sums.begin(), sums.end(), [](double v) { return v > 0; });
    const auto last = std::find_if(sums.rbegin(), sums.rend(), [](double v) { return v > 0; }).base();
    if (first >= last) return 0;
    const auto height = static_cast<std::size_t>(last - first);
    const std::size_t window = std::max<std::size_t>(1, height / 10);
    double total = 0, best = 0;
    for (auto it = first; it != last; ++it) total += *it;
    for (auto it = first; it + static_cast<long>(window) <= last; ++it) {
        double sum = 0;
        for (auto in = it; in != it + static_cast<long>(window); ++in) sum += *in;
        best = std::max(best, sum);
    }
    return best / total;
}

bool looks_handwritten(const cv::Mat& writing, const RecognisedText& seen) {
    if (seen.mean < sure) return true;
    const bool one_line = seen.text.find('\n') == std::string::npos;
    return one_line && base_line_share(writing) < least_base_line;
}

}  // namespace sanad::ocr
