// From the network's scores to probabilities of a cell. Included by ocr/*.cpp only.
#pragma once

#include <algorithm>
#include <array>

#include "ocr/cell_ink.h"
#include "ocr/digits.h"
#include "ocr/digits_model.h"
#include "ocr/digits_network.h"

namespace sanad::ocr {

using Posterior = std::array<double, class_count>;  // sums to 1

inline std::size_t size_group(std::size_t network_class) {
    if (network_class >= printed_from) return SizePrior::printed + size_group(network_class - printed_from);
    const std::size_t label = network_class;
    if (label == 0) return SizePrior::zero;
    if (label == 5) return SizePrior::five;
    if (label == no_digit) return SizePrior::scribble;
    return label < western_from || label == one_dip_class ? SizePrior::rest : SizePrior::western;
}

inline std::size_t size_bin(double size) {
    return std::min(SizePrior::bins - 1,
                    static_cast<std::size_t>(std::max(0.0, size) / SizePrior::bin_width));
}

// What the model's networks say together of `views` views of the ink, shared out among them: each one's mean
// score over its views, and of these the mean score or the logarithm of the mean probability (`Together`).
Scores mean_scores(const DigitModel& model, const CellInk& ink, int views = view_count);

// Adds what the size of the ink says, where it is known.
void add_size(const SizePrior& sizes, const CellInk& ink, Scores& scores);

// The three groups of classes that are weighed against each other before the digits of one are.
inline bool is_written(std::size_t network_class) { return network_class <= one_dip_class; }
inline bool is_printed(std::size_t network_class) { return network_class >= printed_from; }

Posterior softmax(const Scores& scores, const Temperatures& temperatures);

// Of one cell's ink: the network over `views` views, then the size.
Posterior posterior(const DigitModel& model, const CellInk& ink, int views = view_count);

// What a field can know of the cell. `one_dip_is_three`: the Egyptian habit.
CellReading to_cell_reading(const Posterior& of_classes, bool one_dip_is_three);

// Of a cell without ink. `doubtful`: something was there that was taken for dust.
CellReading blank_cell(bool doubtful);

}  // namespace sanad::ocr
