// Ink to lines of text. Words are strung together from right to left by their heights on the page, so that
// two columns, or the two corners of a letterhead, are never read across.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/letter_page.h"

namespace sanad::ocr {
namespace {

constexpr int ink_level = 160;     // on the cleaned page
constexpr double tallest_mm = 14;  // beyond it: a picture, a frame, a signature
constexpr double rule_mm = 25, rule_thin_mm = 1.2;
constexpr double least_text_mm = 0.9, most_text_mm = 9;  // heights that words have
constexpr double word_gap = 3;                           // of the text's height: a wider one ends the line
constexpr double usual_overlap = 0.3;
constexpr std::size_t most_blots = 60'000;

cv::Rect rect_of(const cv::Mat& stats, int i) {
    return {stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
            stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)};
}

bool is_text_sized(const cv::Rect& box, double px_per_mm) {
    const double w = box.width / px_per_mm, h = box.height / px_per_mm;
    return h <= tallest_mm && !(w > rule_mm && h < rule_thin_mm) && w < 120;
}

// Height of a usual word, each weighed with its width: dots and grains don't count.
double usual_height(const cv::Mat& stats, double px_per_mm) {
    std::vector<std::pair<int, int>> heights;
    double all = 0;
    for (int i = 1; i < stats.rows; ++i) {
        const auto box = rect_of(stats, i);
        if (box.height < least_text_mm * px_per_mm || box.height > most_text_mm * px_per_mm ||
            !is_text_sized(box, px_per_mm))
            continue;
        heights.emplace_back(box.height, box.width);
        all += box.width;
    }
    std::sort(heights.begin(), heights.end());
    double seen = 0;
    for (const auto& [height, width] : heights)
        if ((seen += width) >= all / 2) return height;
    return 0;
}

// A line while it is strung together, from right to left.
struct String {
    std::vector<int> blots;
    cv::Rect box;
    double top = 0, bottom = 0;  // of the last few words

    void add(int label, const cv::Rect& blot) {
        const double weight = blots.empty() ? 1 : 0.35;
        top += (blot.y - top) * weight;
        bottom += (blot.br().y - bottom) * weight;
        box = blots.empty() ? blot : box | blot;
        blots.push_back(label);
    }
    double overlap(const cv::Rect& blot) const {
        const double both = std::min<double>(bottom, blot.br().y) - std::max<double>(top, blot.y);
        return both / std::max(1.0, std::min<double>(bottom - top, blot.height));
    }
};

class Stringer {
public:
    explicit Stringer(const PageBlots& blots) : blots_(blots), height_(blots.text_height) {}

    std::vector<LinePiece> strings() {
        string_words();
        join();
        add_small();
        std::vector<LinePiece> pieces;
        for (auto& string : strings_) pieces.push_back({string.box, std::move(string.blots)});
        sort(pieces);
        return pieces;
    }

private:
    bool is_word(const cv::Rect& box) const {
        return box.height >= 0.45 * height_ || box.width >= 0.8 * height_;
    }

    void string_words() {
        std::vector<std::pair<cv::Rect, int>> words;
        for (int i = 1; i < blots_.stats.rows; ++i) {
            const auto box = rect_of(blots_.stats, i);
            if (box.area() == 0) continue;
            (is_word(box) ? words : small_).emplace_back(box, i);
        }
        std::sort(words.begin(), words.end(),
                  [](const auto& a, const auto& b) { return a.first.br().x > b.first.br().x; });
        for (const auto& [box, label] : words) {
            String* best = nullptr;
            double most = usual_overlap;
            for (auto& string : strings_) {
                if (string.box.x - box.br().x > word_gap * height_) continue;
                const double overlap = string.overlap(box);
                if (overlap > most) most = overlap, best = &string;
            }
            if (best == nullptr) best = &strings_.emplace_back();
            best->add(label, box);
        }
    }

    static double rows_shared(const String& a, const String& b) {
        const double both = std::min(a.box.br().y, b.box.br().y) - std::max(a.box.y, b.box.y);
        return both / std::max(1, std::min(a.box.height, b.box.height));
    }

