// One transaction of one person, and the events that it is the sum of.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/check.h"
#include "core/json.h"
#include "core/reading.h"

namespace sanad {

// A file that belongs to a case. The bytes lie in the archive under their hash.
struct StoredFile {
    std::string
        role;  // "original", "declaration", "declaration-signed", "approval-sheet", "approval-sheet-signed"
    std::string name;        // file name as the user gave it or as we made it, without folders
    std::string media_type;  // "image/png", "application/pdf", …
    std::string sha256;      // lower-case hex
    std::uint64_t size = 0;
    std::string at = {};  // when it was filed, UTC, "2026-11-22T09:00:00Z"
};

// One thing that happened to a case. Events are the truth; the case is their sum. `kind` is one of
//   opened     {"case_kind", "channel", "submitted_on"}      file      a StoredFile
//   reading    a DocumentReading                             fault     {"id", "file", "evidence"}
//   confirmed  {"key", "before", "after" (a Reading)}        checks    [Check]
//   matched    {"record_id", "how", "confidence", "record"}  moved     {"from", "to", "why"}
//   signed     {"file" (sha256), "field", "signer"}          note      {"text"}
// A reader keeps events of a kind that it does not know and leaves the case as it is. A case is about one
// paper: the reading of another one (a signed declaration that was scanned) stays in the events and touches
// no value.
struct Event {
    std::string case_id;
    std::uint64_t sequence = 0;  // 1-based within the case, without gaps
    std::string at;              // UTC, "2026-11-22T09:00:00Z"
    std::string who;             // the account that did it
    std::string kind;
    Json what = Json::object();
};

struct Case {
    std::string id;                 // core/case_id.h
    std::string kind = {};          // "support-request", "policy-approval"
    std::string state = {};         // core/workflow.h
    std::string channel = {};       // one of the policy's eight
    std::string submitted_on = {};  // ISO day on which the paper was handed in
    std::string form = {};
    int version = 0;
    std::vector<StoredFile> files = {};
    std::vector<Reading> fields = {};  // the current values: read, then confirmed
    std::vector<Check> checks = {};    // the last ones
    std::vector<Check> faults = {};    // what went wrong with a file of the case
    std::string record_id = {};        // of the matched person
    std::uint64_t events = 0;          // how many are summed
    std::string changed_at = {};

    const Reading* find(const std::string& key) const;
};

// Adds one event. The events of a case are applied in order of their sequence; an event of another case or
// out of order throws Error(corrupt).
void apply(Case& into, const Event& event);

// Sum of all of them; throws Error(not_found) where there are none.
Case sum_of(const std::vector<Event>& events);

}  // namespace sanad
