// Pixels to readings: loads a file, finds the paper of each page, registers it, reads its fields. Holds the
// models; one reader a worker process. Rules about values are not its business: the checks of a
// DocumentReading stay empty here.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"
#include "core/reading.h"
#include "core/time.h"
#include "ocr/number_cells.h"
#include "templates/library.h"

namespace sanad::ocr {

struct ReaderOptions {
    std::string tessdata;          // folder of ara.traineddata and eng.traineddata
    std::string models;            // folder of digits.model and witness.model
    std::string digit_model = {};  // bytes of a taught one that takes the shipped one's place; empty: none
    double silent_error = 0.001;   // allowed share of wrong values among the accepted
    DecodeLimits limits = {};
};

struct ReadRequest {
    std::string file;  // as the user named it
    std::string_view bytes;
    std::string form = {};  // paper id that the user says it is; empty: found by its QR code
};

class Reader {
public:
    Reader(const templates::Library& papers, ReaderOptions options);
    ~Reader();

    // One element for each document in the file, in order; pages that belong to no paper come last, in one
    // element with an empty `form` and a fault for each. Throws Error where the file as a whole can't be
    // read: bad_input (not an image, truncated), resource (over the limits), unsupported (encrypted).
    std::vector<DocumentReading> read(const ReadRequest& request);

    // The cells of the number fields of every registered page. Throws as `read` does.
    std::vector<CutNumber> number_cells(const ReadRequest& request);

    // The file's pages as a PDF: each as its picture, turned upright, with the text that was read in it
    // beneath, unseen, in logical order. `made` goes into the file. Throws as `read` does, and
    // Error(resource) for more than 24 pages.
    std::string searchable_pdf(const ReadRequest& request, Moment made);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr
