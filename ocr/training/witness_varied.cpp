#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>

#include "ocr/training/witness_trainer.h"

namespace sanad::ocr::training {
namespace {

struct Chance {
    std::mt19937_64 random;
    double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(random() >> 11) * 0x1.0p-53;
    }
    bool happens(double probability) { return uniform(0, 1) < probability; }
};

}  // namespace

StripExample varied(const StripExample& example, std::uint64_t seed) {
    Chance chance{std::mt19937_64(seed)};
    const cv::Mat ink(strip_height, example.strip.width, CV_8U,
                      const_cast<std::uint8_t*>(example.strip.ink.data()));
    const bool plain = chance.happens(0.3);
    const double sx = plain ? 1 : chance.uniform(0.85, 1.18), sy = plain ? 1 : chance.uniform(0.82, 1.0);
    const double down = plain ? 0 : chance.uniform(-1.5, 1.5) + strip_height * (1 - sy) / 2;
    const double lean = chance.happens(0.2) ? chance.uniform(-0.15, 0.15) : 0;
    StripExample out = example;
    out.strip.width = std::max(4, static_cast<int>(std::lround(example.strip.width * sx)) & ~1);
    out.strip.ink.assign(static_cast<std::size_t>(out.strip.width * strip_height), 0);
    cv::Mat to(strip_height, out.strip.width, CV_8U, out.strip.ink.data());
    const cv::Matx23d move(sx, lean, -lean * strip_height / 2, 0, sy, down);
    cv::warpAffine(ink, to, move, to.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, 0);
    if (chance.happens(0.25)) cv::GaussianBlur(to, to, {3, 3}, chance.uniform(0.3, 0.9));
    if (chance.happens(0.4)) to.convertTo(to, CV_8U, chance.uniform(0.6, 1.4), chance.uniform(-15, 10));
    for (auto& span : out.spans)
        span = {static_cast<int>(std::floor(span.from * sx)) - 1,
                static_cast<int>(std::ceil(span.until * sx)) + 1};
    return out;
}

}  // namespace sanad::ocr::training
