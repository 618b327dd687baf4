// The network that bears witness to a reading of a line of print, as a value and as a file
// (ocr/models/FORMAT.md). Included by ocr/*.cpp, ocr/training/*.cpp and what trains it only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/digits_model.h"

namespace sanad::ocr {

// A line's ink at the size that the network sees: `strip_height` rows of `width` pixels, 0 paper .. 255 ink.
constexpr int strip_height = 40;
struct Strip {
    int width = 0;  // even
    std::vector<std::uint8_t> ink;
    int columns() const { return width / 2; }  // for each of which the network says what it sees
};

// Two convolutions over windows of 3 x 3 after one of 5 x 5 that halves both sides; then three over 5, 5 and
// 3 columns; then a score for each sign. Inputs of a window run over its rows, its columns, then the
// channels; of columns over the columns, the rows, then the channels.
constexpr std::array<LayerShape, 7> witness_shapes = {
    {{25, 16}, {144, 24}, {216, 32}, {800, 96}, {480, 96}, {288, 96}, {96, 64}}};
constexpr std::size_t sign_count = 64;

// What the network can see in a column; 0 is "nothing new" (the blank of connectionist temporal
// classification), every other number a character or a kind of them.
namespace sign {
constexpr std::uint8_t blank = 0, other = 1;
}
// The sign of a character; digits have one each, Latin letters, tashkeel and whatever the network does not
// know are `other`.
std::uint8_t sign_of(char32_t character);
char32_t character_of(std::uint8_t sign);  // ? for what is no character of its own

struct WitnessModel {
    std::string name;
    std::array<Layer, witness_shapes.size()> layers;
};

// Nothing unless the bytes are a whole model of this shape whose hash fits. Never throws.
std::optional<WitnessModel> parse_witness(std::string_view bytes);
std::string witness_bytes(const WitnessModel& model);

}  // namespace sanad::ocr
