// What PDFium takes out of text that we drew: Chrome's search, selection and clipboard.
#include <catch2/catch.hpp>

#include "tests/pdf_made.h"
#include "tests/pdf_phrases.h"
#include "tests/pdfium.h"

using namespace sanad;
using namespace sanad::test;

namespace {

// Tashkeel, letter case and the three dots in one are what folding takes away.
std::string folded(const std::string& text) {
    std::string plain = strip_invisible(text);
    for (std::size_t at = 0; (at = plain.find("\u2026", at)) != std::string::npos;)
        plain.replace(at, 3, "...");
    return fold_light(tidy(plain));
}

std::vector<std::string> folded_lines(const std::string& pdf) {
    std::vector<std::string> lines;
    for (const auto& page : text_by_pdfium(pdf))
        for (std::size_t begin = 0; begin < page.size();) {
            const auto end = std::min(page.find("\r\n", begin), page.size());
            lines.push_back(folded(page.substr(begin, end - begin)));
            begin = end + 2;
        }
    return lines;
}

}  // namespace

TEST_CASE("a hundred phrases come back from PDFium", "[pdf]") {
    REQUIRE(phrases.size() >= 100);
    const auto lines = folded_lines(page_of(phrases));
    REQUIRE(lines.size() == phrases.size());
    for (std::size_t i = 0; i < phrases.size(); ++i) CHECK(lines[i] == folded(phrases[i]));
}

TEST_CASE("Latin that touches its neighbours comes back from PDFium in order, with a space too many",
          "[pdf]") {
    const auto lines = folded_lines(page_of(phrases_with_glued_latin));
    REQUIRE(lines.size() == phrases_with_glued_latin.size());
    const auto without_spaces = [](std::string text) {
        std::erase(text, ' ');
        return text;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i] != folded(phrases_with_glued_latin[i]));  // else it belongs to the others
        CHECK(without_spaces(lines[i]) == without_spaces(folded(phrases_with_glued_latin[i])));
    }
}

TEST_CASE("numbers and Latin in turn come back in order, also in bold", "[pdf]") {
    pdf::TextStyle style;
    style.weight = GENERATE(pdf::Weight::regular, pdf::Weight::bold);
    style.align = GENERATE(pdf::Align::start, pdf::Align::centre);
    const std::vector<std::string> texts = {"سند A 1 سند", "سند 7KQ سند", "سند é1 office2 سند",
                                            "سند (12) A سند"};
    const auto bytes = page_of(texts, style);
    const auto lines = folded_lines(bytes);
    REQUIRE(lines.size() == texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) CHECK(lines[i] == folded(texts[i]));
    CHECK(lines_of(bytes) == texts);
}

TEST_CASE("a bracket at the end of a column stays where it is", "[pdf]") {
    auto writer = new_writer();
    auto& page = writer.page(writer.add_page());
    page.text({120, 20, 70, 20}, "الدخل الشهري (ريال)");
    page.text({40, 20, 60, 20}, "1500 «فقط»");
    const auto bytes = writer.finish();
    CHECK(folded_lines(bytes) == std::vector<std::string>{"الدخل الشهري (ريال) 1500 «فقط»"});
    CHECK(tidy(pdf::page_text(bytes, 1)) == "الدخل الشهري (ريال) 1500 «فقط»");
}

TEST_CASE("a name is found by PDFium's search as it is typed", "[pdf]") {
    const auto pdf = page_of({"المستفيد: عبد الله بن محمد الصالح (الرياض)، رقم 1012345672"});
    CHECK(found_by_pdfium(pdf, {"عبد الله بن محمد", "الرياض", "1012345672", "خالد"}) ==
          std::vector<int>{1, 1, 1, 0});
}
