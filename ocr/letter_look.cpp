#include "ocr/letter_look.h"

#include "core/error.h"
#include "ocr/letter_layer.h"

namespace sanad::ocr {
namespace {

// A layer that can't be read is none: the page was drawn, so it has pixels.
std::optional<LetterPage> layer_of(const SourceFile& source, int number) {
    if (source.kind != FileKind::pdf) return std::nullopt;
    try {
        return lines_of_layer(pdf::page_words(source.bytes, number), number);
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

LetterPage look_at_letter(const SourceFile& source, const Page& page, const cv::Mat& clean_page,
                          LetterModels models, PageFinding& finding) {
    if (auto layer = layer_of(source, page.number)) return std::move(*layer);
    UprightPage upright = make_upright(clean_page, page.dpi);
    auto lines = recognise_lines(upright, page.number, models);
    finding.dpi = upright.dpi;
    finding.skew_deg = upright.skew_deg;
    finding.rotated_deg = upright.rotated_deg;
    return lines;
}

}  // namespace sanad::ocr
