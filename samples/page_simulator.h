// What happens to a page between the printer and the file: scanners, copiers, telephones, coffee. A row of
// named steps, each following from the seed alone, so that a measurement can be repeated and one step be
// taken away from it.
//
//     simulate(page, parse_steps("grain 4; skew 3.5; shade 40; scan 200; noise 6"), 17)
//
// The steps are applied in the order in which they stand. Lengths are millimetres of the paper, so a step
// does the same at every resolution; what belongs to the scanner (noise, jpeg, bitonal) usually stands after
// "scan".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.h"

namespace sanad::samples {

// A step that exists: its range, and what its amount means.
struct StepKind {
    std::string_view name;
    double least;
    double most;
    std::string_view what;
};

const std::vector<StepKind>& step_kinds();  // in the order in which they could happen

struct Step {
    std::string name;
    double amount = 0;
};

// "skew 3.5; noise 6". Throws Error(bad_input) for a step that is not known or an amount out of its range.
std::vector<Step> parse_steps(std::string_view text);
std::string written(const std::vector<Step>& steps);  // the reverse

// The chance in a step depends on `seed`, on its name and on how often the name stood before it, not on the
// other steps: adding "blur" changes nothing in the noise. `page.dpi` must be known (> 0), else
// Error(bad_input); so must the steps.
Page simulate(const Page& page, const std::vector<Step>& steps, std::uint64_t seed);

}  // namespace sanad::samples
