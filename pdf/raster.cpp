#include "pdf/raster.h"

#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "core/arabic.h"
#include "core/error.h"
#include "core/hash.h"
#include "pdf/object_writer.h"
#include "pdf/vetting.h"

namespace sanad::pdf {
namespace {

using Document = std::unique_ptr<poppler::document>;
using PagePtr = std::unique_ptr<poppler::page>;

constexpr double highest_dpi = 400;      // of a page that is an image
constexpr double lowest_dpi = 36;        // below that nothing can be read
constexpr double longest_side = 30'000;  // pixels, within what Poppler's bitmaps hold

void be_quiet() {
    static const bool done = [] {
        poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
        return true;
    }();
    (void)done;
}

Document open_with_poppler(std::string_view pdf) {
    be_quiet();
    if (pdf.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw Error(ErrorCode::resource, "the file is larger than Poppler reads");
    Document document(poppler::document::load_from_raw_data(pdf.data(), static_cast<int>(pdf.size())));
    // A locked document answers pages() with nonsense.
    if (!document)
        throw Error(ErrorCode::bad_input, "Poppler cannot open the PDF",
                    UserMessage{"pdf.damaged", {"Poppler"}});
    if (document->is_locked())
        throw Error(ErrorCode::unsupported, "encrypted PDF", UserMessage{"pdf.encrypted", {}});
    return document;
}

// What has to hold before Poppler opens a file.
VettedPdf vet_for_drawing(std::string_view pdf, const DecodeLimits& limits) {
    auto vetted = vet(pdf, limits);
    check_form_tree(vetted);
    return vetted;
}

PagePtr open_page(const poppler::document& document, int number) {
    const int count = document.pages();
    if (number < 1 || number > count)
        throw Error(ErrorCode::not_found, fmt::format("no page {} of {}", number, count), Where{{}, number},
                    UserMessage{"pdf.no_such_page", {std::to_string(number), std::to_string(count)}});
    PagePtr page(document.create_page(number - 1));
    if (!page)
        throw Error(ErrorCode::bad_input, "Poppler cannot open a page", Where{{}, number},
                    UserMessage{"pdf.page_not_drawn", {std::to_string(number)}});
    return page;
}

// The resolution at which the page stays within the limits.
double bounded_dpi(double dpi, const poppler::rectf& size, int number, const DecodeLimits& limits) {
    const double w = size.width() / 72, h = size.height() / 72;
    // Poppler rounds both sides up: (w d + 1)(h d + 1) = max_pixels, solved for d.
    const double half = (w + h) / 2;
    const double by_area =
        (std::sqrt(half * half + w * h * (static_cast<double>(limits.max_pixels) - 1)) - half) / (w * h);
    const double bounded = std::min({dpi, by_area, longest_side / w, longest_side / h});
    // The negation catches what is not a number as well.
    if (!(w > 0 && h > 0 && bounded >= std::min(lowest_dpi, dpi) && w * bounded >= 1 && h * bounded >= 1))
        throw Error(
            ErrorCode::resource, "a page of impossible size", Where{{}, number},
            UserMessage{"pdf.page_size",
                        {std::to_string(number), pdf::number(size.width()), pdf::number(size.height())}});
    return bounded;
}

Page grey_page(const poppler::image& image, int number) {
    if (!image.is_valid() || image.format() != poppler::image::format_gray8)
        throw Error(ErrorCode::bad_input, "Poppler cannot draw the page", Where{{}, number},
                    UserMessage{"pdf.page_not_drawn", {std::to_string(number)}});
    Page page;
    page.number = number;
    page.width = image.width();
    page.height = image.height();
    page.pixels.reserve(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height));
    for (int row = 0; row < page.height; ++row) {
        const char* begin = image.const_data() + static_cast<std::ptrdiff_t>(row) * image.bytes_per_row();
        page.pixels.insert(page.pixels.end(), begin, begin + page.width);
    }
    return page;
}

// Poppler's own conversion to UTF-8 goes through iconv and keeps byte order marks.
std::string utf8_from(const poppler::ustring& utf16) {
    std::u32string text;
    for (std::size_t i = 0; i < utf16.size(); ++i) {
        char32_t c = static_cast<std::uint16_t>(utf16[i]);
        if (c >= 0xd800 && c < 0xdc00 && i + 1 < utf16.size())
            c = 0x10000 + ((c - 0xd800) << 10) + ((static_cast<std::uint16_t>(utf16[++i]) - 0xdc00) & 0x3ff);
        text.push_back(c >= 0xd800 && c < 0xe000 ? U'\ufffd' : c);
    }
    return utf8_of(text);
}

}  // namespace

int page_count(std::string_view pdf, const DecodeLimits& limits) {
    const auto vetted = vet_for_drawing(pdf, limits);
    const int seen_by_poppler = open_with_poppler(pdf)->pages();
    // Two readers that do not agree on the pages would not agree on what was signed or filed.
    if (seen_by_poppler != static_cast<int>(vetted.pages.size()))
        throw Error(
            ErrorCode::bad_input, "the readers count different pages",
            UserMessage{"pdf.damaged", {fmt::format("{} ≠ {}", vetted.pages.size(), seen_by_poppler)}});
    return seen_by_poppler;
}

Page rasterise(std::string_view pdf, int number, double dpi, const DecodeLimits& limits) {
    if (!(dpi > 0)) throw Error(ErrorCode::bad_input, "a resolution must be above 0");
    const auto vetted = vet_for_drawing(pdf, limits);
    const auto document = open_with_poppler(pdf);
    const auto page = open_page(*document, number);
    const auto size = page->page_rect(poppler::crop_box);
    if (static_cast<std::size_t>(number) <= vetted.pages.size()) {
        check_content(vetted, number);
        check_images(vetted, number, limits);
        const double own = full_page_image_dpi(vetted.pages[static_cast<std::size_t>(number - 1)],
                                               size.width(), size.height());
        if (own > dpi) dpi = std::max(dpi, std::min(own, highest_dpi));
    }
    dpi = bounded_dpi(dpi, size, number, limits);
    poppler::page_renderer renderer;
    renderer.set_image_format(poppler::image::format_gray8);
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    Page result = grey_page(renderer.render_page(page.get(), dpi, dpi), number);
    result.dpi = dpi;
    result.source_sha256 = sha256_hex(pdf);
    return result;
}

std::string page_text(std::string_view pdf, int number) {
    const auto vetted = vet_for_drawing(pdf, {});
    const auto document = open_with_poppler(pdf);
    const auto page = open_page(*document, number);
    if (static_cast<std::size_t>(number) <= vetted.pages.size()) check_content(vetted, number);
    std::string text = strip_invisible(utf8_from(page->text({}, poppler::page::non_raw_non_physical_layout)));
    std::replace(text.begin(), text.end(), '\f', '\n');
    text.erase(text.find_last_not_of("\n ") + 1);
    return text;
}

}  // namespace sanad::pdf
