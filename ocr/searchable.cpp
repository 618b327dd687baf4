#include "ocr/searchable.h"

#include <algorithm>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "core/error.h"
#include "ocr/clean.h"
#include "pdf/writer.h"

namespace sanad::ocr {
namespace {

constexpr int jpeg_quality = 70;
constexpr double finest_dpi = 300;  // of the picture that is kept in the copy; the original keeps its own

struct Jpeg {
    std::string bytes;
    int width = 0;
    int height = 0;
};

Jpeg jpeg_of(const cv::Mat& grey) {
    std::vector<std::uint8_t> bytes;
    if (!cv::imencode(".jpg", grey, bytes, {cv::IMWRITE_JPEG_QUALITY, jpeg_quality}))
        throw Error(ErrorCode::external, "cv::imencode: no JPEG was made");
    return {{bytes.begin(), bytes.end()}, grey.cols, grey.rows};
}

void add_page(pdf::Writer& writer, const Page& page, const UprightPage& upright, const LetterPage& text) {
    const cv::Mat grey(page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data()));
    const auto picture = jpeg_of(laid_upright(grey, upright, std::min(1.0, finest_dpi / upright.dpi)));
    auto& canvas = writer.page(writer.add_page(text.width_mm, text.height_mm));
    canvas.jpeg({0, 0, text.width_mm, text.height_mm}, picture.width, picture.height, picture.bytes);
    for (const auto& line : text.lines) {
        std::vector<pdf::PlacedText> words;
        for (const auto& word : line.words) words.push_back({word.text, word.box});
        canvas.unseen_line(words);
    }
}

}  // namespace

std::string make_searchable(const SourceFile& source, Moment made, LetterModels models,
                            const DecodeLimits& limits) {
    if (source.pages > most_letter_pages)
        throw Error(
            ErrorCode::resource, "too many pages for a searchable copy", Where{source.name},
            {"ocr.too_long_to_search", {std::to_string(source.pages), std::to_string(most_letter_pages)}});
    pdf::DocumentInfo info;
    info.title = std::filesystem::path(source.name).filename().string();
    info.made = made;
    pdf::Writer writer(pdf::open_fonts(), info);
    for (int number = 1; number <= source.pages; ++number) {
        const Page page = load_page(source, number, limits);
        UprightPage upright = make_upright(clean(page), page.dpi);
        const auto text = recognise_lines(upright, number, models);
        add_page(writer, page, upright, text);
    }
    return writer.finish();
}

}  // namespace sanad::ocr
