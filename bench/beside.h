// What a user would run instead, on the same pages in the same run: `tesseract -l ara` over the whole page
// (Debian's model, page segmentation 3 as the program's default, one thread). The library is called in this
// process, so neither its start nor the loading of its model is counted.
#pragma once

#include <memory>
#include <string>

#include "bench/outcome.h"
#include "core/page.h"

namespace sanad::bench {

struct PageText {
    std::string text;
    double ms = 0;  // of CPU time
};

class WholePageReader {
public:
    // Throws Error(not_found) where Tesseract's own folder has no `ara`.
    WholePageReader();
    ~WholePageReader();
    PageText read(const Page& page);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// Scored kindly: a value counts as read wherever on the page it stands, numbers in either digit set and with
// any spaces in them; the errors of a text are those of the place on the page that is most like it. Kinds
// that are no text (marks, signatures) are not scored.
BesideOutcome judge_beside(const Expected& expected, const FieldOutcome& ours, const std::string& page_text);

// Whether a field can be scored so.
bool is_text_to_compare(const Expected& expected);

}  // namespace sanad::bench
