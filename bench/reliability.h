// How often readings of a confidence were right: whether confidence means probability.
#pragma once

#include <map>
#include <string>

#include "bench/outcome.h"
#include "core/json.h"

namespace sanad::bench {

// Of one level of confidence.
struct Level {
    std::size_t fields = 0, right = 0;
};

// What was read and what was found empty, apart: "choice", "choice found empty". The keys within are the
// level's lower end in ten-thousandths.
using Reliability = std::map<std::string, std::map<int, Level>>;

// Of fields that were in the picture and don't contradict themselves; what is illegible promises nothing.
Reliability reliability_of(const Measured& measured);
void add(Reliability& to, const Reliability& more);

std::string table_of(const Reliability& reliability);
Json json_of(const Reliability& reliability);
// Throws Json::exception where it is none.
Reliability reliability_from(const Json& json);

}  // namespace sanad::bench
