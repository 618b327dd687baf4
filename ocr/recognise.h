// Which page of which paper a scan is, and where that paper lies on it. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "core/page.h"
#include "core/reading.h"
#include "ocr/foreign_page.h"
#include "ocr/register.h"
#include "templates/library.h"

namespace sanad::ocr {

struct RecognisedPage {
    PageFinding finding;
    const templates::Template* paper = nullptr;  // null where the page belongs to none
    std::string case_id = {};
    bool has_code = false;                 // a code of this program's papers, known or not
    Placement placement = {};              // where finding.registered
    const ForeignPage* foreign = nullptr;  // where the paper is one that somebody else printed
};

// `form` is the paper that the user says it is, or empty. A page that does not fit is said not to: see
// PageFinding::fault. `foreign` holds the blanks of the papers that somebody else printed; without it they
// are not looked for.
RecognisedPage recognise(const Page& page, const cv::Mat& clean_page, const templates::Library& papers,
                         const std::string& form, ForeignPages* foreign = nullptr);

}  // namespace sanad::ocr
