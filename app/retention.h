// How long cases are kept: the table [retention] of data_path("papers")/policy.toml, in years after closing.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/case.h"
#include "core/time.h"

namespace sanad::app {

using Retention = std::map<std::string, int>;  // years, by kind of case

// Throws Error(bad_input) for a malformed file.
Retention load_retention();

// The day from which the case may be erased. Nothing where it is not closed, or the table says nothing of its
// kind.
std::optional<Day> due_on(const Retention& retention, const Case& subject);

}  // namespace sanad::app
