#include "ocr/training/page_fate.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "ocr/training/strokes.h"

namespace sanad::ocr::training {
namespace {

using strokes::chance;
using strokes::normal;
using strokes::uniform;

// The lines of the cell and of its neighbours, as coverage.
std::vector<std::uint8_t> border(const Sheet& sheet, Random& random) {
    std::vector<std::uint8_t> lines(
        static_cast<std::size_t>(sheet.width) * static_cast<std::size_t>(sheet.height), 0);
    const double kind = uniform(random, 0, 1);
    if (kind < 0.12) return lines;  // free of lines
    const bool comb = kind < 0.22;  // low ticks between the digits only
    const double pen = uniform(random, 0.12, 0.4) * sheet.px_per_mm / sheet.cell_h;
    const auto line = [&](double x0, double y0, double x1, double y1) {
        const double c = std::cos(sheet.turn), s = std::sin(sheet.turn);
        const auto turned = [&](double x, double y) {
            return strokes::Point{0.5 + c * (x - 0.5) - s * (y - 0.5), 0.5 + s * (x - 0.5) + c * (y - 0.5),
                                  pen};
        };
        strokes::draw({{turned(x0, y0), turned(x1, y1)}}, sheet.margin + sheet.off_x,
                      sheet.margin + sheet.off_y, sheet.cell_w, sheet.cell_h, sheet.width, sheet.height,
                      lines);
    };
    const double top = comb ? uniform(random, 0.5, 0.8) : 0;
    const double gap = chance(random, 0.25) ? uniform(random, 0.02, 0.1) : 0;  // cells that stand apart
    for (const double x : {0.0, 1.0}) line(x, top, x, 1);
    if (gap > 0) line(-gap, top, -gap, 1), line(1 + gap, top, 1 + gap, 1);
    const double more = chance(random, 0.7) ? 0.6 : 0;  // a row of cells goes on to both sides
    line(-more, 1, 1 + more, 1);
    if (!comb) line(-more, 0, 1 + more, 0);
    return lines;
}

void ballpoint(cv::Mat& coverage, Random& random) {
    cv::Mat coarse(std::max(2, coverage.rows / 3), std::max(2, coverage.cols / 3), CV_8U), fine;
    for (auto* p = coarse.data; p != coarse.data + coarse.total(); ++p)
        *p = static_cast<std::uint8_t>(uniform(random, 90, 255));
    cv::resize(coarse, fine, coverage.size(), 0, 0, cv::INTER_LINEAR);
    cv::multiply(coverage, fine, coverage, 1 / 230.0);
}

void dirt(cv::Mat& grey, const Sheet& sheet, Random& random) {
    const int spots = static_cast<int>(uniform(random, 1, 6));
    for (int i = 0; i < spots; ++i) {
        const cv::Point at(static_cast<int>(uniform(random, 0, grey.cols)),
                           static_cast<int>(uniform(random, 0, grey.rows)));
        const double size = uniform(random, 0.05, 0.16) * sheet.px_per_mm / 2;
        cv::circle(grey, at * 16, std::max(4, static_cast<int>(size * 16)),
                   cv::Scalar(uniform(random, 40, 190)), cv::FILLED, cv::LINE_AA, 4);
    }
}

void shade(cv::Mat& grey, Random& random) {
    const double across = normal(random, 18), down = normal(random, 18);
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x) {
            const double change = across * (static_cast<double>(x) / grey.cols - 0.5) +
                                  down * (static_cast<double>(y) / grey.rows - 0.5);
            grey.at<std::uint8_t>(y, x) =
                cv::saturate_cast<std::uint8_t>(grey.at<std::uint8_t>(y, x) + change);
        }
}

void grain(cv::Mat& grey, double spread, Random& random) {
    for (auto* p = grey.data; p != grey.data + grey.total(); ++p) {
        // The sum of bytes of one random number is near enough to a normal distribution.
        const std::uint64_t bits = random();
        const double sum =
            static_cast<double>((bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >> 24 & 255)) -
            510;
        *p = cv::saturate_cast<std::uint8_t>(*p + sum / 147.8 * spread);
    }
}

void to_black_and_white(cv::Mat& grey, Random& random) {
    const double level = uniform(random, 115, 195);
    grey = grey > level;
}

void fax(cv::Mat& grey, const Sheet& sheet, Random& random) {
    const cv::Size full = grey.size();
    const double across = std::min(1.0, 8.03 / sheet.px_per_mm),
                 down = std::min(1.0, (chance(random, 0.5) ? 3.85 : 7.7) / sheet.px_per_mm);
    cv::resize(grey, grey, {}, across, down, cv::INTER_AREA);
    to_black_and_white(grey, random);
    cv::resize(grey, grey, full, 0, 0, cv::INTER_NEAREST);
}

void jpeg(cv::Mat& grey, int quality) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(".jpg", grey, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
    grey = cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
}

void degrade(cv::Mat& grey, const Sheet& sheet, Quality quality, Random& random) {
    const double strength = quality == Quality::clean ? 0.4 : quality == Quality::ordinary ? 1 : 1.5;
    if (chance(random, 0.15 * strength)) dirt(grey, sheet, random);
    if (chance(random, 0.5)) shade(grey, random);
    cv::GaussianBlur(grey, grey, {0, 0}, uniform(random, 0.25, 0.35 + 0.075 * sheet.px_per_mm * strength));
    if (chance(random, 0.7)) grain(grey, uniform(random, 0, 10 * strength), random);
    if (quality == Quality::bad && chance(random, 0.35))
        fax(grey, sheet, random);
    else if (quality != Quality::clean && chance(random, 0.2))
        to_black_and_white(grey, random);
    else if (chance(random, 0.35))
        jpeg(grey, static_cast<int>(uniform(random, quality == Quality::bad ? 20 : 45, 92)));
}

}  // namespace

