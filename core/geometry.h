// Places on a page.
#pragma once

namespace sanad {

// Millimetres; the origin is the top-left corner of the page, x grows to the right, y downwards.
struct PointMm {
    double x = 0;
    double y = 0;
};

// x and y are the top-left corner of the box; all in millimetres from the page's top-left corner.
struct BoxMm {
    double x = 0;
    double y = 0;
    double w = 0;
    double h = 0;

    double right() const { return x + w; }
    double bottom() const { return y + h; }
    PointMm centre() const { return {x + w / 2, y + h / 2}; }
};

constexpr double mm_per_inch = 25.4;
constexpr double pt_per_mm = 72.0 / 25.4;

}  // namespace sanad
