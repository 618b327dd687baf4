// Files to pages: what can be opened, and what is refused before it costs anything.
#include <tiffio.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/messages.h"
#include "ocr/load.h"
#include "ocr_scans.h"
#include "test_data.h"

using namespace sanad;
using namespace sanad::test;

namespace {

cv::Mat ramp(int width = 64, int height = 48) {
    cv::Mat image(height, width, CV_8U);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(255 * x / width);
    return image;
}

Page only_page(const std::string& bytes, const DecodeLimits& limits = {}) {
    const auto source = ocr::open_source("scan", bytes, limits);
    REQUIRE(source.pages == 1);
    return ocr::load_page(source, 1, limits);
}

// The error that opening or loading gives; every one names the file and has a text of its own.
ErrorCode refusal(const std::string& bytes, const DecodeLimits& limits = {}) {
    try {
        const auto source = ocr::open_source("scan", bytes, limits);
        for (int page = 1; page <= source.pages; ++page) ocr::load_page(source, page, limits);
    } catch (const Error& error) {
        CHECK(error.where().file == "scan");
        CHECK(has_message(error.message().id));
        return error.code();
    }
    FAIL("was read");
    return {};
}

// A fax as office machines send it: bitonal, group 4, several pages, not square.
std::string fax(int pages, int width = 800, int height = 400) {
    const auto path = std::filesystem::temp_directory_path() / "sanad-fax-test.tif";
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    REQUIRE(tiff != nullptr);
    for (int page = 0; page < pages; ++page) {
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 204.0);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
        std::vector<std::uint8_t> row(static_cast<std::size_t>((width + 7) / 8), 0);
        for (int y = 0; y < height; ++y) {
            std::fill(row.begin(), row.end(), y < 40 * (page + 1) ? 0xFF : 0x00);  // page n: 40 n black rows
            TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y));
        }
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    const std::string bytes = read_file(path.string());
    std::filesystem::remove(path);
    return bytes;
}

