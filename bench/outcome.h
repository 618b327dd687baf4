// What became of a field and of a page, and the sums over many.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "bench/pages.h"
#include "bench/qualities.h"
#include "core/reading.h"

namespace sanad::bench {

struct FieldOutcome {
    std::string row;      // kind, and for numbers how they were written: "iban hand"
    std::string quality;  // bench/qualities.h
    std::string group;
    Use use = Use::other;
    std::string kind;  // of the paper
    std::string key;
    Written written = Written::typed;
    bool empty = false;    // nothing was written
    bool hidden = false;   // was not, or not wholly, in the picture
    bool refused = false;  // contradicts itself: two marks in a single choice
    bool exact = false;    // text: folded as names are compared; hidden and refused: not silently wrong
    bool accepted = false;
    ReadState state = ReadState::absent;
    double confidence = 0;
    std::size_t letters = 0;  // of the truth; only text
    std::size_t errors = 0;   // edit distance
    bool silently_wrong() const { return accepted && !exact; }
    bool plain() const { return !empty && !hidden && !refused; }
};

struct PageOutcome {
    std::string quality;
    std::string group;
    bool registered = false;
    double residual_mm = 0;
    double ms = 0;  // of CPU time
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
    // The share of wrong ones among the accepted that these figures still allow, with 95 % confidence
    // (Wilson).
    double wrong_at_most_percent() const;
};

// A page that another program read as well, in the same run.
struct BesideOutcome {
    std::string quality;
    std::string row;
    std::size_t letters = 0;  // of the truth; only text
    bool our_exact = false, their_exact = false;
    std::size_t our_errors = 0, their_errors = 0;
};

struct BesideTime {
    std::string quality;
    double our_ms = 0, their_ms = 0;  // of CPU time
};

struct Measured {
    std::uint64_t seed = 0;
    std::vector<FieldOutcome> fields;
    std::vector<PageOutcome> pages;
    std::vector<BesideOutcome> beside = {};
    std::vector<BesideTime> beside_times = {};
    std::size_t wrong_pages = 0;
    std::vector<std::string> read_as_if_fitting;  // what they were

    Sum sum(const std::function<bool(const FieldOutcome&)>& of) const;
    double registered_percent() const;
    double within_percent(double mm) const;            // of all pages: registered, and no residual above that
    double residual_percentile(double percent) const;  // mm, of the registered pages; 0 where there are none
    double mean_ms() const;
};

}  // namespace sanad::bench
