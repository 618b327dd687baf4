#include "ocr/cell_ink.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/error.h"
#include "ocr/cell_border.h"

namespace sanad::ocr {
namespace {

constexpr int largest_side = 4096;
constexpr int work_side = 84;      // the longer side of a cell while it is cleaned, px
constexpr double ink_part = 0.45;  // darker than this part of the way from paper to ink is ink
constexpr double least_contrast = 0.085;
constexpr double never_noise = 0.3;    // a contrast that no grain of paper has
constexpr double speck_area = 0.0006;  // of the cell
constexpr double dust_area = 0.0002;   // smaller than a speck, and too large to be sure that it is none
constexpr double least_window = 0.2;   // of the cell's height: a dot stays a dot on the square
constexpr double content_side = 26;    // of the 32

struct Scaled {
    cv::Mat grey;
    cv::Rect cell;
    bool sized = false;  // the cell's rectangle is known
    double factor = 1;   // work px a source px
};

Scaled scale(const CellImage& image) {
    // OpenCV takes no const pixels; nothing writes through this header.
    const cv::Mat source(image.height, image.width, CV_8U, const_cast<std::uint8_t*>(image.pixels.data()));
    Scaled out;
    out.sized = image.right - image.left >= 4 && image.bottom - image.top >= 4;
    const cv::Rect cell =
        out.sized ? cv::Rect(image.left, image.top, image.right - image.left, image.bottom - image.top)
                  : cv::Rect(0, 0, image.width, image.height);
    out.factor = work_side / static_cast<double>(std::max(cell.width, cell.height));
    const cv::Size size(std::max(4, static_cast<int>(std::lround(image.width * out.factor))),
                        std::max(4, static_cast<int>(std::lround(image.height * out.factor))));
    cv::resize(source, out.grey, size, 0, 0, out.factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    const auto scaled = [&](int value) { return static_cast<int>(std::lround(value * out.factor)); };
    out.cell = {scaled(cell.x), scaled(cell.y), scaled(cell.width), scaled(cell.height)};
    return out;
}

// Darkness against the paper around, 0..255, with shading taken out.
cv::Mat darkness(const cv::Mat& grey) {
    cv::Mat smooth, paper, small;
    cv::GaussianBlur(grey, smooth, {3, 3}, 0.7);
    // The paper is what is bright nearby. On a quarter of the size, because it changes slowly.
    cv::resize(smooth, small, {}, 0.25, 0.25, cv::INTER_AREA);
    cv::dilate(small, small, cv::getStructuringElement(cv::MORPH_RECT, {7, 7}));
    cv::blur(small, small, {9, 9});
    cv::resize(small, paper, grey.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat dark(grey.size(), CV_8U);
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x) {
            const int ground = std::max<int>(paper.at<std::uint8_t>(y, x), 32);
            const int ink = (ground - smooth.at<std::uint8_t>(y, x)) * 255 / ground;
            dark.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(std::clamp(ink, 0, 255));
        }
    return dark;
}

struct Levels {
    double paper = 0, noise = 0, ink = 0;  // darkness
};

// The paper is judged by the brightest pixels up to the share `paper` of them, its noise by how far the share
// `darkest` lies below: `apart` standard deviations of a normal distribution.
struct Shares {
    double paper, darkest, apart;
};
// From the bright third, which is paper even under a scribble that fills the cell; where the edges of bold
// print reach into that, from the brightest eighth.
constexpr Shares bright_third = {0.30, 0.05, 1.12}, bright_eighth = {0.12, 0.03, 0.71};

// Of the cell's inside, where no border is; of all of it where there is no border.
Levels levels(const cv::Mat& dark, const cv::Rect& cell, bool bordered, const Shares& of) {
    const int edge = bordered ? 14 : 0;  // percent
    const cv::Rect inner(cell.x + cell.width * edge / 100, cell.y + cell.height * edge / 100,
                         cell.width * (100 - 2 * edge) / 100, cell.height * (100 - 2 * edge) / 100);
    const cv::Rect within = inner & cv::Rect(0, 0, dark.cols, dark.rows);
    std::array<int, 256> count = {};
    for (int y = within.y; y < within.y + within.height; ++y)
        for (int x = within.x; x < within.x + within.width; ++x) ++count[dark.at<std::uint8_t>(y, x)];
    const int total = within.area();
    const auto level_at = [&](int rank) {
        int value = 0;
        for (int seen = count[0]; seen <= rank && value < 255; seen += count[static_cast<std::size_t>(value)])
            ++value;
        return value;
    };
    Levels out;
    const auto rank = [&](double share) { return static_cast<int>(share * total); };
    out.paper = level_at(rank(of.paper));
    out.noise = std::max(1.0, (out.paper - level_at(rank(of.darkest))) / of.apart);
    int dots = std::max(3, total / 700);  // as many pixels as a small dot has
    const int wanted = dots;
    double sum = 0;
    for (int value = 255; value >= 0 && dots > 0; --value) {
        const int part = std::min(dots, count[static_cast<std::size_t>(value)]);
        sum += part * value;
        dots -= part;
    }
    out.ink = sum / wanted;
    return out;
}

bool ink_shows(const Levels& level) {
    return level.ink - level.paper >= least_contrast * 255 && level.ink - level.paper >= 4.5 * level.noise;
}

struct Piece {
    cv::Rect bounds;
    int area;
    int label;
    bool kept;
};

double gap(const cv::Rect& a, const cv::Rect& b) {
    const int dx = std::max({0, a.x - b.x - b.width, b.x - a.x - a.width});
    const int dy = std::max({0, a.y - b.y - b.height, b.y - a.y - a.height});
    return std::hypot(dx, dy);
}

// How many pixels of each piece lie in `core`, the middle of the cell where no border is.
std::vector<int> pixels_in(const cv::Mat& labels, const cv::Rect& core, int count) {
    std::vector<int> out(static_cast<std::size_t>(count), 0);
    const cv::Rect within = core & cv::Rect(0, 0, labels.cols, labels.rows);
    for (int y = within.y; y < within.y + within.height; ++y)
        for (int x = within.x; x < within.x + within.width; ++x)
            ++out[static_cast<std::size_t>(labels.at<int>(y, x))];
    return out;
}

// Pieces with less than this part in the core are remains of the border, or reach in from beside the cell.
constexpr double least_in_core = 0.3;

cv::Rect core_of(const cv::Rect& cell) {
    const int dx = cell.width / 11, dy = cell.height / 11;
    return {cell.x + dx, cell.y + dy, cell.width - 2 * dx, cell.height - 2 * dy};
}

// A thin line from one side of the cell to the other, by its edge: a border further off than borders are
// looked for.
bool is_line(const cv::Rect& bounds, const cv::Rect& cell) {
    constexpr double whole = 0.85, thin = 0.06, edge = 0.22;
    const double x = (bounds.x + bounds.width / 2.0 - cell.x) / cell.width;
    const double y = (bounds.y + bounds.height / 2.0 - cell.y) / cell.height;
    const bool upright = bounds.height >= whole * cell.height && bounds.width <= thin * cell.height;
    const bool level = bounds.width >= whole * cell.width && bounds.height <= thin * cell.height;
    return (upright && (x < edge || x > 1 - edge)) || (level && (y < edge || y > 1 - edge));
}

struct Writing {
    cv::Rect bounds;    // empty where there is none
    bool dust = false;  // something hardly too small was left out
};

// Clears what is not this cell's writing.
Writing keep_writing(cv::Mat& ink, const cv::Rect& cell, double factor) {
    const double least = std::max(speck_area * cell.area(), 2.2 * std::max(1.0, factor * factor));
    Writing out;
    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8);
    const auto in_core = pixels_in(labels, core_of(cell), count);
    std::vector<Piece> pieces;
    int largest = 0;
    for (int i = 1; i < count; ++i) {
        const cv::Rect bounds(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                              stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        const bool within =
            in_core[static_cast<std::size_t>(i)] >= least_in_core * area && !is_line(bounds, cell);
        const bool kept = within && area >= least;
        // What was taken for a line or a neighbour's ink may be a digit written along the border.
        const bool beside = in_core[static_cast<std::size_t>(i)] >= least;
        out.dust = out.dust || (within ? area >= dust_area * cell.area() : beside);
        pieces.push_back({bounds, area, i, kept});
        if (kept) largest = std::max(largest, area);
    }
    // A small piece far from every large one is dirt beside the digit.
    for (auto& piece : pieces) {
        if (!piece.kept || piece.area * 10 >= largest) continue;
        double nearest = 1e9;
        for (const auto& other : pieces)
            if (other.kept && other.area * 10 >= largest)
                nearest = std::min(nearest, gap(piece.bounds, other.bounds));
        if (nearest > 0.1 * cell.height) piece.kept = false;
    }
    std::vector<std::uint8_t> keep(static_cast<std::size_t>(count), 0);
    for (const auto& piece : pieces)
        if (piece.kept) {
            keep[static_cast<std::size_t>(piece.label)] = 255;
            out.bounds = out.bounds.empty() ? piece.bounds : out.bounds | piece.bounds;
        }
    for (int y = 0; y < ink.rows; ++y)
        for (int x = 0; x < ink.cols; ++x)
            ink.at<std::uint8_t>(y, x) = keep[static_cast<std::size_t>(labels.at<int>(y, x))];
    return out;
}

// The ink in `bounds`, in the middle of the square and as large as fits.
InkSquare to_square(const cv::Mat& ink, const cv::Rect& bounds, double least_side) {
    const double side =
        std::max({static_cast<double>(bounds.width), static_cast<double>(bounds.height), least_side});
    const double factor = content_side / side;
    cv::Mat part = ink(bounds), scaled;
    const cv::Size size(std::clamp(static_cast<int>(std::lround(bounds.width * factor)), 1, ink_side),
                        std::clamp(static_cast<int>(std::lround(bounds.height * factor)), 1, ink_side));
    cv::resize(part, scaled, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    InkSquare square = {};
    const int left = (ink_side - size.width) / 2, top = (ink_side - size.height) / 2;
    for (int y = 0; y < size.height; ++y)
        std::copy_n(scaled.ptr<std::uint8_t>(y), size.width, square.begin() + (top + y) * ink_side + left);
    return square;
}

}  // namespace

CellInk cell_ink(const CellImage& image) {
    const bool whole =
        image.width > 0 && image.height > 0 && image.width <= largest_side && image.height <= largest_side &&
        image.pixels.size() == static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
    if (!whole)
        throw Error(ErrorCode::bad_input, "cell image: " + std::to_string(image.width) + " x " +
                                              std::to_string(image.height) + " does not fit " +
                                              std::to_string(image.pixels.size()) + " pixels");
    CellInk out;
    const Scaled scaled = scale(image);
    const cv::Mat dark = darkness(scaled.grey);
    Levels level = levels(dark, scaled.cell, scaled.sized, bright_third);
    if (!ink_shows(level)) level = levels(dark, scaled.cell, scaled.sized, bright_eighth);
    out.contrast = std::max(0.0, level.ink - level.paper) / 255;
    if (!ink_shows(level)) {
        out.dust = out.contrast >= never_noise;
        return out;
    }
    cv::Mat ink = dark > level.paper + ink_part * (level.ink - level.paper);
    cv::Rect cell = scaled.cell;
    if (scaled.sized) cell = erase_border(ink, scaled.cell);
    const Writing writing = keep_writing(ink, cell, scaled.factor);
    const cv::Rect& bounds = writing.bounds;
    out.dust = writing.dust;
    if (bounds.empty()) return out;
    out.blank = false;
    if (scaled.sized) {
        out.height = static_cast<double>(bounds.height) / scaled.cell.height;
        out.width = static_cast<double>(bounds.width) / scaled.cell.height;
    }
    out.square = to_square(ink, bounds, scaled.sized ? least_window * scaled.cell.height : 1);
    return out;
}

InkSquare view(const CellInk& ink, int number) {
    if (number <= 0) return ink.square;
    struct Askew {
        double turn, size, dx, dy;
    };
    constexpr std::array<Askew, view_count> views = {{{0, 1, 0, 0},
                                                      {0.09, 0.96, 0.5, 0},
                                                      {-0.09, 0.96, -0.5, 0},
                                                      {0.03, 1.07, 0, 0.6},
                                                      {-0.03, 0.88, 0, -0.6}}};
    const auto& how = views[static_cast<std::size_t>(std::min(number, view_count - 1))];
    const double c = std::cos(how.turn) * how.size, s = std::sin(how.turn) * how.size;
    constexpr double middle = (ink_side - 1) / 2.0;
    const cv::Matx23d move(c, -s, middle - c * middle + s * middle + how.dx, s, c,
                           middle - s * middle - c * middle + how.dy);
    const cv::Mat from(ink_side, ink_side, CV_8U, const_cast<std::uint8_t*>(ink.square.data()));
    InkSquare out;
    cv::Mat to(ink_side, ink_side, CV_8U, out.data());
    cv::warpAffine(from, to, move, {ink_side, ink_side}, cv::INTER_LINEAR);
    return out;
}

}  // namespace sanad::ocr
