// What the papers of one case say differently of one form: a PDF that was filled in, and scans of its print.
#pragma once

#include <vector>

#include "core/case.h"
#include "core/check.h"
#include "core/reading.h"

namespace sanad::app {

// The checks "copy.differs" and "copy.agrees" (forms::compare_copies) of a document that comes to a case with
// these events, against each document that was read before it; each disagreement once, "copy.agrees" only
// where there is none. What a person confirmed before, and the new document says too, is decided and left
// out.
std::vector<Check> compared_with_case(const std::vector<Event>& before, const DocumentReading& document);

// The same of all documents of a case, as it stands after its events: a person who confirms a field decides
// what came before.
std::vector<Check> copy_checks(const std::vector<Event>& events);

// `checks` with these "copy.*" in the place of those that were found before.
std::vector<Check> with_copy_checks(std::vector<Check> checks, const std::vector<Check>& copies);

}  // namespace sanad::app
