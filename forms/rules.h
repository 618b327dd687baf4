// The rules: what is asked of the values of one document. Pure functions of their input; no clock, no PDF.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/check.h"
#include "core/reading.h"
#include "core/record.h"
#include "core/time.h"
#include "templates/template.h"

namespace sanad::forms {

// Every rule of the paper over its readings, "valid on the day of submission". One check per rule and field, in the
// paper's order: "field.required", "field.unconfirmed" (doubtful where a value was read but not accepted),
// "identity.check_digit", "iban.check_digit", "phone.format", "amount.format", "date.exists", "dates.in_order",
// "choice.single", "signature.present", …
std::vector<Check> check_document(const templates::Template& paper, const std::vector<Reading>& readings, Day submitted);

// A stored person who may be the applicant.
struct Match {
    std::string record_id;
    double confidence = 0;              // 0..1
    std::string how;                    // "national_id", "phone+name", "iban", "name", …
    std::vector<Check> differences;     // "record.differs" per field: evidence "on the form X, stored Y"
};

// Ranks candidates for the readings, best first. An identical national id and a similar name is certain; a name alone
// never is (at most 0.8); an id that belongs to another name is "record.id_of_another" (doubtful).
std::vector<Match> match_records(const std::vector<Reading>& readings, const std::vector<Record>& candidates);

// Checks about the match as a whole: "record.matched", "record.missing", "record.ambiguous", "record.id_of_another".
std::vector<Check> check_match(const std::vector<Match>& matches, const std::vector<Reading>& readings);

// Validates one record on import: national id, phone, IBAN, dates. Empty if it is fine.
std::vector<Check> check_record(const Record& record);

}  // namespace sanad::forms
