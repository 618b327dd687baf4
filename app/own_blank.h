// A blank of a known paper, filled as a form: its values may be given as `sanad read` gives them.
#pragma once

#include <vector>

#include "pdf/form_filling.h"
#include "templates/library.h"

namespace sanad::app {

// The entries as the form's fields take them, where most of the fields of one of the papers are there by
// their names: the keys of a multiple choice become its check boxes, ticked and not; a date (2026-11-22,
// 3/5/1410) or a number (SA44…, 4,500) becomes the digits of its cells. What is no value of its field, and
// every other form, stays as it was given.
std::vector<pdf::FieldEntry> entries_on_paper(const templates::Library& papers, const pdf::ForeignForm& form,
                                              const std::vector<pdf::FieldEntry>& entries);

}  // namespace sanad::app
