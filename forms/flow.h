// Documents that run on: text and rows set one below the other, and what does not fit goes on overleaf.
// Included by forms/*.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pdf/canvas.h"
#include "templates/template.h"

namespace sanad::forms {

// The longest beginning of the text, in whole words where that is possible, that is no higher than `height`
// when set `width` wide; and the rest. The beginning is empty only where not even one letter fits.
std::pair<std::string, std::string> split_to_fit(const pdf::Canvas& on, std::string_view text,
                                                 const pdf::TextStyle& style, double width, double height);

// A page after the first: marks, code, title and footer of the paper's first page, and nothing else.
templates::PageLayout overleaf(const templates::PageLayout& first);

// The bar with a section's title, as papers have it. Returns the y below it.
double draw_heading(pdf::Canvas& on, double y, std::string_view title, pdf::Structure& structure);

// How high draw_heading's bar is with the space under it, mm.
constexpr double heading_height = 8;

// From the left edge to the right one of what documents print, mm; the same as the papers'.
constexpr double page_left = 15, page_right = 195, page_top = 30, page_bottom = 282;

}  // namespace sanad::forms
