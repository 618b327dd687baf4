// Letters in five layouts and five faces, in both digit sets and both calendars, of invented people.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/json.h"
#include "core/page.h"

namespace sanad::samples {

struct MadeLetter {
    Page page;
    std::string layout, face;
    std::map<std::string, std::string> values =
        {};                                   // "sender", "date", …, as docs/reading.md normalises them
    std::string calendar = {}, written = {};  // of the date
};

// {"form": "letter", "layout", "face", "values", "calendar", "written"}
Json truth_of(const MadeLetter& letter);

// An applicant's letter, an office's with a letterhead, a memorandum with its labels down the side, one with
// place and day in a line of their own, one with a table for its head.
inline constexpr int letter_layouts = 5;
inline constexpr int letter_faces = 5;
std::string_view layout_name(int layout);  // 0 .. letter_layouts - 1
std::string_view face_name(int face);      // 0 .. letter_faces - 1

// The same letter for the same arguments.
MadeLetter made_letter(int layout, int face, std::uint64_t seed, double dpi);

}  // namespace sanad::samples
