// The pages of a TIFF in memory, by libtiff: bitonal fax groups, grey, palette, RGB, CMYK, 16 bit, tiles.
#pragma once

#include <string_view>

#include "core/page.h"

namespace sanad::ocr {

// How many pages, up to limits.max_pages + 1; every page's size is held against the limits. Throws
// Error(bad_input) for a damaged directory, Error(resource) over max_pixels. Nothing is decoded.
int tiff_page_count(std::string_view bytes, const DecodeLimits& limits);

// `number` is 1-based. Throws Error(bad_input) where strips or tiles are missing or damaged.
Page tiff_page(std::string_view bytes, int number, const DecodeLimits& limits);

}  // namespace sanad::ocr
