// Pages that must not be read as if they were a paper of ours: other texts, blank sheets, one paper given out
// as another, a page under the code of a paper that it is not.
#pragma once

#include <cstdint>
#include <string>

#include "bench/pages.h"
#include "core/reading.h"

namespace sanad::bench {

struct WrongPage {
    std::string what;
    Page page;
    std::string asked = {};     // paper that the user says it is; empty: says nothing
    std::string truly = {};     // paper that it may be read as; empty: none
    bool told_by_code = false;  // nothing but its code says that it is another version
};

// The same page for the same seed; kinds take turns with `number`.
WrongPage wrong_page(Press& press, const templates::Library& papers, int number, std::uint64_t seed);

// A picture in a file, which is no paper of ours.
WrongPage foreign_page(const std::string& file);

bool read_as_if_it_fitted(const WrongPage& page, const std::vector<DocumentReading>& documents);

}  // namespace sanad::bench
