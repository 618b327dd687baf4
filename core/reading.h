// What was read in one field of one paper, and how sure that is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/geometry.h"

namespace sanad {

// Empty (nothing was written), illegible (something was, and it can't be read) and absent (the paper does not
// ask, or its page is missing) are three different things.
enum class ReadState { read, empty, illegible, absent };

enum class Source { ocr, barcode, pdf_field, text_layer, record, person };

std::string_view name_of(ReadState state);  // "read"
std::string_view name_of(Source source);    // "pdf-field"

struct Alternative {
    std::string value;
    double confidence = 0;
};

struct Reading {
    std::string key;
    int page = 1;  // 1-based page of the paper
    BoxMm box = {};
    ReadState state = ReadState::absent;
    // Normalised, see "Normalised values" in docs/reading.md; empty unless state is read. A multiple choice's
    // is its `values` joined by commas.
    std::string value = {};
    std::optional<std::vector<std::string>> values =
        {};                 // a multiple choice's option keys, in the paper's order
    std::string text = {};  // verbatim, digits in the set that was written
    double confidence = 0;  // calibrated probability that `value` is what was written, 0..1
    bool accepted = false;  // true only where no person needs to look
    Source source = Source::ocr;
    std::vector<Alternative> alternatives = {};  // best first, without the value itself
    std::string calendar = {};                   // dates: "hijri" or "gregorian"
    std::string written = {};                    // dates: year-month-day in that calendar
    std::string model = {};  // what read it, e.g. "digits-2" or "tesseract-ara-4.0.0_best_int"
};

// How a page of the file was placed on the paper.
struct PageFinding {
    int page = 1;        // 1-based in the file
    int paper_page = 0;  // 1-based in the paper, 0 where it was not recognised
    bool registered = false;
    double residual_mm = 0;  // root mean square distance between the paper's printed lines and those found
    double dpi = 0;          // measured from the marks; the file's claim where there are none
    double skew_deg = 0;     // how far the content was turned clockwise on the scan, after `rotated_deg`
    int rotated_deg = 0;     // 0, 90, 180, 270: how far clockwise the content stood turned
    std::string fault = {};  // empty, or the id of the finding: "page.empty", "page.wrong_paper", …
};

// One document found in a file: a form, or a letter. A file (a batch scan) may hold several.
struct DocumentReading {
    std::string file;  // as the user named it
    std::string file_sha256 = {};
    std::string form = {};  // paper id, empty where none was recognised
    int version = 0;
    std::string case_id = {};  // from the QR code, empty where it has none
    std::vector<PageFinding> pages = {};
    std::vector<Reading> fields = {};
    std::vector<Check> checks = {};
    double ms = 0;  // wall time of reading it

    const Reading* find(const std::string& key) const;  // null where the key is unknown
};

}  // namespace sanad
