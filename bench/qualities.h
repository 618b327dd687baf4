// The ways in which a page comes to the reader: rows of a table, each a text of simulator steps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sanad::bench {

struct Quality {
    std::string_view name;   // "fax"
    std::string_view group;  // the rows of the summary: "clean", "grey", "bitonal", …
    // samples/page_simulator.h; "a..b" is an amount drawn evenly between the two.
    std::string_view steps;
};

const std::vector<Quality>& qualities();

struct Simulated {
    Page page;
    std::string steps;  // with the amounts that were drawn
};

Simulated put_through(const Page& page, const Quality& quality, std::uint64_t seed);

}  // namespace sanad::bench
