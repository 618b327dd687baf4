// The form field of a PDF that belongs to a field of a paper. Included by forms/*.cpp only.
#pragma once

#include <string>

#include "forms/paper_tags.h"
#include "pdf/writer.h"
#include "templates/template.h"

namespace sanad::forms {

// Its form elements stand where `tags` says. `value` is normalised; a list has commas; empty: nothing is
// filled in. Photos and notes have no form field. Throws Error(bad_input) for a value that the field can't
// hold.
void add_widget(pdf::Writer& writer, const templates::Field& field, const std::string& value,
                PaperTags& tags);

}  // namespace sanad::forms
