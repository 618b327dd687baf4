// What was measured, for people and for programs.
#pragma once

#include <string>

#include "bench/outcome.h"
#include "core/json.h"

namespace sanad::bench {

std::string table_of(const Measured& measured);
Json json_of(const Measured& measured);  // every kind in every quality, sums of both, registration

}  // namespace sanad::bench
