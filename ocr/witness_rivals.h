// Whether a row of signs has rivals: others that differ from it in one sign and that what was seen is as
// likely for. Included by ocr/*.cpp only.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace sanad::ocr {

struct Rival {
    enum class Kind { none, another, missing, extra };
    Kind kind = Kind::none;
    std::size_t at = 0;     // which sign is another or missing, or before which one there is one more
    std::uint8_t sign = 0;  // what stands there instead, or as well
    double odds = 0;        // P(rival) / P(the row itself), given what was seen
};

struct Rivals {
    double log_chance = 0;  // of the row itself, as log_chance gives it
    double odds = 0;        // of all rivals together
    Rival strongest;
};

// How likely a rival is beforehand, in terms of the row itself; 0 for what is no rival. Its odds count times
// that.
using Weight = std::function<double(const Rival&)>;

Rivals rivals_of(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs,
                 const Weight& weight);

}  // namespace sanad::ocr
