// The ways in which a page comes to the reader: rows of a table, each a text of simulator steps.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sanad::bench {

// What a quality stands for in the totals.
enum class Use {
    ordinary,  // an undamaged sheet on an office scanner at 200 to 300 dpi
    hurt,      // the same resolutions; the sheet or the scan is damaged
    fax,
    other,  // coarser, finer, photographed, incomplete
};

struct Quality {
    std::string_view name;   // "fax"
    std::string_view group;  // the rows of the summary: "clean", "grey", "bitonal", …
    // samples/page_simulator.h; "a..b" is an amount drawn evenly between the two.
    std::string_view steps;
    Use use = Use::other;
    std::string_view lack = {};  // bench/incomplete.h: happens to the sheet before the steps
};

const std::vector<Quality>& qualities();

struct Scanned {
    Page page;
    std::string steps;  // with the amounts that were drawn
    Page gone;          // bench/incomplete.h; without pixels where the sheet lacks nothing
};

// The same for the same seed.
Scanned scanned(const Page& page, const Quality& quality, std::uint64_t seed);

}  // namespace sanad::bench
