// Fills a page of a paper as people do: typed or by hand, in either digit set, with ticks or crosses; and
// says what a reader should find there.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/page.h"
#include "samples/pen.h"
#include "templates/template.h"

namespace sanad::samples {

enum class Writing { typed, hand };
enum class DigitSet { arabic, western };

// One person's part of a form.
struct Writer {
    Writing numbers = Writing::hand;  // text is always typed: see docs/decisions/0080-sample-forms.md
    DigitSet digits = DigitSet::arabic;
    TickShape ticks = TickShape::tick;
    std::vector<std::string> fonts = {"NotoSansArabic-Regular.ttf",
                                      "DejaVuSans.ttf"};  // samples/typed_text.h
    double text_pt = 11;
    double digit_pt = 14;
    int pen_grey = 55;
    int typed_grey = 25;
    std::uint64_t seed = 1;  // of the hand: its forms, its pen, where its marks land
};

struct Filling {
    // By key of the field; what is missing stays empty. Numbers in Western digits, an IBAN with its prefix, a
    // date as year-month-day in the calendar that it is written in ("1448-06-02"), a choice by its option's
    // key, several with commas, a signature as "present".
    std::map<std::string, std::string> values;
    Writer applicant;
    Writer office;                     // of the fields that the office fills
    std::set<std::string> typed = {};  // numbers that are typed although the rest is written by hand
};

// Draws the fields of that page of the paper. `page` is the printed blank, whole and straight, its resolution
// known. Throws Error(bad_input) naming the field for a value that it cannot hold.
void fill_page(Page& page, int number, const templates::Template& paper, const Filling& filling);

// {"form", "version", "layout", "values": {key: normalised value}, "dates": {key: {"calendar", "written"}},
// "hand": [keys]}: a field that was left empty is null, several ticks are a list. Throws as fill_page.
Json truth_of(const templates::Template& paper, const Filling& filling);

// Changes when a box of the paper moves: a scan that was made before that no longer fits it.
std::string layout_mark(const templates::Template& paper);

}  // namespace sanad::samples
