#include "ocr/witness_network.h"
#include "ocr/witness_strip.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/witness_layers.h"

namespace sanad::ocr {
namespace {

constexpr int ink_grey = 160;
constexpr int above = 2, beside = 8;  // px of paper around the ink
constexpr int longest = 3000;         // px of a strip
constexpr double most_stretch = 2;    // of a pale line's contrast

// The darkest of the line becomes full ink.
void stretch_contrast(cv::Mat& ink) {
    double darkest = 0;
    cv::Mat calm;
    cv::blur(ink, calm, {2, 2});
    cv::minMaxLoc(calm, nullptr, &darkest);
    if (darkest > 1) ink.convertTo(ink, CV_8U, std::min(most_stretch, 255 / darkest));
}

void forward_any(const WitnessModel& model, const Strip& strip, witness::Trace& trace) {
    witness::forward(model, strip.ink.data(), strip.width, trace);
}

__attribute__((target("avx2,fma"))) void forward_avx2(const WitnessModel& model, const Strip& strip,
                                                      witness::Trace& trace) {
    witness::forward(model, strip.ink.data(), strip.width, trace);
}

}  // namespace

Strip strip_of(const cv::Mat& grey, StripPlace* place) {
    Strip strip;
    std::vector<cv::Point> dark;
    if (!grey.empty()) cv::findNonZero(grey < ink_grey, dark);
    if (dark.empty()) return strip;
    const cv::Rect trim = cv::boundingRect(dark);
    const double scale = static_cast<double>(strip_height - 2 * above) / trim.height;
    if (trim.width * scale > longest) return strip;
    const int width = std::max(1, static_cast<int>(std::lround(trim.width * scale)));
    cv::Mat line;
    cv::resize(255 - grey(trim), line, {width, strip_height - 2 * above}, 0, 0,
               scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    stretch_contrast(line);
    strip.width = (width + 2 * beside + 1) & ~1;
    strip.ink.assign(static_cast<std::size_t>(strip.width * strip_height), 0);
    cv::Mat whole(strip_height, strip.width, CV_8U, strip.ink.data());
    line.copyTo(whole(cv::Rect(beside, above, width, line.rows)));
    if (place != nullptr) *place = {trim.x - beside / scale, scale};
    return strip;
}

std::vector<float> seen_signs(const WitnessModel& model, const Strip& strip) {
    static const bool fast = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    thread_local witness::Trace trace;
    if (fast)
        forward_avx2(model, strip, trace);
    else
        forward_any(model, strip, trace);
    const int columns = strip.columns();
    std::vector<float> logs(trace.scores.begin(),
                            trace.scores.begin() + columns * static_cast<int>(sign_count));
    for (int t = 0; t < columns; ++t) {
        float* at = logs.data() + t * static_cast<int>(sign_count);
        const float largest = *std::max_element(at, at + sign_count);
        double sum = 0;
        for (std::size_t i = 0; i < sign_count; ++i) sum += std::exp(static_cast<double>(at[i] - largest));
        const auto whole = static_cast<float>(largest + std::log(sum));
        for (std::size_t i = 0; i < sign_count; ++i) at[i] -= whole;
    }
    return logs;
}

}  // namespace sanad::ocr
