// Light, scanner and compression.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "samples/page_steps.h"

namespace sanad::samples {
namespace {

void blur(Sheet& sheet, double mm, Dice&) {
    const double sigma = sheet.px(mm);
    if (sigma > 0.2) cv::GaussianBlur(sheet.grey, sheet.grey, {}, sigma, sigma, cv::BORDER_REPLICATE);
}

// Contrast is lost towards the grey of the paper.
void fade(Sheet& sheet, double part, Dice&) { sheet.grey.convertTo(sheet.grey, CV_8U, 1 - part, 225 * part); }

void shade(Sheet& sheet, double levels, Dice& dice) {
    const double angle = dice.uniform(0, 2 * std::numbers::pi);
    const double dx = std::cos(angle) / sheet.grey.cols, dy = std::sin(angle) / sheet.grey.rows;
    const double low = std::min(0.0, std::cos(angle)) + std::min(0.0, std::sin(angle));
    const double span = std::abs(std::cos(angle)) + std::abs(std::sin(angle));
    const cv::Mat bumps = clouds(sheet, 70, dice);
    for (int y = 0; y < sheet.grey.rows; ++y) {
        auto* row = sheet.grey.ptr<std::uint8_t>(y);
        const auto* bump = bumps.ptr<float>(y);
        for (int x = 0; x < sheet.grey.cols; ++x) {
            const double far = (x * dx + y * dy - low) / span;
            dim(row[x], 1 - levels / 255 * (0.85 * far * far + 0.15 * (bump[x] + 1) / 2));
        }
    }
}

// The sum of eight bytes of one draw is close to a normal distribution, and quick.
void noise(Sheet& sheet, double levels, Dice& dice) {
    const double scale = levels / 209.0;  // of the sum's deviation: sqrt(8 * (256^2 - 1) / 12)
    for (int y = 0; y < sheet.grey.rows; ++y) {
        auto* row = sheet.grey.ptr<std::uint8_t>(y);
        for (int x = 0; x < sheet.grey.cols; ++x) {
            int sum = -1020;
            for (std::uint64_t draw = dice.number(), i = 0; i < 8; ++i, draw >>= 8)
                sum += static_cast<int>(draw & 255);
            row[x] = cv::saturate_cast<std::uint8_t>(row[x] + sum * scale);
        }
    }
}

void salt(Sheet& sheet, double per_mille, Dice& dice) {
    const auto count = static_cast<std::size_t>(static_cast<double>(sheet.grey.total()) * per_mille / 1000);
    for (std::size_t i = 0; i < count; ++i)
        sheet.grey.data[dice.pick(sheet.grey.total())] = dice.chance(0.5) ? 0 : 255;
}

// Dirt on the glass of a feeding scanner: lines along the whole page.
void streaks(Sheet& sheet, double count, Dice& dice) {
    for (int i = 0; i < static_cast<int>(count); ++i) {
        const int x = dice.between(0, sheet.grey.cols - 1);
        const int width = std::max(1, sheet.whole_px(dice.uniform(0.05, 0.25)));
        const double factor = dice.chance(0.7) ? dice.uniform(0.45, 0.85) : dice.uniform(1.2, 2.5);
        for (int y = 0; y < sheet.grey.rows; ++y)
            for (int k = x; k < std::min(x + width, sheet.grey.cols); ++k)
                dim(sheet.grey.at<std::uint8_t>(y, k), factor);
    }
}

void levels(Sheet& sheet, double count, Dice&) {
    cv::Mat table(1, 256, CV_8U);
    const double step = 255 / (std::round(count) - 1);
    for (int i = 0; i < 256; ++i)
        table.at<std::uint8_t>(i) = cv::saturate_cast<std::uint8_t>(std::round(i / step) * step);
    cv::LUT(sheet.grey, table, sheet.grey);
}

void bitonal(Sheet& sheet, double threshold, Dice&) {
    cv::threshold(sheet.grey, sheet.grey, threshold, 255, cv::THRESH_BINARY);
}

void jpeg(Sheet& sheet, double quality, Dice&) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", sheet.grey, bytes, {cv::IMWRITE_JPEG_QUALITY, static_cast<int>(quality)});
    sheet.grey = cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
    if (sheet.grey.empty())
        throw Error(ErrorCode::external, "imdecode: a JPEG of ours could not be read back");
}

}  // namespace

cv::Mat clouds(const Sheet& sheet, double size_mm, Dice& dice) {
    const double cell = std::max(2.0, sheet.px(size_mm));
    cv::Mat coarse(static_cast<int>(sheet.grey.rows / cell) + 3, static_cast<int>(sheet.grey.cols / cell) + 3,
                   CV_32FC1);
    for (int y = 0; y < coarse.rows; ++y)
        for (int x = 0; x < coarse.cols; ++x)
            coarse.at<float>(y, x) = static_cast<float>(dice.uniform(-1, 1));
    cv::Mat fine;
    cv::resize(coarse, fine, sheet.grey.size(), 0, 0, cv::INTER_CUBIC);
    return fine;
}

std::vector<StepAct> light_steps() {
    return {
        {{"shade", 0, 160, "grey levels that the darkest side lies below the lightest: uneven light"}, shade},
        {{"blur", 0, 1, "mm: how far the lens is out of focus (standard deviation)"}, blur},
        {{"fade", 0, 0.9, "part of the contrast that is lost: weak toner, pale copy"}, fade},
        {{"noise", 0, 60, "grey levels (standard deviation), each pixel by itself"}, noise},
        {{"salt", 0, 50, "per mille of the pixels that are plain black or white"}, salt},
        {{"streaks", 0, 20, "how many lines along the page, from dirt on a feeding scanner's glass"},
         streaks},
        {{"levels", 2, 255, "how many greys are left; a scanner with 16 keeps a file small"}, levels},
        {{"bitonal", 1, 254, "threshold: darker is black, the rest white, as a fax sends it"}, bitonal},
        {{"jpeg", 1, 100, "quality of JPEG compression"}, jpeg},
    };
}

}  // namespace sanad::samples
