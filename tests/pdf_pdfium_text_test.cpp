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

TEST_CASE("PDFium turns the parts of Latin inside Arabic round, and loses none", "[pdf]") {
    const auto lines = folded_lines(page_of(phrases_with_latin_parts));
    REQUIRE(lines.size() == phrases_with_latin_parts.size());
    const auto sorted = [](std::string text) {
        std::erase(text, ' ');
        std::sort(text.begin(), text.end());
        return text;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i] != folded(phrases_with_latin_parts[i]));  // else it belongs to the others
        CHECK(sorted(lines[i]) == sorted(folded(phrases_with_latin_parts[i])));
    }
}

TEST_CASE("the smallest text that PDFium turns round", "[pdf]") {
    // If this comes back as it was written, PDFium has changed: see docs/decisions/0021.
    CHECK(folded_lines(page_of({"سند A 1 سند", "سند 7KQ سند", "سند 7 سند", "سند KQ سند"})) ==
          std::vector<std::string>{"سند 1 a سند", "سند kq7 سند", "سند 7 سند", "سند kq سند"});
}

TEST_CASE("a name is found by PDFium's search as it is typed", "[pdf]") {
    const auto pdf = page_of({"المستفيد: عبد الله بن محمد الصالح (الرياض)، رقم 1012345672"});
    CHECK(found_by_pdfium(pdf, {"عبد الله بن محمد", "الرياض", "1012345672", "خالد"}) ==
          std::vector<int>{1, 1, 1, 0});
}
