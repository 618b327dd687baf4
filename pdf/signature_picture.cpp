#include "pdf/signature_picture.h"

#include <cstddef>
#include <cstdint>

#include "pdf/revisions_stream.h"

namespace sanad::pdf {
namespace {

constexpr std::uint32_t largest_side = 4096;

std::uint32_t big_endian(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char byte : bytes.substr(0, 4)) number = (number << 8) | static_cast<unsigned char>(byte);
    return number;
}

// Bytes a pixel by colour type (PNG, 11.2.2); palettes are not taken.
std::size_t channels_of(char colour) {
    switch (colour) {
        case 0:
            return 1;
        case 2:
            return 3;
        case 4:
            return 2;
        case 6:
            return 4;
        default:
            return 0;
    }
}

}  // namespace

std::optional<Picture> parse_png(std::string_view png) {
    constexpr std::string_view signature("\x89PNG\r\n\x1a\n", 8);
    if (png.substr(0, 8) != signature || png.size() < 33 || png.substr(12, 4) != "IHDR") return {};
    const auto width = big_endian(png.substr(16));
    const auto height = big_endian(png.substr(20));
    const std::size_t channels = channels_of(png[25]);
    if (width == 0 || height == 0 || width > largest_side || height > largest_side) return {};
    if (png[24] != 8 || channels == 0 || png[28] != 0) return {};
    std::string packed;
    for (std::size_t at = 8; at + 12 <= png.size();) {
        const std::size_t length = big_endian(png.substr(at));
        if (length > png.size() - at - 12) return {};
        if (png.substr(at + 4, 4) == "IDAT") packed += png.substr(at + 8, length);
        at += length + 12;
    }
    const std::size_t row = width * channels;
    const auto data = inflate(packed, (row + 1) * height);
    if (!data || data->size() != (row + 1) * height) return {};
    auto pixels = undo_png_filters(*data, row, channels);
    if (!pixels) return {};
    return Picture{static_cast<int>(width), static_cast<int>(height), std::move(*pixels)};
}

}  // namespace sanad::pdf
