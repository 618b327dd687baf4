#include "ocr/image_header.h"

#include <cmath>
#include <cstdlib>

namespace sanad::ocr {
namespace {

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

std::uint32_t big(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | byte_at(bytes, at + static_cast<std::size_t>(i));
    return value;
}

std::uint32_t little(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = count - 1; i >= 0; --i)
        value = value << 8 | byte_at(bytes, at + static_cast<std::size_t>(i));
    return value;
}

constexpr double metres_per_inch = 0.0254;

// PNG 1.2: chunks of length, name, content, checksum; IHDR first, IEND last.
std::optional<ImageHeader> parse_png(std::string_view bytes) {
    if (bytes.size() < 33 || bytes.substr(12, 4) != "IHDR") return std::nullopt;
    ImageHeader header;
    header.width = big(bytes, 16, 4);
    header.height = big(bytes, 20, 4);
    const auto colour_type = byte_at(bytes, 25);
    header.has_alpha = colour_type == 4 || colour_type == 6;
    std::size_t at = 8;
    while (bytes.size() - at >= 12) {
        const std::size_t length = big(bytes, at, 4);
        const auto name = bytes.substr(at + 4, 4);
        if (length > bytes.size() - at - 12) break;
        if (name == "tRNS") header.has_alpha = true;
        if (name == "pHYs" && length == 9 && byte_at(bytes, at + 16) == 1)
            header.dpi = big(bytes, at + 8, 4) * metres_per_inch;
        if (name == "IEND") header.complete = true;
        at += length + 12;
    }
    return header;
}

bool starts_frame(std::uint32_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

void read_jfif(std::string_view bytes, std::size_t at, std::size_t length, ImageHeader& header) {
    if (length < 14 || bytes.substr(at + 4, 4) != "JFIF") return;
    const double density = big(bytes, at + 12, 2);
    if (byte_at(bytes, at + 11) == 1) header.dpi = density;
    if (byte_at(bytes, at + 11) == 2) header.dpi = density * 2.54;
}

// ITU-T T.81, annex B: segments up to the first scan; then the end mark (B.1.1.3) must follow somewhere,
// because in coded data 0xFF is never followed by 0xD9.
std::optional<ImageHeader> parse_jpeg(std::string_view bytes) {
    ImageHeader header;
    std::size_t at = 2;
    while (at + 4 <= bytes.size()) {
        if (byte_at(bytes, at) != 0xFF) return std::nullopt;
        const auto marker = byte_at(bytes, at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7)) {
            at += 2;
            continue;
        }
        const std::size_t length = big(bytes, at + 2, 2);
        if (length < 2 || length > bytes.size() - at - 2) return std::nullopt;
        if (marker == 0xE0) read_jfif(bytes, at, length, header);
        if (starts_frame(marker)) {
            if (length < 8) return std::nullopt;
            header.height = big(bytes, at + 5, 2);
            header.width = big(bytes, at + 7, 2);
        }
        at += 2 + length;
        if (marker == 0xDA) break;
    }
    header.complete = at <= bytes.size() && bytes.find("\xFF\xD9", at) != std::string_view::npos;
    return header;
}

std::optional<ImageHeader> parse_bmp(std::string_view bytes) {
    if (bytes.size() < 54) return std::nullopt;
    ImageHeader header;
    header.width = little(bytes, 18, 4);
    const auto height = static_cast<std::int32_t>(little(bytes, 22, 4));
    header.height = static_cast<std::uint64_t>(std::llabs(height));  // negative: rows from the top
    header.dpi = little(bytes, 38, 4) * metres_per_inch;
    header.complete = true;
    return header;
}

}  // namespace

std::optional<FileKind> sniff_kind(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return FileKind::png;
    if (bytes.starts_with("\xFF\xD8\xFF")) return FileKind::jpeg;
    if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv)) return FileKind::tiff;
    if (bytes.starts_with("II+\0"sv) || bytes.starts_with("MM\0+"sv)) return FileKind::tiff;
    if (bytes.starts_with("BM")) return FileKind::bmp;
    if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return FileKind::pdf;
    return std::nullopt;
}

std::optional<ImageHeader> parse_image_header(FileKind kind, std::string_view bytes) {
    auto header = kind == FileKind::png    ? parse_png(bytes)
                  : kind == FileKind::jpeg ? parse_jpeg(bytes)
                  : kind == FileKind::bmp  ? parse_bmp(bytes)
                                           : std::nullopt;
    if (!header || header->width == 0 || header->height == 0) return std::nullopt;
    if (!(header->dpi >= 20 && header->dpi <= 4800)) header->dpi = 0;
    return header;
}

}  // namespace sanad::ocr
