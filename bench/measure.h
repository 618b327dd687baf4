// Makes pages, has them read, and compares.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/outcome.h"
#include "bench/qualities.h"
#include "ocr/reader.h"
#include "templates/library.h"

namespace sanad::bench {

struct Plan {
    int pages = 400;
    int wrong_pages = 200;
    int beside = 0;  // how many pages are also read by `tesseract`
    std::uint64_t seed = 1;
    std::vector<std::string> only = {};     // names of qualities; empty: all, in turn
    std::vector<std::string> kinds = {};    // of fields that are compared; empty: all
    const PenCells* pens = nullptr;         // null: no real strokes
    std::vector<std::string> foreign = {};  // pictures of pages that are nobody's paper here
};

// A page whose reading somebody may want to look at.
struct Look {
    int number = 0;  // of the page in this run
    const Quality* quality = nullptr;
    std::string steps;
    const Page* page = nullptr;
    const Expected* expected = nullptr;
    const Reading* reading = nullptr;  // may be null
    FieldOutcome outcome;
};

// `on_miss` is told of every field that is not exact, and may be empty.
Measured measure(const templates::Library& papers, ocr::Reader& reader, const Plan& plan,
                 const std::function<void(const Look&)>& on_miss = {});

}  // namespace sanad::bench
