// What happens to a case: the acts of clerks and the events that they leave. Every function returns the
// case's new sum.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session.h"
#include "core/case.h"
#include "forms/rules.h"
#include "storage/archive.h"
#include "templates/library.h"

namespace sanad::app {

// The archive, the papers and the session that an act needs.
struct Desk {
    storage::Archive& archive;
    const templates::Library& papers;
    const Session& session;
};

// An id that no case of the archive has.
std::string fresh_case_id(const Desk& desk);

Event new_event(const Desk& desk, const std::string& case_id, const std::string& kind, Json what);
Event moved(const Desk& desk, const Case& subject, const std::string& to, const std::string& why);

// What the rules and the stored records say of these readings today.
struct Assessment {
    std::vector<Check> checks = {};
    std::optional<forms::Match> match = {};  // a certain one, where there is exactly one
    std::optional<Record> record = {};       // of the match
};

// `record_id` is the person already matched, empty where there is none. `submitted` is the day the paper was
// handed in.
Assessment assess(const Desk& desk, const templates::Template& paper, const std::vector<Reading>& fields,
                  const std::string& record_id, Day submitted);

// Sets one field to what a person typed, or (without a value) confirms it as it was read. Throws
// Error(bad_input) for a value that its kind does not allow, Error(not_found) for a field that the paper does
// not have.
struct Confirmation {
    std::string key;
    std::optional<std::string> typed;  // empty text: the field is empty on the paper
};
Case confirm(const Desk& desk, const std::string& case_id, const std::vector<Confirmation>& confirmations);

// `record_id` "new" makes a stored record of the case's own values.
Case match(const Desk& desk, const std::string& case_id, const std::string& record_id);

// Throws Error(conflict) for a transition that the table does not have.
Case move(const Desk& desk, const std::string& case_id, const std::string& to, const std::string& why);

// The case, or Error(not_found) naming it; understands a sloppily typed id.
Case need_case(const storage::Archive& archive, const std::string& id);

// The paper of a case in the version that it was read with. Throws Error(not_found).
const templates::Template& paper_of(const Desk& desk, const Case& subject);

}  // namespace sanad::app
