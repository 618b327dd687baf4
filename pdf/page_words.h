// The words of a page's own text layer, where they stand. Of foreign files: run in a worker process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"

namespace sanad::pdf {

struct PageWord {
    std::string text;  // logical order, without marks that are not seen and without presentation forms
    BoxMm box;         // on the page as it is shown, from its top-left corner
};

struct PageWords {
    double width_mm = 0;
    double height_mm = 0;
    bool is_scan = false;  // one picture covers the page: its text, if any, is some recogniser's
    bool turned = false;   // text that does not run across, which is left out
    std::vector<PageWord> words = {};
};

// `number` is 1-based. In no order. More than 20,000 words are no page of text: none are returned. Throws as
// page_text does.
PageWords page_words(std::string_view pdf, int number);

// Characters as they stand from left to right, in logical order: what is Arabic is turned round, numbers and
// Latin keep their order.
std::u32string logical_order(std::u32string_view left_to_right);

}  // namespace sanad::pdf
