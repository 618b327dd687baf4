// Takes a file in: files the original, reads it, checks it, matches it, one case for each form in it.
#pragma once

#include <chrono>
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

// What is to be read later, or was being read when the power went, is a job of this kind (FORMAT.md, section
// 14). Whoever reads one has it for so long; another who finds it afterwards reads it too, and what was read
// last is not filed a second time.
inline const std::string reading_kind = "read";
constexpr std::chrono::minutes reading_time{15};

// Files the original only, and puts the job to read it. An element as take's, without a reading.
Intake take_later(const Desk& desk, const IntakeRequest& request);

// Reads what a leased job speaks of, and finishes it. Like take.
std::vector<Intake> read_later(const Desk& desk, Worker& worker, const storage::Job& held);

// Puts the job for a case whose original could not be read, or was not. Throws Error(conflict) with
// "work.read_already" where it was.
void read_again(const Desk& desk, const Case& subject);

// One element for each form in the file (one with an empty form where there is none). When it returns
// everything is durable; a process killed at any moment leaves either that or the original in a case of state
// "received" and a job to read it, which the next take of the same file or `sanad work` goes on with. While a
// file is read others may write. Throws Error where the file cannot be filed
// at all; a file that is filed but cannot be read ends as a fault of its case, and the Error is thrown after
// the fault is durable.
std::vector<Intake> take(const Desk& desk, Worker& worker, const IntakeRequest& request);

}  // namespace sanad::app
