#include "ocr/dot_pairs.h"

#include <algorithm>
#include <string_view>

#include <opencv2/imgproc.hpp>

#include "core/arabic.h"
#include "core/letters.h"

namespace sanad::ocr {
namespace {

constexpr int ink_grey = 150;
constexpr int least_area = 8;        // px
constexpr double most_height = 0.2;  // of the line's
constexpr double most_width = 0.5;   // of the line's height
constexpr double flat = 1.6;         // times as wide as high

struct Marks {
    std::u32string_view letters;
    int most;
};
// Hamza and madda are marks too; the little one within ك stands apart in some faces; الله has three in many.
constexpr Marks marks[] = {
    {U"بجخذزضظغفنإأؤء.؛:", 1},
    {U"تيقةئآك،-ـ!؟", 2},
    {U"ثش", 3},
};
constexpr std::u32string_view name_of_god = U"لله";
constexpr int in_name_of_god = 3;

}  // namespace

int dots_seen(const cv::Mat& grey) {
    std::vector<cv::Point> dark;
    if (!grey.empty()) cv::findNonZero(grey < ink_grey, dark);
    if (dark.empty()) return 0;
    const cv::Rect line = cv::boundingRect(dark);
    cv::Mat labels, stats, centres;
    const int count =
        cv::connectedComponentsWithStats(grey(line) < ink_grey, labels, stats, centres, 8, CV_32S);
    int dots = 0;
    for (int i = 1; i < count; ++i) {
        const int w = stats.at<int>(i, cv::CC_STAT_WIDTH), h = stats.at<int>(i, cv::CC_STAT_HEIGHT);
        if (stats.at<int>(i, cv::CC_STAT_AREA) < least_area || h > most_height * line.height ||
            w > most_width * line.height)
            continue;
        dots += w >= flat * h ? 2 : 1;
    }
    return dots;
}

int dots_in(const std::string& text) {
    const auto letters = decode(tidy(text));
    int most = 0;
    for (const char32_t letter : letters)
        for (const auto& some : marks)
            if (some.letters.find(letter) != std::u32string_view::npos) most += some.most;
    for (auto at = letters.find(name_of_god); at != std::u32string::npos;
         at = letters.find(name_of_god, at + 1))
        most += in_name_of_god;
    return most;
}

}  // namespace sanad::ocr
