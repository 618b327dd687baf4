// CPU time of this process: what else the machine does has no part in it.
#pragma once

#include <ctime>

namespace sanad::bench {

inline double cpu_ms() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace sanad::bench
