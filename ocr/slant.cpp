#include "ocr/slant.h"

#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace sanad::ocr {
namespace {

constexpr int ink_grey = 150, most_deg = 18, step_deg = 2;

// Upright strokes make few full columns of many pixels.
double unevenness(const std::vector<cv::Point>& ink, double shear, int rows, int columns) {
    const auto reach = static_cast<int>(std::ceil(std::abs(shear) * rows)) + 1;
    std::vector<double> sums(static_cast<std::size_t>(columns + 2 * reach), 0.0);
    for (const auto& at : ink)
        ++sums[static_cast<std::size_t>(reach + at.x +
                                        static_cast<int>(std::lround(shear * (at.y - rows / 2))))];
    double squares = 0;
    for (const double sum : sums) squares += sum * sum;
    return squares;
}

}  // namespace

double slant_deg(const cv::Mat& grey) {
    std::vector<cv::Point> ink;
    if (!grey.empty()) cv::findNonZero(grey < ink_grey, ink);
    double best = 0, most = 0;
    for (int deg = -most_deg; deg <= most_deg && !ink.empty(); deg += step_deg) {
        const double value = unevenness(ink, std::tan(deg * std::numbers::pi / 180), grey.rows, grey.cols);
        if (value > most) best = deg, most = value;
    }
    return best;
}

}  // namespace sanad::ocr
