#include "pdf/open_page.h"

#include <limits>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

void be_quiet() {
    static const bool done = [] {
        poppler::set_debug_error_function([](const std::string&, void*) {}, nullptr);
        return true;
    }();
    (void)done;
}

}  // namespace

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

}  // namespace sanad::pdf
