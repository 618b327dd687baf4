// Files to pages: PNG, JPEG, BMP, multi-page TIFF and PDF. Sizes are checked from the headers before anything
// is decoded.
#pragma once

#include <string>
#include <string_view>

#include "core/page.h"
#include "ocr/image_header.h"

namespace sanad::ocr {

// A file whose kind and number of pages are known; nothing is decoded yet.
struct SourceFile {
    std::string name;        // as the user named it
    std::string_view bytes;  // the caller's; must outlive this
    std::string sha256;
    FileKind kind = FileKind::png;
    int pages = 0;
};

// Throws Error(bad_input) for no image, an empty or a truncated file, Error(resource) over the limits,
// Error(unsupported) for an encrypted PDF. Every Error names the file, and the page where it concerns one.
SourceFile open_source(const std::string& name, std::string_view bytes, const DecodeLimits& limits);

// One page, 1-based, upright as an EXIF orientation asks; transparent parts are white. PDF pages at 300 dpi
// or at their image's own resolution. Throws as open_source.
Page load_page(const SourceFile& source, int number, const DecodeLimits& limits);

}  // namespace sanad::ocr
