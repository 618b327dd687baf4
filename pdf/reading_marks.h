// Included by pdf/*.cpp only.
//
// Extractors put a right-to-left line back into logical order by the kinds of its characters, from the right:
// letters of Arabic, and what is neutral after them, one by one; from the first Latin letter, digit or sign
// of numbers on everything up to the next Arabic letter as one left-to-right piece. So "عام 2026 سنة" loses
// the space behind the number, "12 15" read from the right comes out as "15 12", and a comma changes places
// with the space behind it. Invisible marks of direction tell them where such a piece ends and where it
// begins.
//
// PDFium turns brackets over wherever they stand in right-to-left text, though they are written as they are
// spelt: between two marks each of them is a left-to-right piece of its own, and stays as it is.
#pragma once

#include <string>

#include "pdf/text_layout.h"

namespace sanad::pdf {

// The marks (U+200E, U+200F), from left to right, that belong between a cluster and its neighbour to the
// right, null at the right end of the line. For right-to-left paragraphs.
std::u32string reading_marks(const PlacedCluster& left, const PlacedCluster* right);

// Those that belong before the first cluster of a line: what stands left of it, in the next column, would
// take a bracket along.
std::u32string reading_marks_before(const PlacedCluster& first);

}  // namespace sanad::pdf
