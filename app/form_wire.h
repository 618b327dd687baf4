// Somebody else's form between the program, its workers and the user: fields as JSON, values from JSON.
#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "pdf/form_filling.h"

namespace sanad::app {

// {"signatures":0,"fields":[{"key":…,"kind":…,"page":…,"box_mm":…,…}]}: docs/papers.md.
Json wire_form(const pdf::ForeignForm& form);

// The values that a user wrote: {"name":"…","person":{"id":"…"},"agree":true,"days":["…"]}. Objects inside
// one another are the parts of a name. Throws Error(bad_input) with "fill.bad_data" for a value of no use,
// and "fill.twice" for a field that is given in two ways.
std::vector<pdf::FieldEntry> form_entries(const Json& values);

Json wire_form_entries(const std::vector<pdf::FieldEntry>& entries);
std::vector<pdf::FieldEntry> form_entries_from_wire(const Json& value);

}  // namespace sanad::app
