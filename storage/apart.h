// Work on bytes that may be damaged, in a process of its own: what kills that process is a result like any
// other. Included by storage/*.cpp only.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sanad::storage {

using Task = std::function<std::string(std::size_t)>;

// The results of tasks 0 .. count-1, in order; nothing for a task whose process died of it, after which the
// rest goes on in another. `make` runs in the child, so that it can open there what must not be carried over
// a fork. After 64 deaths the rest is given up as if it had died too. Throws Error(resource) where no process
// can be had.
std::vector<std::optional<std::string>> run_apart(std::size_t count, const std::function<Task()>& make);

// One task, whose Error comes back as it was thrown. Nothing where its process died of it.
std::optional<std::string> run_one_apart(const std::function<std::string()>& task);

}  // namespace sanad::storage
