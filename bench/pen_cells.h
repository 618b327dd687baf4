// Digits that real people wrote into cells ($SANAD_TEST_DATA/ocr/digit-cells): measured with, never trained
// on, and no part of the project.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"
#include "samples/dice.h"

namespace sanad::bench {

class PenCells {
public:
    // Folders 0 to 9 with PNG pictures; nothing where the folder is missing or holds none for some digit.
    static std::optional<PenCells> load(const std::string& folder);

    // One of the pictures of that digit (0..9, written in Arabic-Indic), put into the cell.
    void write(Page& page, const BoxMm& cell, int digit, int ink_grey, samples::Dice& dice) const;

private:
    struct Picture {
        int width = 0;
        int height = 0;
        std::vector<std::uint8_t> cover;  // 0 paper .. 255 ink
    };
    std::array<std::vector<Picture>, 10> pictures_;
};

}  // namespace sanad::bench
