#include "ocr/load.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "ocr/tiff_pages.h"
#include "pdf/raster.h"

namespace sanad::ocr {
namespace {

constexpr double pdf_dpi = 300;

// Runs `act`; an Error that it throws comes out naming the file, and the page where it concerns one.
template <class Act>
auto naming(const std::string& file, std::optional<int> page, Act&& act) {
    try {
        return act();
    } catch (const Error& error) {
        Where where = error.where();
        where.file = file;
        if (!where.page) where.page = page;
        throw Error(error.code(), error.what(), where, error.message());
    }
}

Error refused(ErrorCode code, const std::string& what, UserMessage message) {
    return Error(code, what, std::move(message));
}

ImageHeader checked_header(FileKind kind, std::string_view bytes, const DecodeLimits& limits) {
    const auto header = parse_image_header(kind, bytes);
    if (!header) throw refused(ErrorCode::bad_input, "damaged image header", {"ocr.damaged_image", {}});
    if (header->width > limits.max_pixels || header->width * header->height > limits.max_pixels)
        throw refused(ErrorCode::resource, "image larger than the limit",
                      {"ocr.too_large", {std::to_string(header->width), std::to_string(header->height)}});
    if (!header->complete)
        throw refused(ErrorCode::bad_input, "truncated image", {"ocr.truncated_image", {}});
    return *header;
}

// Transparent pixels often hide black: they are laid on white paper.
cv::Mat on_white(const cv::Mat& decoded) {
    cv::Mat eight;
    decoded.convertTo(eight, CV_8U, decoded.depth() == CV_16U ? 1.0 / 257 : 1.0);
    if (eight.channels() != 4) {
        if (eight.channels() == 3) cv::cvtColor(eight, eight, cv::COLOR_BGR2GRAY);
        return eight;
    }
    cv::Mat grey;
    cv::cvtColor(eight, grey, cv::COLOR_BGRA2GRAY);
    for (int y = 0; y < grey.rows; ++y) {
        auto* out = grey.ptr<std::uint8_t>(y);
        const auto* in = eight.ptr<cv::Vec4b>(y);
        for (int x = 0; x < grey.cols; ++x)
            out[x] = static_cast<std::uint8_t>(255 - (255 - out[x]) * in[x][3] / 255);
    }
    return grey;
}

cv::Mat decode(std::string_view bytes, bool has_alpha) {
    const cv::Mat raw(1, static_cast<int>(bytes.size()), CV_8U, const_cast<char*>(bytes.data()));
    try {
        cv::Mat decoded = cv::imdecode(raw, has_alpha ? cv::IMREAD_UNCHANGED : cv::IMREAD_GRAYSCALE);
        if (has_alpha && !decoded.empty()) decoded = on_white(decoded);
        if (!decoded.empty()) return decoded;
    } catch (const cv::Exception& problem) {
        throw refused(ErrorCode::bad_input, std::string("cv::imdecode: ") + problem.what(),
                      {"ocr.damaged_image", {}});
    }
    throw refused(ErrorCode::bad_input, "cv::imdecode: nothing", {"ocr.damaged_image", {}});
}

Page load_image(const SourceFile& source, const DecodeLimits& limits) {
    const ImageHeader header = checked_header(source.kind, source.bytes, limits);
    const cv::Mat grey = decode(source.bytes, header.has_alpha);
    Page page;
    page.width = grey.cols;
    page.height = grey.rows;
    page.dpi = header.dpi;
    page.pixels.reserve(grey.total());
    for (int y = 0; y < grey.rows; ++y)
        page.pixels.insert(page.pixels.end(), grey.ptr<std::uint8_t>(y),
                           grey.ptr<std::uint8_t>(y) + grey.cols);
    return page;
}

int count_pages(FileKind kind, std::string_view bytes, const DecodeLimits& limits) {
    switch (kind) {
        case FileKind::tiff:
            return tiff_page_count(bytes, limits);
        case FileKind::pdf:
            return pdf::page_count(bytes, limits);
        default:
            checked_header(kind, bytes, limits);
            return 1;
    }
}

}  // namespace

SourceFile open_source(const std::string& name, std::string_view bytes, const DecodeLimits& limits) {
    return naming(name, std::nullopt, [&] {
        if (bytes.empty()) throw refused(ErrorCode::bad_input, "the file is empty", {"ocr.empty_file", {}});
        if (bytes.size() > limits.max_file_bytes)
            throw refused(ErrorCode::resource, "file larger than the limit",
                          {"ocr.file_too_large", {std::to_string(limits.max_file_bytes >> 20)}});
        const auto kind = sniff_kind(bytes);
        if (!kind) throw refused(ErrorCode::bad_input, "no image and no PDF", {"ocr.not_an_image", {}});
        SourceFile source{name, bytes, sha256_hex(bytes), *kind, count_pages(*kind, bytes, limits)};
        if (source.pages > limits.max_pages)
            throw refused(ErrorCode::resource, "more pages than the limit",
                          {"ocr.too_many_pages", {std::to_string(limits.max_pages)}});
        if (source.pages < 1) throw refused(ErrorCode::bad_input, "no page", {"ocr.no_pages", {}});
        return source;
    });
}

Page load_page(const SourceFile& source, int number, const DecodeLimits& limits) {
    return naming(source.name, number, [&] {
        Page page = source.kind == FileKind::pdf    ? pdf::rasterise(source.bytes, number, pdf_dpi, limits)
                    : source.kind == FileKind::tiff ? tiff_page(source.bytes, number, limits)
                                                    : load_image(source, limits);
        page.number = number;
        page.source_sha256 = source.sha256;
        return page;
    });
}

}  // namespace sanad::ocr
