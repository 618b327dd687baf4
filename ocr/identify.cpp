#define ZX_USE_UTF8 1
#include "ocr/identify.h"

#include <ZXing/ReadBarcode.h>

#include <opencv2/imgproc.hpp>

namespace sanad::ocr {
namespace {

std::optional<FoundCode> read_codes(const cv::Mat& grey, double scale, ZXing::Binarizer binarizer) {
    const ZXing::ImageView view(grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum,
                                static_cast<int>(grey.step));
    const auto hints = ZXing::DecodeHints()
                           .setFormats(ZXing::BarcodeFormat::QRCode)
                           .setTryRotate(false)  // the QR finder does not care which way up the code stands
                           .setTryDownscale(false)
                           .setTryHarder(true)
                           .setMaxNumberOfSymbols(4)
                           .setBinarizer(binarizer);
    for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
        if (!result.isValid() || result.isMirrored()) continue;
        const auto code = templates::parse_page_code(result.text());
        if (!code) continue;
        FoundCode found{*code, {}};
        for (std::size_t i = 0; i < 4; ++i) {
            const auto& corner = result.position()[i];
            found.corners[i] = {(corner.x + 0.5) / scale - 0.5, (corner.y + 0.5) / scale - 0.5};
        }
        return found;
    }
    return std::nullopt;
}

// One try: cheap ones first.
struct Look {
    double long_side;  // px to which the page is scaled
    ZXing::Binarizer binarizer;
};

constexpr Look looks[] = {
    {1900, ZXing::Binarizer::LocalAverage},     // about 160 dpi: quick, and coarse enough to swallow grain
    {3508, ZXing::Binarizer::LocalAverage},     // 300 dpi
    {2500, ZXing::Binarizer::GlobalHistogram},  // low contrast
    {1300, ZXing::Binarizer::LocalAverage},     // heavy noise
};

}  // namespace

std::optional<FoundCode> find_page_code(const cv::Mat& clean_page) {
    const double long_side = std::max(clean_page.cols, clean_page.rows);
    for (const auto& look : looks) {
        const double scale = look.long_side / long_side;
        if (scale > 2) continue;
        cv::Mat scaled;
        cv::resize(clean_page, scaled, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
        if (const auto found = read_codes(scaled, scale, look.binarizer)) return found;
    }
    return std::nullopt;
}

}  // namespace sanad::ocr
