// The text of a page that belongs to no paper: from the PDF's own layer where it can be relied on, else from
// its pixels. Included by ocr/*.cpp only.
#pragma once

#include <opencv2/core.hpp>

#include "core/page.h"
#include "core/reading.h"
#include "ocr/letter_page.h"
#include "ocr/load.h"

namespace sanad::ocr {

inline constexpr int most_letter_pages =
    24;  // of one file; more is a book, and reading it would take minutes

// Sets how the page lay in `finding`.
LetterPage look_at_letter(const SourceFile& source, const Page& page, const cv::Mat& clean_page,
                          LetterModels models, PageFinding& finding);

}  // namespace sanad::ocr
