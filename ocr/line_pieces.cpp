#include "ocr/line_pieces.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

constexpr int ink_grey = 160;

}  // namespace

LinePieces::LinePieces(const cv::Mat& grey) {
    cv::Mat centres;
    cv::connectedComponentsWithStats(grey < ink_grey, labels_, stats_, centres, 8, CV_32S);
}

cv::Rect LinePieces::box(int piece) const {
    return {stats_.at<int>(piece, cv::CC_STAT_LEFT), stats_.at<int>(piece, cv::CC_STAT_TOP),
            stats_.at<int>(piece, cv::CC_STAT_WIDTH), stats_.at<int>(piece, cv::CC_STAT_HEIGHT)};
}

cv::Rect LinePieces::bounds(const std::vector<int>& some) const {
    cv::Rect bounds;
    for (const int i : some) bounds = bounds.empty() ? box(i) : bounds | box(i);
    return bounds;
}

cv::Rect LinePieces::bounds_of_all() const {
    cv::Rect all;
    for (int i = 1; i < count(); ++i) all = all.empty() ? box(i) : all | box(i);
    return all;
}

std::vector<int> LinePieces::of(const SignRange& range, const PlacedSigns& signs) const {
    double from = 0, until = labels_.cols;
    for (std::size_t k = 0; k < signs.size(); ++k) {
        if (signs[k].letter == U' ') continue;
        if (k < range.first) until = (signs[k].x + signs[range.first].x) / 2;
        if (k >= range.last) {
            from = (signs[k].x + signs[range.last - 1].x) / 2;
            break;
        }
    }
    std::vector<int> own;
    for (int i = 1; i < count(); ++i) {
        const auto b = box(i);
        const double middle = b.x + b.width / 2.0;
        if (middle < from || middle > until) continue;
        for (std::size_t k = 0; k < signs.size(); ++k)
            if ((k < range.first || k >= range.last) && signs[k].letter != U' ' && signs[k].x > b.x &&
                signs[k].x < b.br().x)
                return {};
        own.push_back(i);
    }
    return own;
}

cv::Mat LinePieces::mask(const std::vector<int>& some) const {
    cv::Mat mask = cv::Mat::zeros(labels_.size(), CV_8U);
    for (const int i : some) {
        const auto b = box(i);
        mask(b).setTo(255, labels_(b) == i);
    }
    cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    return mask;
}

int LinePieces::gap_beside(const std::vector<int>& some) const {
    const auto own = bounds(some);
    int gap = labels_.cols;
    for (int i = 1; i < count(); ++i) {
        if (std::find(some.begin(), some.end(), i) != some.end()) continue;
        const auto b = box(i);
        const bool to_the_left = 2 * b.x + b.width < 2 * own.x + own.width;
        gap = std::min(gap, to_the_left ? own.x - b.br().x : b.x - own.br().x);
    }
    return gap;
}

}  // namespace sanad::ocr
