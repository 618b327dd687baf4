// Pages that are none of our papers: a letter of request, a page of a newspaper.
#pragma once

#include "core/json.h"
#include "core/page.h"
#include "samples/people.h"

namespace sanad::samples {

Page blank_sheet(double dpi);  // A4, white

Page letter(const Person& from, double dpi);
Json truth_of_letter(const Person& from);  // {"form": "letter", "values": {"sender", "addressee", …}}

Page newspaper(double dpi);

}  // namespace sanad::samples
