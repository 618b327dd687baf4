// Included by pdf/*.cpp only.
//
// Kashida: a justified line of Arabic is filled by lengthening the stroke between two joined letters, as a
// scribe does, before its spaces are torn apart. The stroke is the font's tatweel, shaped into the word, so
// that letters take the forms that join it; it stands for no character, and what is extracted does not
// change.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string_view>

#include "pdf/font_set.h"
#include "pdf/text_layout.h"

namespace sanad::pdf {

// After which letter of a word the stroke may stand; nothing where it may not: in Latin and numbers, in words
// of two letters, in words that have a tatweel or a joiner, between lam and alef, in the name of God. After
// seen and sad before all else, then before the last letter, by its kind.
std::optional<std::size_t> kashida_place(std::u32string_view word);

// The line, at most `room` (thousandths of the size) wider. The words that were set anew lie in `made`, which
// has to live as long as the answer.
Line with_kashida(FontSet& fonts, const Line& line, double room, std::deque<PlacedCluster>& made);

}  // namespace sanad::pdf
