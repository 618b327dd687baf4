#include "pdf/raster.h"

#include <poppler-page-renderer.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/arabic.h"
#include "core/error.h"
#include "core/hash.h"
#include "pdf/object_writer.h"
#include "pdf/open_page.h"

namespace sanad::pdf {
namespace {

constexpr double highest_dpi = 400;      // of a page that is an image
constexpr double lowest_dpi = 36;        // below that nothing can be read
constexpr double longest_side = 30'000;  // pixels, within what Poppler's bitmaps hold

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
