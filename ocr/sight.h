// Whether a field was in the picture at all. Included by ocr/*.cpp only.
//
// A sheet that lay half beside the glass, a torn corner, a note stuck over a row: the page fits and the field
// looks empty. Its printed borders tell the difference: where they are missing, nothing is known of the
// field.
#pragma once

#include "ocr/zones.h"
#include "templates/template.h"

namespace sanad::ocr {

constexpr double plainly_seen = 0.7;  // from here on a value, or its absence, may be accepted
constexpr double hardly_seen = 0.3;   // below, the field is illegible

// The share of the printed lines' length, 0..1, that is found at and in the field: the least of its parts
// (cells, tick boxes, else its box). 1 where the paper prints no line there.
double seen_share(const FlatPage& page, const templates::PageLayout& layout, const templates::Field& field);

}  // namespace sanad::ocr
