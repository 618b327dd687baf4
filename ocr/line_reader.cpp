#include "ocr/line_reader.h"

#include <ctime>

#include "ocr/field_sheet.h"
#include "ocr/read_line.h"
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
    DigitReader digits;
};

FieldReader::FieldReader(const std::string& tessdata, const std::string& witness_model,
                         const std::string& digits_model)
    : impl_(new Impl{{tessdata, "ara"},
                     TextWitness(witness_model, tessdata + "/ara.words"),
                     DigitReader(digits_model)}) {}
FieldReader::~FieldReader() = default;

namespace {

FieldReading field_reading(const LineReading& line) {
    FieldReading reading;
    reading.text = line.seen.text, reading.others = line.seen.others;
    reading.mean = line.seen.mean;
    reading.readings = line.seen.readings, reading.agreeing = line.seen.agreeing;
    reading.rivals = line.testimony.log_rivals, reading.rival = line.testimony.rival;
    reading.log_chance = line.testimony.log_chance;
    reading.handwritten = line.handwritten;
    reading.chance = line.chance;
    reading.contrast = line.contrast;
    reading.slant = line.slant;
    reading.known_words = line.testimony.known_words;
    reading.lines = 1;
    return reading;
}

}  // namespace

FieldReading FieldReader::read(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                               const FieldReading* known, double skew_deg) {
    const auto crop = lines_of_sheet(sheet, width_mm, height_mm, box, skew_deg);
    if (crop.lines.empty()) return {};
    const auto& grey = crop.lines.front().grey;
    const auto start = std::clock();
    auto reading = field_reading(
        known == nullptr
            ? read_line(grey, impl_->engine, &impl_->witness, &impl_->digits)
            : judged(grey, {known->text, known->mean, 0, known->readings, known->agreeing, known->others},
                     &impl_->witness));
    reading.ms = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    reading.lines = crop.lines.size();
    if (reading.lines > 1) reading.chance = 0;
    return reading;
}

FieldReading FieldReader::line(const Page& picture) {
    if (picture.pixels.empty()) return {};
    const auto grey = grey_of(picture);
    return field_reading(read_line(grey, impl_->engine, &impl_->witness, &impl_->digits));
}

}  // namespace sanad::ocr
