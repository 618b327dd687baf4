// What became of a field and of a page, and the sums over many.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bench/pages.h"
#include "core/reading.h"

namespace sanad::bench {

struct FieldOutcome {
    std::string row;      // kind, and for numbers how they were written: "iban hand"
    std::string quality;  // bench/qualities.h
    std::string group;
    bool exact = false;  // text: folded as names are compared
    bool accepted = false;
    std::size_t letters = 0;  // of the truth; only text
    std::size_t errors = 0;   // edit distance
    bool silently_wrong() const { return accepted && !exact; }
};

struct PageOutcome {
    std::string quality;
    std::string group;
    bool registered = false;
    double residual_mm = 0;
    double ms = 0;
};

// `reading` null: the document has no such field.
FieldOutcome judge(const Expected& expected, const Reading* reading);

struct Sum {
    std::size_t fields = 0, exact = 0, accepted = 0, wrong = 0, letters = 0, errors = 0;
    void add(const FieldOutcome& one);
    double exact_percent() const;
    double accepted_percent() const;
    double wrong_percent() const;  // of the accepted
    double error_rate_percent() const;
};

struct Measured {
    std::uint64_t seed = 0;
    std::vector<FieldOutcome> fields;
    std::vector<PageOutcome> pages;
    std::size_t wrong_pages = 0;
    std::vector<std::string> read_as_if_fitting;  // what they were

    Sum sum(const std::function<bool(const FieldOutcome&)>& of) const;
    double registered_percent() const;
    double residual_percentile(double percent) const;  // mm, of the registered pages; 0 where there are none
    double mean_ms() const;
};

}  // namespace sanad::bench