Sheet draw_sheet(Random& random, Quality quality) {
    constexpr double resolutions[] = {150, 200, 200, 300, 300, 300, 400};
    Sheet sheet;
    const double dpi =
        quality == Quality::bad ? uniform(random, 120, 220) : resolutions[strokes::pick(random, 7)];
    sheet.px_per_mm = dpi / 25.4;
    const double high = uniform(random, 5.5, 10);
    sheet.cell_h = high * sheet.px_per_mm;
    sheet.cell_w = high * uniform(random, 0.65, 1.15) * sheet.px_per_mm;
    sheet.margin = std::round(sheet.px_per_mm);
    const double slip = quality == Quality::bad ? 0.22 : 0.13;
    sheet.off_x = normal(random, slip) * sheet.px_per_mm;
    sheet.off_y = normal(random, slip) * sheet.px_per_mm;
    sheet.turn = normal(random, 0.006);
    sheet.width = static_cast<int>(std::lround(sheet.cell_w + 2 * sheet.margin));
    sheet.height = static_cast<int>(std::lround(sheet.cell_h + 2 * sheet.margin));
    return sheet;
}

CellImage scan(const Sheet& sheet, const std::vector<std::uint8_t>& ink, bool printed, Quality quality,
               Random& random) {
    const auto lines = border(sheet, random);
    cv::Mat coverage(sheet.height, sheet.width, CV_8U);
    std::copy(ink.begin(), ink.end(), coverage.data);
    if (!printed && chance(random, 0.2)) ballpoint(coverage, random);
    const double paper = uniform(random, 205, 255);
    const double pen =
        printed ? uniform(random, 0, 70) : uniform(random, 10, quality == Quality::clean ? 110 : 140);
    const double line = chance(random, 0.3) ? uniform(random, 110, 190) : uniform(random, 10, 110);
    cv::Mat grey(sheet.height, sheet.width, CV_8U);
    for (std::size_t i = 0; i < ink.size(); ++i) {
        double value = paper + (line - paper) * lines[i] / 255;
        value += (std::min(pen, value) - value) * coverage.data[i] / 255;
        grey.data[i] = cv::saturate_cast<std::uint8_t>(value);
    }
    degrade(grey, sheet, quality, random);
    // Pages are read at one resolution, whatever they were scanned at.
    const double to = chance(random, 0.75) ? 300 / 25.4 / sheet.px_per_mm : 1;
    if (to != 1) cv::resize(grey, grey, {}, to, to, to < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    CellImage out;
    out.width = grey.cols;
    out.height = grey.rows;
    out.pixels.assign(grey.data, grey.data + grey.total());
    const auto px = [&](double value) { return static_cast<int>(std::lround(value * to)); };
    out.left = px(sheet.margin);
    out.top = px(sheet.margin);
    out.right = std::min(grey.cols, px(sheet.margin + sheet.cell_w));
    out.bottom = std::min(grey.rows, px(sheet.margin + sheet.cell_h));
    return out;
}

}  // namespace sanad::ocr::training
