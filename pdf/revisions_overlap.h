// Annotations that lie over a signature's appearance: what is seen of it may not be what it shows.
// Included by pdf/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "pdf/revisions_objects.h"

namespace sanad::pdf {

// One line for each page that has such a pair.
std::vector<std::string> overlapping_signatures(ObjectStore& store, const Value& catalog, int revision);

}  // namespace sanad::pdf
