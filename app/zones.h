// Where every field of a paper lies, as `sanad form zones` prints it.
#pragma once

#include "core/json.h"
#include "templates/template.h"

namespace sanad::app {

Json zones_of(const templates::Template& paper);

}  // namespace sanad::app
