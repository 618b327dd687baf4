// PDFium, the reader inside Chrome, as tests/pdfium/viewer.mjs drives it: what it draws, what it takes out as
// text, and what a document is after somebody typed into its fields and saved it.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace sanad::test {

// Each in a page of its own, lines ended by "\r\n".
std::vector<std::string> text_by_pdfium(const std::string& pdf);

// How often PDFium's search finds each word in the document.
std::vector<int> found_by_pdfium(const std::string& pdf, const std::vector<std::string>& words);

struct GreyPage {
    int width = 0, height = 0;
    std::string pixels = {};  // a byte each, row by row from the top
};
struct PageSize {
    int number = 1, width = 0, height = 0;  // in pixels
};
struct Drawing {
    std::string pdf;
    std::vector<PageSize> pages;
};
// Fields and all, of several documents at once.
std::vector<std::vector<GreyPage>> drawn_by_pdfium(const std::vector<Drawing>& documents);

struct Option {
    std::string key;
};
// A text is typed key by key, true and false tick a box, an option of a radio button is clicked.
using Typed = std::map<std::string, std::variant<std::string, bool, Option>>;

// Throws std::runtime_error naming the fields that PDFium does not show.
std::string typed_in_pdfium(const std::string& pdf, const Typed& values);

}  // namespace sanad::test
