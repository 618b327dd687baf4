// What a person types into our form fields in PDFium (Chrome) is seen there, and in the file that it saves.
#include <catch2/catch.hpp>

#include "tests/archive_check.h"
#include "tests/pdf_made.h"
#include "tests/pdfium.h"

using namespace sanad;
using namespace sanad::test;

namespace {

constexpr BoxMm name_box{20, 40, 120, 9}, id_box{20, 60, 70, 7}, why_box{20, 80, 120, 24};

std::string form() {
    auto writer = new_writer();
    const int page = writer.add_page();
    writer.page(page).text({20, 20, 170, 10}, "نموذج");
    writer.text_field(page, name_box, {"name", "الاسم"});
    pdf::Writer::TextField id{"id", "الهوية"};
    id.rtl = false;
    id.comb = 10;
    writer.text_field(page, id_box, id);
    pdf::Writer::TextField why{"why", "السبب"};
    why.multiline = true;
    writer.text_field(page, why_box, why);
    writer.check_box(page, {150, 40, 5, 5}, "agree", "أوافق");
    return writer.finish();
}

// Dark pixels inside the box of a page of 100 dots an inch.
int ink(const GreyPage& page, const BoxMm& box) {
    const auto pixel = [](double mm) { return static_cast<int>(mm * 100 / mm_per_inch); };
    int dark = 0;
    for (int y = pixel(box.y) + 1; y < pixel(box.bottom()); ++y)
        for (int x = pixel(box.x) + 1; x < pixel(box.right()); ++x)
            if (static_cast<unsigned char>(page.pixels[static_cast<std::size_t>(y * page.width + x)]) < 128)
                ++dark;
    return dark;
}

std::string value_of(const std::string& pdf, const std::string& name) {
    for (const auto& value : pdf::form_values(pdf))
        if (value.name == name) return value.value;
    return "?";
}

}  // namespace

TEST_CASE("what is typed in PDFium is seen, and is the field's value", "[pdf]") {
    const auto blank = form();
    const auto typed = typed_in_pdfium(blank, {{"name", "سلمى الافتراضية"},
                                               {"id", "١٠١٢٣٤٥٦٧٢"},
                                               {"why", "سطر أول\nسطر (ثانٍ) abc 12"},
                                               {"agree", true}});
    CHECK(value_of(typed, "name") == "سلمى الافتراضية");
    CHECK(value_of(typed, "id") == "١٠١٢٣٤٥٦٧٢");
    CHECK(value_of(typed, "agree") == "Yes");
    std::string why = value_of(typed, "why");
    std::erase(why, '\r');
    CHECK(why == "سطر أول\nسطر (ثانٍ) abc 12");
    const PageSize size{1, 827, 1169};
    const auto both = drawn_by_pdfium({{blank, {size}}, {typed, {size}}});
    const auto &before = both[0][0], &after = both[1][0];
    for (const auto& box : {name_box, id_box, why_box}) CHECK(ink(before, box) == 0);
    CHECK(ink(after, name_box) > 100);
    CHECK(ink(after, id_box) > 50);
    CHECK(ink(after, why_box) > 150);
    CHECK(complaints(typed).empty());
}

TEST_CASE("PDFium sets what is typed in our font", "[pdf]") {
    const auto typed = typed_in_pdfium(form(), {{"name", "سلمى ABC ١٢"}, {"id", std::string(20, '7')}});
    CHECK(value_of(typed, "id") == std::string(10, '7'));  // no more than there are cells
    QPDF document;
    document.processMemoryFile("typed", typed.data(), typed.size());
    int shown = 0;
    auto page = document.getAllPages()[0];
    for (auto widget : page.getKey("/Annots").getArrayAsVector()) {
        auto picture = widget.getKey("/AP").getKey("/N");
        if (!picture.isStream()) continue;
        const auto data = picture.getStreamData();
        const std::string content(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
        for (std::size_t at = 0; (at = content.find(" Tf", at)) != std::string::npos; ++at, ++shown)
            CHECK(content.rfind("/Wingdings", at) != std::string::npos);
        CHECK(content.find("/Helvetica") == std::string::npos);
    }
    CHECK(shown > 0);
}
