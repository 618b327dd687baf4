#include "forms/rule.h"

namespace sanad::forms {
namespace {

// A signature has no value to be compared, so its presence has a name of its own.
std::string presence_rule(const templates::Field& field) {
    return field.kind == templates::Kind::signature ? "signature.present" : "field.required";
}

bool is_present(const Question& asked) {
    if (asked.reading.state != ReadState::read) return false;
    switch (asked.field.kind) {
        case templates::Kind::photo:
        case templates::Kind::note:
            return true;  // kept as a picture, without a value
        default:
            return !asked.reading.value.empty();
    }
}

}  // namespace

void require(const Question& asked, std::vector<Check>& into) {
    const bool present = is_present(asked);
    // What the office has not filled in yet is no fault of the applicant.
    const Verdict missing = asked.field.office ? Verdict::doubtful : Verdict::failed;
    into.push_back({presence_rule(asked.field), asked.field.key, present ? Verdict::passed : missing,
                    present ? evidence_of(asked.reading) : std::string(name_of(asked.reading.state))});
}

void check_presence(const Question& asked, std::vector<Check>& into) {
    const Reading& reading = asked.reading;
    if (asked.field.required) require(asked, into);
    if (reading.state == ReadState::illegible && !asked.field.required)
        into.push_back({"field.illegible", asked.field.key, Verdict::doubtful, evidence_of(reading)});
    const bool told = asked.field.required && !is_present(asked);
    const bool looked_at = reading.state == ReadState::read || reading.state == ReadState::empty;
    if (looked_at && !reading.accepted && !told)
        into.push_back({"field.unconfirmed", asked.field.key, Verdict::doubtful,
                        reading.state == ReadState::empty ? "empty" : evidence_of(reading)});
}

}  // namespace sanad::forms
