#include "ocr/line_reader.h"

#include <chrono>

#include "ocr/field_sheet.h"
#include "ocr/handwriting.h"
#include "ocr/text_engine.h"
#include "ocr/text_witness.h"

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

struct FieldReader::Impl {
    TextEngine engine;
    TextWitness witness;
};

FieldReader::FieldReader(const std::string& tessdata, const std::string& witness_model)
    : impl_(new Impl{{tessdata, "ara"}, TextWitness(witness_model)}) {}
FieldReader::~FieldReader() = default;

FieldReading FieldReader::read(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                               const FieldReading* known) {
    using Clock = std::chrono::steady_clock;
    const auto crop = lines_of_sheet(sheet, width_mm, height_mm, box);
    FieldReading reading;
    if (known != nullptr) reading = *known;
    reading.lines = crop.lines.size();
    if (crop.lines.empty()) return reading;
    const auto& grey = crop.lines.front().grey;
    if (known == nullptr) {
        const auto seen = impl_->engine.line(grey);
        reading.text = seen.text, reading.others = seen.others, reading.mean = seen.mean;
        reading.readings = seen.readings, reading.agreeing = seen.agreeing;
        reading.handwritten = looks_handwritten(grey, seen);
    }
    const auto start = Clock::now();
    const auto sight = impl_->witness.look(grey);
    const auto testimony = sight.of(reading.text);
    reading.witness_ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    reading.witness = testimony.log_chance, reading.rivals = testimony.log_rivals;
    reading.rivals_of_others.clear();
    for (const auto& other : reading.others) reading.rivals_of_others.push_back(sight.of(other).log_rivals);
    reading.rival = testimony.rival, reading.plainest = sight.plainest();
    return reading;
}

}  // namespace sanad::ocr
