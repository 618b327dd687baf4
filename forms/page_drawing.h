// Draws what is printed on a page of a paper. Included by forms/*.cpp only.
#pragma once

#include <string>

#include "forms/paper_tags.h"
#include "pdf/writer.h"
#include "templates/template.h"

namespace sanad::forms {

struct PageDress {
    std::string code;              // of the QR code
    std::string association = {};  // over the title; may be empty
    std::string footer = {};       // instead of the paper's own; may be empty
};

// `page` is the page's number in the document, for its tags.
void draw_page(pdf::Canvas& on, const templates::PageLayout& layout, const PageDress& dress, int page,
               PaperTags& tags);

// The bytes of the document. Throws Error(bad_input) where a text was drawn with boxes in it: nobody can
// answer for what a box says.
std::string finished(pdf::Writer& writer);

// Behind the titles of sections.
constexpr pdf::Colour section_ground{0.91, 0.91, 0.91};

pdf::TextStyle style_of(templates::TextRole role);

}  // namespace sanad::forms
