// How many pages a minute one process reads, and several side by side; and what memory one needs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/pages.h"

namespace sanad::bench {

struct Throughput {
    int workers = 0;
    std::size_t pages = 0;
    double pages_a_minute = 0;  // wall time, from when all models are loaded
    double peak_mib = 0;        // the most that any of the processes ever held (VmHWM)
};

// Reads every file once: `workers` processes of this program, each given the next file when it has read one.
// Throws Error(external) where one of them fails.
Throughput measure_throughput(const std::vector<std::string>& files, int workers);

// What such a process does: loads the models, says so, reads the files named on standard input, says what it
// took.
int serve_throughput();

// Made pages of all qualities in turn, one PNG each.
std::vector<std::string> write_pages(Press& press, const std::string& folder, int count, std::uint64_t seed);

}  // namespace sanad::bench
