// How much of made letters is read: five layouts and five faces, scans at 200 to 300 dpi, read by the whole
// reader.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/page.h"
#include "core/reading.h"
#include "ocr/reader.h"

namespace sanad::bench {

struct LetterPlan {
    int letters = 60;
    std::uint64_t seed = 1;
};

// A field that a letter has.
struct LetterOutcome {
    std::string key, layout, face, quality;
    bool exact = false;  // text: folded as names are compared; dates, numbers: the same value
    bool read = false;
    bool accepted = false;
};

struct LetterLook {
    int number = 0;
    const Page* page = nullptr;
    std::string wanted;
    const Reading* reading = nullptr;  // may be null
    LetterOutcome outcome;
};

struct LettersMeasured {
    std::uint64_t seed = 0;
    int letters = 0;
    int recognised = 0;  // as letters
    double ms = 0;       // of all
    std::vector<LetterOutcome> fields;

    double exact_percent(const std::string& key) const;
    int wrongly_accepted() const;
};

// `on_miss` is told of every field that is not exact, and may be empty.
LettersMeasured measure_letters(ocr::Reader& reader, const LetterPlan& plan,
                                const std::function<void(const LetterLook&)>& on_miss = {});

std::string table_of(const LettersMeasured& measured);

}  // namespace sanad::bench
