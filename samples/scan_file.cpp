#include "samples/scan_file.h"

#include <cmath>
#include <cstring>
#include <vector>

#include <opencv2/imgcodecs.hpp>

#include "core/error.h"

namespace sanad::samples {
namespace {

// ISO/IEC 15948, annex D: the check sum of a PNG chunk.
std::uint32_t png_check(std::string_view bytes) {
    std::uint32_t sum = 0xffffffff;
    for (const char byte : bytes) {
        sum ^= static_cast<std::uint8_t>(byte);
        for (int i = 0; i < 8; ++i) sum = (sum & 1) != 0 ? sum >> 1 ^ 0xedb88320u : sum >> 1;
    }
    return ~sum;
}

void append_number(std::string& into, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) into += static_cast<char>(number >> shift & 255);
}

// OpenCV writes no resolution: a pHYs chunk is put behind the header chunk, which ends at byte 33.
void set_png_dpi(std::string& png, double dpi) {
    const auto per_metre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
    std::string data = "pHYs";
    append_number(data, per_metre);
    append_number(data, per_metre);
    data += '\1';
    std::string chunk;
    append_number(chunk, 9);
    chunk += data;
    append_number(chunk, png_check(data));
    png.insert(33, chunk);
}

// The JFIF segment that every JPEG of OpenCV begins with: unit at byte 13 (1: per inch), then two 16-bit
// numbers.
void set_jpeg_dpi(std::string& jpeg, double dpi) {
    if (jpeg.size() < 20 || jpeg.compare(6, 4, "JFIF") != 0)
        throw Error(ErrorCode::external, "imencode: a JPEG without a JFIF header");
    const auto number = static_cast<unsigned>(std::lround(dpi));
    jpeg[13] = 1;
    jpeg[14] = jpeg[16] = static_cast<char>(number >> 8);
    jpeg[15] = jpeg[17] = static_cast<char>(number & 255);
}

void append_little(std::string& into, std::uint32_t number, int bytes) {
    for (int i = 0; i < bytes; ++i) into += static_cast<char>(number >> 8 * i & 255);
}

// TIFF 6.0 with its supplement 2: one strip, which is a whole JPEG stream, as office scanners write it.
// (OpenCV's own writer cannot do that: it chooses strips that JPEG does not allow.)
std::string tiff_around(const std::string& jpeg, const Page& page) {
    enum : std::uint32_t { short_number = 3, long_number = 4, rational = 5 };
    struct Entry {
        std::uint32_t tag, type, value;
    };
    constexpr std::uint32_t entries = 12, directory = 8, ratio = directory + 2 + entries * 12 + 4,
                            data = ratio + 8;
    const auto width = static_cast<std::uint32_t>(page.width),
               height = static_cast<std::uint32_t>(page.height);
    const Entry all[entries] = {{256, long_number, width},
                                {257, long_number, height},
                                {258, short_number, 8},
                                {259, short_number, 7},
                                {262, short_number, 1},
                                {273, long_number, data},
                                {277, short_number, 1},
                                {278, long_number, height},
                                {279, long_number, static_cast<std::uint32_t>(jpeg.size())},
                                {282, rational, ratio},
                                {283, rational, ratio},
                                {296, short_number, 2}};
    std::string tiff = "II*";
    append_little(tiff, 0, 1);
    append_little(tiff, directory, 4);
    append_little(tiff, entries, 2);
    for (const auto& entry : all) {
        append_little(tiff, entry.tag, 2);
        append_little(tiff, entry.type, 2);
        append_little(tiff, 1, 4);
        append_little(tiff, entry.value, 4);
    }
    append_little(tiff, 0, 4);
    append_little(tiff, static_cast<std::uint32_t>(std::lround(page.dpi)), 4);
    append_little(tiff, 1, 4);
    return tiff + jpeg;
}

std::string by_opencv(const Page& page, const char* ending, const std::vector<int>& how) {
    cv::Mat grey(page.height, page.width, CV_8UC1);
    std::memcpy(grey.data, page.pixels.data(), page.pixels.size());
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(ending, grey, bytes, how))
        throw Error(ErrorCode::external, std::string("imencode: ") + ending);
    return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string encoded(const Page& page, const std::string& file_name, int quality) {
    if (file_name.ends_with(".png")) {
        auto png = by_opencv(page, ".png", {cv::IMWRITE_PNG_COMPRESSION, 9});
        set_png_dpi(png, page.dpi);
        return png;
    }
    if (!file_name.ends_with(".jpg") && !file_name.ends_with(".tif"))
        throw Error(ErrorCode::unsupported, "no scan is written as " + file_name, Where{file_name});
    auto jpeg = by_opencv(page, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
    set_jpeg_dpi(jpeg, page.dpi);
    return file_name.ends_with(".jpg") ? jpeg : tiff_around(jpeg, page);
}

}  // namespace sanad::samples
