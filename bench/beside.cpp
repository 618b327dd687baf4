#include "bench/beside.h"

#include <algorithm>

#include <tesseract/baseapi.h>

#include "bench/clock.h"
#include "core/arabic.h"
#include "core/error.h"
#include "templates/template.h"

namespace sanad::bench {
namespace {

std::u32string letters_of(const std::string& utf8) {
    std::u32string letters;
    for (const unsigned char byte : utf8) {
        if ((byte & 0xC0) == 0x80)
            letters.back() = (letters.back() << 6) | (byte & 0x3Fu);
        else
            letters.push_back(byte < 0x80   ? byte
                              : byte < 0xE0 ? byte & 0x1Fu
                              : byte < 0xF0 ? byte & 0x0Fu
                                            : byte & 0x07u);
    }
    return letters;
}

// Edit distance of the value to that part of the page which is most like it.
std::size_t distance_within(const std::string& value, const std::string& page) {
    const auto a = letters_of(value), b = letters_of(page);
    std::vector<std::size_t> row(b.size() + 1, 0);  // it may begin anywhere
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t swapped = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            corner = row[j];
            row[j] = std::min({swapped, row[j] + 1, row[j - 1] + 1});
        }
    }
    return *std::min_element(row.begin(), row.end());
}

std::string digits_of(const std::string& text) {
    std::string digits;
    for (const char c : western_digits(text))
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

// A date stands in its cells as day, month, year.
std::string written_digits(const Expected& expected) {
    const auto digits = digits_of(expected.written_as.empty() ? expected.value : expected.written_as);
    if (expected.kind != "date" || digits.size() != 8) return digits;
    return digits.substr(6) + digits.substr(4, 2) + digits.substr(0, 4);
}

}  // namespace

struct WholePageReader::Impl {
    tesseract::TessBaseAPI api;
};

WholePageReader::WholePageReader() : impl_(std::make_unique<Impl>()) {
    if (impl_->api.Init(nullptr, "ara") != 0)
        throw Error(ErrorCode::not_found, "Tesseract has no model \"ara\": install tesseract-ocr-ara");
    impl_->api.SetPageSegMode(tesseract::PSM_AUTO);
    impl_->api.SetVariable("debug_file", "/dev/null");
}

WholePageReader::~WholePageReader() { impl_->api.End(); }

PageText WholePageReader::read(const Page& page) {
    const double start = cpu_ms();
    impl_->api.SetImage(page.pixels.data(), page.width, page.height, 1, page.width);
    impl_->api.SetSourceResolution(static_cast<int>(page.dpi));
    const std::unique_ptr<char[]> text(impl_->api.GetUTF8Text());
    return {text ? strip_invisible(text.get()) : std::string(), cpu_ms() - start};
}

bool is_text_to_compare(const Expected& expected) {
    const auto kind = templates::kind_of(expected.kind);
    return kind && (*kind == templates::Kind::text || templates::has_cells(*kind)) &&
           !expected.value.empty() && !expected.hidden;
}

BesideOutcome judge_beside(const Expected& expected, const FieldOutcome& ours, const std::string& page_text) {
    BesideOutcome outcome{ours.quality, ours.row, ours.letters, ours.exact, false, ours.errors, 0};
    if (expected.kind == "text") {
        const auto truth = tidy(expected.value);
        outcome.their_errors = distance_within(truth, tidy(page_text));
        outcome.their_exact = fold_name(page_text).find(fold_name(truth)) != std::string::npos;
    } else {
        outcome.their_exact = digits_of(page_text).find(written_digits(expected)) != std::string::npos;
    }
    return outcome;
}

}  // namespace sanad::bench
