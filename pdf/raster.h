// Looks into a PDF that somebody else may have made: pages as pixels, text, form values. Run in a worker
// process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sanad::pdf {

struct FormValue {
    std::string name;        // fully qualified, parts joined by "."
    std::string type;        // "Tx", "Btn", "Ch", "Sig"
    std::string value = {};  // text, a button's state without the slash ("Off" where unset), "signed"
    int page = 0;            // 1-based, 0 where no widget was found
};

// Page count after vetting with qpdf and Poppler. Throws Error(bad_input) for what is no PDF or is damaged
// beyond opening, Error(unsupported) for an encrypted one, Error(resource) over the limits.
int page_count(std::string_view pdf, const DecodeLimits& limits = {});

// One page as grey pixels at `dpi`; where the page is one full-page image, at that image's own resolution if
// it is higher (up to 400) instead. `number` is 1-based.
Page rasterise(std::string_view pdf, int number, double dpi = 300, const DecodeLimits& limits = {});

// The text of a page in logical order, lines separated by \n.
std::string page_text(std::string_view pdf, int number);

// The values of an AcroForm, empty where there is none.
std::vector<FormValue> form_values(std::string_view pdf);

}  // namespace sanad::pdf
