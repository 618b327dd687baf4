// Filled pages of the papers of the library, and what stands on them: invented people, fonts that the digit
// model never saw and the papers do not use, several hands.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/pen_cells.h"
#include "core/geometry.h"
#include "core/page.h"
#include "templates/library.h"

namespace sanad::bench {

enum class Written { typed, hand, pen };  // hand: strokes of the program's own; pen: of real people

std::string_view name_of(Written written);

struct Expected {
    std::string key;
    std::string kind;        // of the paper
    std::string value = {};  // normalised as in docs/reading.md; empty: the field was left empty
    Written written = Written::typed;
    std::string written_as = {};  // dates: year-month-day in the calendar that was written
    BoxMm box = {};               // of everything that belongs to it
    bool refused = false;         // two marks where one is asked for: there is no value
    bool faint = false;           // by a pen that a scan in black and white does not see
    bool hidden = false;          // not wholly in the picture: bench/incomplete.h
};

struct FilledPage {
    Page page;
    std::string paper;
    std::vector<Expected> expected;  // the fields of this page
};

// Holds the printed blanks. `pens` may be null: then numbers are typed or written by the program.
class Press {
public:
    static constexpr double dpi = 300;

    Press(const templates::Library& papers, const PenCells* pens) : papers_(papers), pens_(pens) {}

    // The same page for the same seed.
    FilledPage filled(std::uint64_t seed);
    const Page& blank(const templates::Template& paper, int number);

private:
    const templates::Library& papers_;
    const PenCells* pens_;
    std::map<std::string, Page> blanks_;
};

}  // namespace sanad::bench
