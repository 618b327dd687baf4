// Invented cases in any number, for measuring the archive. Included by bench/*.cpp only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/case.h"

namespace sanad::bench {

// The same number gives the same person. Names are drawn as they occur: few are common, many are rare.
std::string person_name(std::uint64_t number);
std::string case_name(std::uint64_t number);
std::vector<Event> case_events(std::uint64_t number);  // opened, and four values that a clerk confirmed
Event filed(const std::string& bytes, const std::string& name);
std::string scan(std::size_t size, std::uint64_t seed);  // as little compressible as a photograph

}  // namespace sanad::bench