std::string encoded(const char* ending, const cv::Mat& image) {
    std::vector<std::uint8_t> bytes;
    cv::imencode(ending, image, bytes);
    return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("PNG, JPEG, BMP and TIFF give the same pixels", "[ocr]") {
    const cv::Mat image = ramp();
    for (const std::string& bytes :
         {png(image), jpeg(image, 98), encoded(".bmp", image), encoded(".tiff", image)}) {
        const Page page = only_page(bytes);
        REQUIRE(page.width == 64);
        REQUIRE(page.height == 48);
        REQUIRE(page.pixels.size() == 64 * 48);
        CHECK(page.source_sha256.size() == 64);
        CHECK(std::abs(page.pixels[32] - 127) < 6);
    }
}

TEST_CASE("16 bits, colours, palettes and alpha become grey on white", "[ocr]") {
    cv::Mat deep, colour, glass;
    ramp().convertTo(deep, CV_16U, 257);
    CHECK(std::abs(only_page(encoded(".png", deep)).pixels[32] - 127) < 3);
    CHECK(std::abs(only_page(encoded(".tiff", deep)).pixels[32] - 127) < 3);
    cv::cvtColor(ramp(), colour, cv::COLOR_GRAY2BGR);
    CHECK(std::abs(only_page(encoded(".tiff", colour)).pixels[32] - 127) < 3);
    // Black that nobody sees: fully transparent.
    glass = cv::Mat(48, 64, CV_8UC4, cv::Scalar(0, 0, 0, 0));
    cv::rectangle(glass, cv::Rect(0, 0, 8, 8), cv::Scalar(0, 0, 0, 255), cv::FILLED);
    const Page page = only_page(encoded(".png", glass));
    CHECK(page.pixels[0] == 0);
    CHECK(page.pixels.back() == 255);
}

// Exif 2.3, tag 0x0112: 6 says that the camera was held turned; the picture is shown turned 90 degrees
// clockwise.
TEST_CASE("a photo is turned as its camera says", "[ocr]") {
    std::string bytes = jpeg(ramp(), 98);
    const std::string tiff("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 26);
    bytes.insert(2, std::string("\xFF\xE1\0\x22", 4) + std::string("Exif\0\0", 6) + tiff);
    const Page page = only_page(bytes);
    REQUIRE(page.width == 48);
    REQUIRE(page.height == 64);
    CHECK(page.pixels.front() < 20);
    CHECK(page.pixels.back() > 235);
}

TEST_CASE("a fax of several pages gives each of them", "[ocr]") {
    const std::string bytes = fax(3);
    const auto source = ocr::open_source("fax.tif", bytes, {});
    REQUIRE(source.pages == 3);
    for (int number = 1; number <= 3; ++number) {
        const Page page = ocr::load_page(source, number, {});
        CHECK(page.number == number);
        CHECK(page.dpi == Approx(204));
        CHECK(page.pixels[static_cast<std::size_t>(40 * number - 1) * 800] == 0);
        CHECK(page.pixels[static_cast<std::size_t>(40 * number) * 800] == 255);
    }
}

TEST_CASE("a PDF gives its pages at 300 dpi", "[ocr]") {
    const std::string bytes = blank_pdf("support-request");
    const auto source = ocr::open_source("blank.pdf", bytes, {});
    CHECK(source.kind == ocr::FileKind::pdf);
    const Page page = ocr::load_page(source, 1, {});
    CHECK(page.width == Approx(2480).margin(2));
    CHECK(page.height == Approx(3508).margin(2));
}

TEST_CASE("files that are cut off are refused, wherever they were cut", "[ocr][hostile]") {
    const double share = GENERATE(0.02, 0.3, 0.7, 0.9);
    CAPTURE(share);
    cv::Mat image(600, 400, CV_8U);
    cv::randu(image, 0, 256);
    for (const std::string& bytes : {png(image), jpeg(image), encoded(".tiff", image), fax(1, 801, 399)}) {
        const auto size = static_cast<std::size_t>(static_cast<double>(bytes.size()) * share);
        CHECK(refusal(bytes.substr(0, size)) == ErrorCode::bad_input);
    }
}

TEST_CASE("what is no image is refused", "[ocr][hostile]") {
    CHECK(refusal("") == ErrorCode::bad_input);
    CHECK(refusal("x") == ErrorCode::bad_input);
    CHECK(refusal("<html><body>not an image</body></html>") == ErrorCode::bad_input);
    CHECK(refusal(std::string(5000, '\0')) == ErrorCode::bad_input);
    CHECK(refusal("\x89PNG\r\n\x1a\n") == ErrorCode::bad_input);
    CHECK(refusal("\xFF\xD8\xFF\xE0") == ErrorCode::bad_input);
    CHECK(refusal(std::string("II*\0", 4)) == ErrorCode::bad_input);
    CHECK(refusal(std::string("II*\0\x08\0\0\0\xff\xff", 10)) == ErrorCode::bad_input);
    CHECK(refusal("BM") == ErrorCode::bad_input);
}

TEST_CASE("limits are held before anything is decoded", "[ocr][hostile]") {
    DecodeLimits small;
    small.max_pixels = 1000;
    CHECK(refusal(png(ramp()), small) == ErrorCode::resource);
    CHECK(refusal(jpeg(ramp()), small) == ErrorCode::resource);
    CHECK(refusal(encoded(".bmp", ramp()), small) == ErrorCode::resource);
    CHECK(refusal(encoded(".tiff", ramp()), small) == ErrorCode::resource);
    DecodeLimits few;
    few.max_pages = 2;
    CHECK(refusal(fax(3), few) == ErrorCode::resource);
    DecodeLimits short_file;
    short_file.max_file_bytes = 100;
    CHECK(refusal(png(ramp()), short_file) == ErrorCode::resource);
}

// 0xFFC0: 8 bits, 7789 rows, 56321 columns, one component; then nothing but a scan of a few bytes.
TEST_CASE("a tiny JPEG that claims a giant size is refused from its header", "[ocr][hostile]") {
    std::string bytes("\xFF\xD8\xFF\xC0\x00\x0B\x08\x1E\x6D\xDC\x01\x01\x01\x11\x00", 15);
    bytes += std::string("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\x34\xFF\xD9", 14);
    const auto start = std::chrono::steady_clock::now();
    CHECK(refusal(bytes) == ErrorCode::resource);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(50));
}

TEST_CASE("a picture of one pixel is a page", "[ocr][hostile]") {
    const Page page = only_page(png(cv::Mat(1, 1, CV_8U, cv::Scalar(200))));
    CHECK(page.pixels == std::vector<std::uint8_t>{200});
}

TEST_CASE("damaged and lying images give an error or pages within the limits", "[ocr][hostile]") {
    const auto folder = test_data("image-hostile");
    if (!folder) return;
    const DecodeLimits limits;
    int files = 0, refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
        INFO(entry.path().string());
        ++files;
        const std::string bytes = read_file(entry.path().string());
        try {
            const auto source = ocr::open_source(entry.path().filename().string(), bytes, limits);
            for (int number = 1; number <= source.pages; ++number) {
                const Page page = ocr::load_page(source, number, limits);
                const auto pixels =
                    static_cast<std::uint64_t>(page.width) * static_cast<std::uint64_t>(page.height);
                CHECK(pixels <= limits.max_pixels);
                CHECK(page.pixels.size() == pixels);
            }
        } catch (const Error& error) {
            ++refused;
            CHECK(error.where().file == entry.path().filename().string());
            CHECK(has_message(error.message().id));
        }
    }
    CHECK(files > 50);
    CHECK(refused > 20);
}
