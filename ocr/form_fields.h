// A filled copy of our own blank: its values are taken from the PDF's form fields, and nothing is read from
// pixels.
#pragma once

#include <string>
#include <vector>

#include "core/reading.h"
#include "pdf/raster.h"
#include "templates/template.h"

namespace sanad::ocr {

// True where the form is that paper's (most of its fields are there by name) and somebody has filled
// something in. A blank whose fields are all empty may have been written on by hand, and goes the way of a
// scan.
bool is_filled_form(const templates::Template& paper, const std::vector<pdf::FormValue>& values);

// One reading for each field of the paper, source pdf_field. A value that can't be one of its kind is
// illegible with its text kept; one that is not well formed (a wrong check digit) is read, but not accepted.
std::vector<Reading> read_form(const templates::Template& paper, const std::vector<pdf::FormValue>& values);

}  // namespace sanad::ocr