    // Two strings of one row that began apart: a line that waves, a letter that stood too high.
    void join() {
        for (std::size_t i = 0; i < strings_.size(); ++i)
            for (std::size_t j = i + 1; j < strings_.size();) {
                auto &a = strings_[i], &b = strings_[j];
                const int gap = std::max(a.box.x, b.box.x) - std::min(a.box.br().x, b.box.br().x);
                if (gap < word_gap * height_ && rows_shared(a, b) > 0.6) {
                    a.box |= b.box;
                    a.blots.insert(a.blots.end(), b.blots.begin(), b.blots.end());
                    strings_.erase(strings_.begin() + static_cast<std::ptrdiff_t>(j));
                    j = i + 1;
                } else {
                    ++j;
                }
            }
    }

    // Dots, hamzas, commas go to the line that they stand in or nearest to.
    void add_small() {
        std::vector<cv::Rect> lines;
        for (const auto& string : strings_) lines.push_back(string.box);
        for (const auto& [box, label] : small_) {
            const double x = box.x + box.width / 2.0, y = box.y + box.height / 2.0;
            double nearest = 0.5 * height_;
            String* to = nullptr;
            for (std::size_t i = 0; i < lines.size(); ++i) {
                const auto& line = lines[i];
                if (x < line.x - height_ || x > line.br().x + height_) continue;
                const double away = std::max({0.0, line.y - y, y - line.br().y}) +
                                    0.1 * std::abs(y - (line.y + line.height / 2.0)) / line.height;
                if (away < nearest) nearest = away, to = &strings_[i];
            }
            if (to == nullptr) continue;
            to->blots.push_back(label);
            to->box |= box;
        }
    }

    // Rows from the top down; within a row from the right.
    static void sort(std::vector<LinePiece>& pieces) {
        const auto middle = [](const LinePiece& p) { return p.box.y + p.box.height / 2; };
        std::sort(pieces.begin(), pieces.end(),
                  [&](const auto& a, const auto& b) { return middle(a) < middle(b); });
        for (std::size_t from = 0; from < pieces.size();) {
            auto end = from + 1;
            while (end < pieces.size() && middle(pieces[end]) < pieces[from].box.br().y &&
                   middle(pieces[from]) > pieces[end].box.y)
                ++end;
            std::sort(pieces.begin() + static_cast<std::ptrdiff_t>(from),
                      pieces.begin() + static_cast<std::ptrdiff_t>(end),
                      [](const auto& a, const auto& b) { return a.box.br().x > b.box.br().x; });
            from = end;
        }
    }

    const PageBlots& blots_;
    double height_;
    std::vector<String> strings_ = {};
    std::vector<std::pair<cv::Rect, int>> small_ = {};
};

}  // namespace

cv::Rect PageBlots::rect(int label) const { return rect_of(stats, label); }

PageBlots find_blots(const UprightPage& page) {
    PageBlots blots;
    cv::Mat centres;
    const cv::Mat ink = page.grey < ink_level;
    const int count = cv::connectedComponentsWithStats(ink, blots.labels, blots.stats, centres, 8, CV_32S);
    if (static_cast<std::size_t>(count) > most_blots) return blots;  // a page of dots
    const int grain = std::max(2, static_cast<int>(0.03 * page.px_per_mm * page.px_per_mm));  // 0.03 mm²
    for (int i = 1; i < count; ++i) {
        const bool text = blots.stats.at<int>(i, cv::CC_STAT_AREA) >= grain &&
                          is_text_sized(rect_of(blots.stats, i), page.px_per_mm);
        if (!text) blots.stats.row(i).setTo(0);
    }
    blots.text_height = usual_height(blots.stats, page.px_per_mm);
    return blots;
}

std::vector<LinePiece> find_lines(const PageBlots& blots) {
    return blots.text_height <= 0 ? std::vector<LinePiece>() : Stringer(blots).strings();
}

cv::Mat cut_line(const cv::Mat& upright, const PageBlots& blots, const LinePiece& piece, int margin_px) {
    const cv::Rect region =
        cv::Rect(piece.box.x - 2, piece.box.y - 2, piece.box.width + 4, piece.box.height + 4) &
        cv::Rect({}, upright.size());
    cv::Mat mine = cv::Mat::zeros(region.size(), CV_8U);
    for (const int label : piece.blots) {
        const auto box = rect_of(blots.stats, label);
        mine(box - region.tl()).setTo(255, blots.labels(box) == label);
    }
    cv::dilate(mine, mine, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));  // with the soft edges
    cv::Mat cut(region.size(), CV_8U, cv::Scalar(255));
    upright(region).copyTo(cut, mine);
    cv::copyMakeBorder(cut, cut, margin_px, margin_px, margin_px, margin_px, cv::BORDER_CONSTANT, 255);
    return cut;
}

}  // namespace sanad::ocr
