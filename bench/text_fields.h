// Single fields of typed text, thousands of them: what readings of text are worth, and what may be accepted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "samples/text_field.h"

namespace sanad::bench {

// What stands in the field.
enum class Wording {
    name,      // invented people, as the stand has them
    place,     // cities, districts, nationalities, short answers
    rare,      // letters as they come: nothing that any language prior knows
    sentence,  // words of a need
    mixed,     // digits, tashkeel, Latin letters
    given,     // texts that were given
};
std::string_view name_of(Wording wording);

struct MadeText {
    samples::TypedField field;
    Wording wording = Wording::name;
    std::string face, quality;
    bool ordinary = false;  // an undamaged sheet at 200 to 300 dpi
};

enum class TypedIn { stand, calibration };  // whose faces

// The same field for the same arguments; wordings and qualities take turns by chance.
// Where texts are given, one of these stands in the field.
MadeText made_text(TypedIn faces, std::uint64_t seed, std::size_t number,
                   const std::vector<std::string>& given = {});

}  // namespace sanad::bench
