// Included by pdf/*.cpp only.
//
// Latin letters, digits and signs that alternate inside Arabic, as an IBAN or a number of a case does. PDFium
// cuts each line into runs of one class of characters, and turns the order of all runs of a right-to-left
// line round, whatever level a run has. It orders what one operator shows by where the operator begins: so
// the runs of such a piece are shown by one operator from the last to the first, each in its place, and come
// back in order. Poppler goes by the places alone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pdf/text_layout.h"

namespace sanad::pdf {

// One code of the operator: which cluster of the line it shows, and the text that it stands for.
struct ShownCluster {
    std::size_t index = 0;  // into Line::visual
    std::u32string text = {};
};

struct MixedPiece {
    std::size_t end = 0;  // the first cluster of the line behind the piece
    std::vector<ShownCluster> order = {};
};

// The piece that begins at cluster `begin` of a right-to-left line; `order` is empty where none of several
// runs does. `marked`: a mark of direction (U+200F) belongs before it. It stands in one code with the first
// letter, because by itself it would tear the line into columns for Poppler.
MixedPiece mixed_piece(const Line& line, std::size_t begin, bool marked);

bool begins_mixed_piece(const Line& line, std::size_t begin);

// One glyph, where the text cursor is. The box for what no face has is drawn: ISO 19005-2, 6.2.11.8 forbids
// to show it as text.
bool shows_in_one_glyph(const Cluster& cluster);

}  // namespace sanad::pdf
