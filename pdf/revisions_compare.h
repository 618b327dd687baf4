// What one revision changed: both documents are walked side by side from their trailers. Every place of the
// document has one rule; where none is known, nothing may differ. Included by pdf/*.cpp only.
#pragma once

#include <vector>

#include "pdf/revisions.h"
#include "pdf/revisions_objects.h"

namespace sanad::pdf {

// The changes from revision `revision - 1` to `revision`.
std::vector<Change> compare_revisions(ObjectStore& store, const XrefChain& chain, int revision);

}  // namespace sanad::pdf
