// The picture of a signature drawn by hand, as it comes from a tablet or a scanner.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanad::pdf {

struct Picture {
    int width = 0;
    int height = 0;
    std::string pixels;  // rows from the top, as Canvas::picture takes them
};

// A PNG of 8 bits a channel, grey or RGB, with or without opacity, not interlaced, at most 4096 × 4096.
// Nothing for any other or damaged one.
std::optional<Picture> parse_png(std::string_view png);

}  // namespace sanad::pdf
