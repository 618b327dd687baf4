// Fields of a foreign paper: found by the print around them, their boxes measured against the blank's own
// ink. Included by ocr/*.cpp only.
#pragma once

#include <vector>

#include "ocr/register_foreign.h"
#include "ocr/tick_ink.h"
#include "ocr/zones.h"

namespace sanad::ocr {

// A scan beside the blank, both at blank_dpi.
struct BesideBlank {
    BesideBlank(const cv::Mat& clean_page, const Placement& placement, const ForeignPage& blank);
    cv::Mat flat;
    cv::Mat covered;  // its tick boxes made white
    const ForeignPage& page;
};

// Takes the blank's ink from `page.filled`: what is left was put there.
void take_away_blank(FlatPage& page, const ForeignPage& blank);

// Moves the field's boxes to where the print around them is found: copies of one form differ by a millimetre.
// The share of that print that was seen, as `seen_share` of our own papers.
double settle_place(const BesideBlank& beside, templates::Field& field);

// How much darker each box is than on the blank, and from where on that is a mark on this page: a bubble with
// its letter is half ink before anybody fills it.
void measure_against_blank(const BesideBlank& beside, const FlatPage& page, std::vector<TickBoxes>& all);

}  // namespace sanad::ocr
