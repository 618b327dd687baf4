// Cover sheets: printed pages with a code that part a batch. Included by ocr/*.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/documents.h"

namespace sanad::ocr {

inline constexpr std::string_view cover_sheet = "cover-sheet";  // the paper's id

struct Cover {
    PageFinding finding;  // fault "page.cover"
    std::string case_id;  // of its code; empty where it was printed for none
    std::vector<PageFinding> backs = {};
};

// Takes the covers and their empty backs out of the pages; the page after each is marked to begin a document.
std::vector<Cover> take_covers(std::vector<PageReading>& pages);

// Every cover goes with the document that follows it, else with the last one; documents without a case get
// that of the cover before them.
void attach_covers(const std::vector<Cover>& covers, std::vector<DocumentReading>& documents);

}  // namespace sanad::ocr
