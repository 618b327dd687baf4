#include "bench/pen_cells.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "samples/ink.h"

namespace sanad::bench {
namespace {

namespace fs = std::filesystem;

constexpr double border_part = 0.07;   // of a picture, at each side: lines of the form that it was cut from
constexpr double size_in_cell = 1.15;  // of a picture's side, parts of the cell's height
constexpr double faint = 0.3;          // what covers less than this is paper

// How much of each pixel is ink, by the lightness of this picture's paper and of its ink.
cv::Mat cover_of(const cv::Mat& picture) {
    const int dx = static_cast<int>(picture.cols * border_part),
              dy = static_cast<int>(picture.rows * border_part);
    const cv::Mat inner = picture(cv::Rect(dx, dy, picture.cols - 2 * dx, picture.rows - 2 * dy)).clone();
    std::vector<std::uint8_t> sorted(inner.begin<std::uint8_t>(), inner.end<std::uint8_t>());
    std::sort(sorted.begin(), sorted.end());
    const double ink = sorted[sorted.size() / 100], paper = sorted[sorted.size() / 2];
    cv::Mat cover;
    const double span = std::max(20.0, paper - ink);
    inner.convertTo(cover, CV_32F, -1 / span, paper / span);
    cv::threshold(cover, cover, faint, 0, cv::THRESH_TOZERO);
    cover.convertTo(cover, CV_8U, 255);
    return cover;
}

}  // namespace

std::optional<PenCells> PenCells::load(const std::string& folder) {
    PenCells all;
    for (int digit = 0; digit < 10; ++digit) {
        const fs::path pictures = fs::path(folder) / std::to_string(digit);
        if (!fs::is_directory(pictures)) return std::nullopt;
        std::vector<fs::path> files(fs::directory_iterator(pictures), {});
        std::sort(files.begin(), files.end());
        auto& list = all.pictures_[static_cast<std::size_t>(digit)];
        for (const auto& file : files) {
            cv::Mat seen = cv::imread(file.string(), cv::IMREAD_UNCHANGED), grey;
            if (seen.empty() || seen.cols < 16 || seen.rows < 16) continue;
            if (seen.channels() == 1)
                grey = seen;
            else
                cv::cvtColor(seen, grey, seen.channels() == 4 ? cv::COLOR_BGRA2GRAY : cv::COLOR_BGR2GRAY);
            const cv::Mat cover = cover_of(grey);
            list.push_back(
                {cover.cols, cover.rows, {cover.begin<std::uint8_t>(), cover.end<std::uint8_t>()}});
        }
        if (list.empty()) return std::nullopt;
    }
    return all;
}

void PenCells::write(Page& page, const BoxMm& cell, int digit, int ink_grey, samples::Dice& dice) const {
    const auto& picture = dice.one_of(pictures_.at(static_cast<std::size_t>(digit)));
    auto ink = samples::Ink::over(page);
    const double side = ink.px(cell.h * size_in_cell * dice.uniform(0.9, 1.15));
    const double scale = side / std::max(picture.width, picture.height);
    const cv::Mat cover(picture.height, picture.width, CV_8U,
                        const_cast<std::uint8_t*>(picture.cover.data()));
    cv::Mat sized;
    cv::resize(cover, sized, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    const auto at = cell.centre();
    const int left = static_cast<int>(ink.px(at.x + dice.uniform(-0.4, 0.4))) - sized.cols / 2;
    const int top = static_cast<int>(ink.px(at.y + dice.uniform(-0.4, 0.4))) - sized.rows / 2;
    cv::Mat layer(ink.height, ink.width, CV_8U, ink.cover.data());
    const cv::Rect onto = cv::Rect(left, top, sized.cols, sized.rows) & cv::Rect({0, 0}, layer.size());
    if (onto.empty()) return;
    sized(onto - cv::Point(left, top)).copyTo(layer(onto));
    samples::put_ink(page, ink, ink_grey, 0.9);
}

}  // namespace sanad::bench
