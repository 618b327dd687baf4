// Whether a row of signs has rivals: others that differ from it in one sign and that what was seen is as
// likely for. Included by ocr/*.cpp only.
#pragma once

#include <cstdint>
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

// `alike` says of two signs that the one for the other is no rival.
Rivals rivals_of(const std::vector<float>& logs, const std::vector<std::uint8_t>& signs,
                 bool (*alike)(std::uint8_t, std::uint8_t));

}  // namespace sanad::ocr
