// Shuts the calling process in before it decodes bytes from outside: limits on memory, files and core dumps,
// and a seccomp filter without network, new programs, or changes to the file system. Cannot be undone.
#pragma once

#include <cstdint>

namespace sanad::app {

struct SandboxLimits {
    std::uint64_t memory_bytes = 2ull << 30;  // address space
    int open_files = 64;
};

// Throws Error(external) where the kernel refuses: a worker without its sandbox does not run.
void enter_sandbox(const SandboxLimits& limits);

// From now on the process may use `seconds` of CPU time more; then the kernel ends it with SIGXCPU.
void allow_cpu_seconds(int seconds);

}  // namespace sanad::app
