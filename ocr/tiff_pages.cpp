#include "ocr/tiff_pages.h"

#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/error.h"

namespace sanad::ocr {
namespace {

struct Memory {
    std::string_view bytes;
    std::uint64_t at = 0;
};

tmsize_t read_some(thandle_t handle, void* into, tmsize_t size) {
    auto& memory = *static_cast<Memory*>(handle);
    if (size <= 0 || memory.at >= memory.bytes.size()) return 0;
    const std::size_t count =
        std::min<std::size_t>(static_cast<std::size_t>(size), memory.bytes.size() - memory.at);
    std::memcpy(into, memory.bytes.data() + memory.at, count);
    memory.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t refuse_write(thandle_t, void*, tmsize_t) { return -1; }

toff_t seek(thandle_t handle, toff_t offset, int whence) {
    auto& memory = *static_cast<Memory*>(handle);
    if (whence == SEEK_CUR) offset += memory.at;
    if (whence == SEEK_END) offset += memory.bytes.size();
    return memory.at = offset;
}

int close_nothing(thandle_t) { return 0; }
toff_t size_of(thandle_t handle) { return static_cast<Memory*>(handle)->bytes.size(); }

struct CloseTiff {
    void operator()(TIFF* raw) const noexcept { TIFFClose(raw); }
};
using TiffPtr = std::unique_ptr<TIFF, CloseTiff>;

Error damaged(const std::string& what, int page) {
    return Error(ErrorCode::bad_input, "TIFF: " + what, Where{.page = page}, {"ocr.damaged_image", {}});
}

// `memory` must outlive the handle.
TiffPtr open(Memory& memory) {
    TIFFSetErrorHandler(nullptr);  // libtiff prints to stderr otherwise; the return codes are looked at
    TIFFSetWarningHandler(nullptr);
    // m: no mapping of a file; the bytes are in memory already.
    TiffPtr tiff(TIFFClientOpen("memory", "rm", &memory, read_some, refuse_write, seek, close_nothing,
                                size_of, nullptr, nullptr));
    if (!tiff) throw damaged("the first directory can't be read", 1);
    return tiff;
}

struct Shape {
    std::uint32_t width = 0, height = 0;
    std::uint16_t bits = 1, samples = 1, photometric = PHOTOMETRIC_MINISWHITE;
};

Shape shape_of(TIFF* tiff, int page, const DecodeLimits& limits) {
    Shape shape;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &shape.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &shape.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &shape.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &shape.samples);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &shape.photometric);
    if (shape.width == 0 || shape.height == 0) throw damaged("no size", page);
    if (std::uint64_t{shape.width} * shape.height > limits.max_pixels)
        throw Error(ErrorCode::resource, "TIFF page larger than the limit", Where{.page = page},
                    {"ocr.too_large", {std::to_string(shape.width), std::to_string(shape.height)}});
    return shape;
}

double dpi_of(TIFF* tiff) {
    float x = 0;
    std::uint16_t unit = RESUNIT_INCH;
    if (TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) != 1) return 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    const double dpi = unit == RESUNIT_CENTIMETER ? x * 2.54 : unit == RESUNIT_INCH ? x : 0;
    return dpi >= 20 && dpi <= 4800 ? dpi : 0;
}

// Row by row, a byte a pixel: bitonal and 8-bit grey scans, the usual ones, at a quarter of the memory of
// RGBA.
void read_rows(TIFF* tiff, const Shape& shape, Page& page) {
    const auto row_bytes = static_cast<std::size_t>(TIFFScanlineSize(tiff));
    if (row_bytes < (std::size_t{shape.width} * shape.bits + 7) / 8) throw damaged("short rows", page.number);
    std::vector<std::uint8_t> row(row_bytes);
    const bool white_is_zero = shape.photometric == PHOTOMETRIC_MINISWHITE;
    const std::uint8_t flip = white_is_zero ? 255 : 0;
    for (std::uint32_t y = 0; y < shape.height; ++y) {
        if (TIFFReadScanline(tiff, row.data(), y) != 1)
            throw damaged("row " + std::to_string(y), page.number);
        std::uint8_t* out = page.pixels.data() + std::size_t{y} * shape.width;
        for (std::uint32_t x = 0; x < shape.width; ++x) {
            const std::uint8_t value = shape.bits == 8                        ? row[x]
                                       : (row[x / 8] >> (7 - x % 8) & 1) != 0 ? std::uint8_t{255}
                                                                              : std::uint8_t{0};
            out[x] = static_cast<std::uint8_t>(value ^ flip);
        }
    }
}

void read_rgba(TIFF* tiff, const Shape& shape, Page& page) {
    std::vector<std::uint32_t> raster(std::size_t{shape.width} * shape.height);
    if (TIFFReadRGBAImageOriented(tiff, shape.width, shape.height, raster.data(), ORIENTATION_TOPLEFT, 1) !=
        1)
        throw damaged("the pixels can't be read", page.number);
    for (std::size_t i = 0; i < raster.size(); ++i) {
        const std::uint32_t pixel = raster[i];
        const std::uint32_t grey =
            (TIFFGetR(pixel) * 299 + TIFFGetG(pixel) * 587 + TIFFGetB(pixel) * 114) / 1000;
        page.pixels[i] =
            static_cast<std::uint8_t>(std::min(255u, grey + 255 - TIFFGetA(pixel)));  // on white paper
    }
}

}  // namespace

int tiff_page_count(std::string_view bytes, const DecodeLimits& limits) {
    Memory memory{bytes};
    const auto tiff = open(memory);
    int count = 0;
    do {
        shape_of(tiff.get(), ++count, limits);
    } while (count <= limits.max_pages && TIFFReadDirectory(tiff.get()) == 1);
    return count;
}

Page tiff_page(std::string_view bytes, int number, const DecodeLimits& limits) {
    Memory memory{bytes};
    const auto tiff = open(memory);
    for (int at = 1; at < number; ++at)
        if (TIFFReadDirectory(tiff.get()) != 1) throw damaged("no such page", number);
    const Shape shape = shape_of(tiff.get(), number, limits);
    Page page;
    page.number = number;
    page.width = static_cast<int>(shape.width);
    page.height = static_cast<int>(shape.height);
    page.dpi = dpi_of(tiff.get());
    page.pixels.resize(std::size_t{shape.width} * shape.height);
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_ORIENTATION, &orientation);
    const bool plain = shape.samples == 1 && (shape.bits == 1 || shape.bits == 8) &&
                       TIFFIsTiled(tiff.get()) == 0 && shape.photometric <= PHOTOMETRIC_MINISBLACK &&
                       orientation == ORIENTATION_TOPLEFT;
    plain ? read_rows(tiff.get(), shape, page) : read_rgba(tiff.get(), shape, page);
    return page;
}

}  // namespace sanad::ocr
