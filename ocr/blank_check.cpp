#include "ocr/blank_check.h"

#include <opencv2/imgproc.hpp>
#include <string>

#include "core/error.h"
#include "ocr/foreign_page.h"

namespace sanad::ocr {
namespace {

constexpr std::size_t enough_points = 300;  // a form of a few words has as many
constexpr double full = 0.45;               // of a box: where so much is ink on the blank no mark can be seen

double inked(const cv::Mat& grey, const BoxMm& box) {
    const auto px = [](double mm) { return static_cast<int>(mm * blank_px_per_mm + 0.5); };
    const cv::Rect where =
        cv::Rect(cv::Point(px(box.x), px(box.y)), cv::Point(px(box.right()), px(box.bottom()))) &
        cv::Rect({}, grey.size());
    return where.empty() ? 0 : cv::countNonZero(grey(where) < 150) / static_cast<double>(where.area());
}

void check_boxes(const ForeignPage& page, std::vector<Check>& into) {
    for (const auto& field : page.paper->fields) {
        if (field.page != page.number) continue;
        for (const auto& option : field.options)
            if (inked(page.grey, option.box) > full)
                into.push_back({"blank.box_full", field.key, Verdict::failed, option.key});
        for (const auto& cell : field.cell_boxes)
            if (inked(page.grey, cell) > full)
                into.push_back({"blank.box_full", field.key, Verdict::failed, {}});
    }
}

}  // namespace

std::vector<Check> check_blank(const templates::Template& paper) {
    std::vector<Check> checks;
    if (!paper.foreign()) return checks;
    std::size_t points = 0;
    for (int number = 1; number <= static_cast<int>(paper.pages.size()); ++number) {
        const auto& blank = paper.pages[static_cast<std::size_t>(number - 1)].blank;
        try {
            const auto page = load_foreign_page(paper, number);
            points = page.points.size();
            if (points < enough_points)
                checks.push_back({"blank.little_print", paper.id, Verdict::failed, std::to_string(points)});
            check_boxes(page, checks);
        } catch (const Error& error) {
            checks.push_back(
                {"blank.unreadable", paper.id, Verdict::failed, blank.file + ": " + error.what()});
        }
    }
    if (checks.empty())
        checks.push_back({"blank.known_again", paper.id, Verdict::passed, std::to_string(points)});
    return checks;
}

}  // namespace sanad::ocr
