// What an image file claims about itself in its first bytes, read without decoding it: the sizes are held
// against the limits before any library allocates for them. Parsers of hostile bytes: they return nothing and
// never throw.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sanad::ocr {

enum class FileKind { png, jpeg, bmp, tiff, pdf };

// By the first bytes; names and endings are not asked.
std::optional<FileKind> sniff_kind(std::string_view bytes);

struct ImageHeader {
    std::uint64_t width = 0;  // px, as stored (before an EXIF rotation)
    std::uint64_t height = 0;
    double dpi = 0;  // 0 where nothing is claimed
    bool has_alpha = false;
    bool complete = false;  // the end of the file is there: IEND, EOI; true where a format has no end mark
};

// `kind` is png, jpeg or bmp. Nothing where the header is damaged or a side is 0.
std::optional<ImageHeader> parse_image_header(FileKind kind, std::string_view bytes);

}  // namespace sanad::ocr
