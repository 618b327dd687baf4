// Several workers side by side, one a core; results come in the order of the files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "core/error.h"
#include "core/reading.h"

namespace sanad::app {

struct ReadOutcome {
    std::string file;
    std::vector<DocumentReading> documents = {};
    std::optional<Error> error = {};  // the file as a whole could not be read
};

// Calls `done` on this thread, once a file, in order.
void read_all(const Session& session, const std::vector<std::string>& files, const std::string& form,
              const std::function<void(ReadOutcome)>& done);

}  // namespace sanad::app
