// Takes a file in: files the original, reads it, checks it, matches it, one case for each form in it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/casework.h"
#include "app/worker.h"

namespace sanad::app {

struct IntakeRequest {
    std::string file;          // as the user named it
    std::string channel = {};  // one of the policy's eight; empty: not said
    std::string case_id =
        {};                 // file into this case; empty: a new one, or the one that the paper's code names
    std::string form = {};  // paper that the user says it is; empty: found by its code
};

struct Intake {
    Case filed;
    DocumentReading document;    // empty `form` where no paper was recognised
    bool already_filed = false;  // the same bytes were taken in before: nothing was added
};

// One element for each form in the file (one with an empty form where there is none). When it returns
// everything is durable; a process killed at any moment leaves either that or the original in a case of state
// "received", which the next take of the same file goes on with. Throws Error where the file cannot be filed
// at all; a file that is filed but cannot be read ends as a fault of its case, and the Error is thrown after
// the fault is durable.
std::vector<Intake> take(const Desk& desk, Worker& worker, const IntakeRequest& request);

}  // namespace sanad::app
