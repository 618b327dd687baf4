// Lines filled by long strokes between letters: where they may stand, and that nobody reads them.
#include <catch2/catch.hpp>

#include "pdf/kashida.h"
#include "tests/pdf_made.h"
#include "tests/pdfium.h"

using namespace sanad;
using namespace sanad::test;

namespace {

const std::string paragraph =
    "أقر أنا الموقع أدناه بأن جميع البيانات الواردة في هذا الطلب صحيحة، وأتحمل المسؤولية النظامية عن أي بيان "
    "غير "
    "صحيح، وأوافق على أن تتحقق الجمعية منها خلال ٣٠ يومًا لدى PDF/A-2b، وأن تحفظ وفق السياسة رقم 2026/17 "
    "المعتمدة "
    "من مجلس الإدارة بتاريخ ١٤٤٨/٠٦/٠٢هـ، والله ولي التوفيق، ولا حول ولا قوة إلا بالله العلي العظيم.";

pdf::TextStyle justified(bool kashida) {
    pdf::TextStyle style;
    style.size_pt = 12;
    style.align = pdf::Align::justify;
    style.kashida = kashida;
    return style;
}

std::string in_column(double width_mm, bool kashida) {
    auto writer = new_writer();
    writer.page(writer.add_page()).text({20, 20, width_mm, 200}, paragraph, justified(kashida));
    return writer.finish();
}

// Without spaces: a line may end inside a date.
std::string letters(std::string text) {
    std::erase(text, ' ');
    return text;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line;
    return letters(text);
}

// The widest gap without ink inside the column, in pixels of 100 to the inch, over all its lines.
int widest_gap(const std::string& pdf, double width_mm) {
    const auto page = pdf::rasterise(pdf, 1, 100);
    const int left = static_cast<int>(20 / mm_per_inch * 100) + 2;
    const int right = static_cast<int>((20 + width_mm) / mm_per_inch * 100) - 2;
    const double step = 12 * 1.45 / 72 * 100, top = 20 / mm_per_inch * 100;
    int widest = 0;
    const int lines = static_cast<int>(lines_of(pdf).size()) - 1;  // the last is not filled
    for (int line = 0; line < lines; ++line) {
        int gap = 0;
        for (int x = left; x < right; ++x) {
            bool ink = false;
            for (int y = static_cast<int>(top + line * step); y < static_cast<int>(top + (line + 1) * step);
                 ++y)
                ink = ink || page.pixels[static_cast<std::size_t>(y * page.width + x)] < 128;
            gap = ink ? 0 : gap + 1;
            widest = std::max(widest, gap);
        }
    }
    return widest;
}

}  // namespace

TEST_CASE("the stroke stands after seen and sad, then before the last letter, by its kind", "[pdf]") {
    const auto place = [](std::u32string_view word) { return pdf::kashida_place(word).value_or(0); };
    CHECK(place(U"مسلم") == 2);
    CHECK(place(U"صحيح") == 1);
    CHECK(place(U"جمعية") == 4);
    CHECK(place(U"محمد") == 3);
    CHECK(place(U"كتاب") == 0);  // the alef joins nothing on
    CHECK(place(U"جميعا") == 4);
    CHECK(place(U"مُسَلَّم") == 4);  // behind the mark of its letter
    for (const auto word :
         {U"في", U"الله", U"بالله", U"لله", U"رحـيم", U"Sanad", U"١٢٣٤", U"ورد", U"بلا", U""})
        CHECK_FALSE(pdf::kashida_place(word).has_value());
}

TEST_CASE("a line filled by strokes is read as it is spelt, by Poppler and by PDFium", "[pdf]") {
    const double width = GENERATE(60.0, 85.0);
    const auto pdf = in_column(width, true);
    CHECK(pdf != in_column(width, false));
    CHECK(joined(lines_of(pdf)) == letters(paragraph));
    CHECK(lines_of(pdf).size() == lines_of(in_column(width, false)).size());
    CHECK(complaints(pdf).empty());
    std::string chrome;
    for (const auto& page : text_by_pdfium(pdf)) chrome += page;
    for (const char* part : {"الموقع", "البيانات", "صحيحة", "المسؤولية", "الجمعية", "المعتمدة", "العظيم"})
        CHECK(chrome.find(part) != std::string::npos);
}

TEST_CASE("strokes keep words closer together than spaces alone", "[pdf]") {
    CHECK(widest_gap(in_column(60, true), 60) < widest_gap(in_column(60, false), 60));
}

TEST_CASE("the last line, and what has no place for a stroke, stay as they are", "[pdf]") {
    CHECK(page_of({"سطر واحد قصير"}, justified(true)) == page_of({"سطر واحد قصير"}, justified(false)));
    std::string latin;
    for (int i = 0; i < 40; ++i) latin += "Sanad 12 ";
    auto style = justified(true);
    auto plain = justified(false);
    style.direction = plain.direction = pdf::Direction::ltr;
    CHECK(page_of({latin}, style) == page_of({latin}, plain));
}
