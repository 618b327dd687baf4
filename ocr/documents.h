// Pages read one by one to the documents that they are of. Included by ocr/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/letter_page.h"
#include "ocr/recognise.h"

namespace sanad::ocr {

struct PageReading {
    RecognisedPage page;
    std::vector<Reading> fields = {};
    double ms = 0;
    std::optional<LetterPage> text = {};  // of a page that belongs to no paper and may be a letter's
    bool after_cover = false;  // a cover sheet lay before it: it begins a document (covers.h)
};

// Pages of one paper that follow each other, in any order, are one document until a page comes twice, the
// case differs or a cover sheet lay between; pages whose code names their case find each other over other
// documents too; empty pages go with the document before them. Fields of pages that are missing are absent.
// Pages that belong to no paper come last, in one element with an empty form.
std::vector<DocumentReading> gather(const std::vector<PageReading>& pages, const std::string& file,
                                    const std::string& sha256);

}  // namespace sanad::ocr
