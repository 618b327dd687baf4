#include "ocr/line_reader.h"

#include "ocr/text_engine.h"

namespace sanad::ocr {
namespace {

cv::Mat grey_of(const Page& page) {
    return {page.height, page.width, CV_8U, const_cast<std::uint8_t*>(page.pixels.data())};
}

}  // namespace

struct LineReader::Impl {
    TextEngine engine;
};

LineReader::LineReader(const std::string& tessdata, const std::string& language)
    : impl_(new Impl{{tessdata, language}}) {}
LineReader::~LineReader() = default;

std::string LineReader::line(const Page& picture) {
    return picture.pixels.empty() ? "" : impl_->engine.line(grey_of(picture)).text;
}

std::string LineReader::plain(const Page& picture) {
    return picture.pixels.empty() ? "" : impl_->engine.once(grey_of(picture)).text;
}

}  // namespace sanad::ocr
