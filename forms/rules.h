// The rules: what is asked of the values of one document. Pure functions of their input; no clock, no PDF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/reading.h"
#include "core/record.h"
#include "core/time.h"
#include "templates/template.h"

namespace sanad::forms {

// Every rule of the paper over its readings, "valid on the day of submission". One check per rule and field,
// in the paper's order: "field.required", "field.unconfirmed" (doubtful where a value was read but not
// accepted), "identity.check_digit", "iban.check_digit", "phone.format", "amount.format", "date.exists",
// "dates.in_order", "choice.single", "signature.present", … docs/decisions/0010-verdicts.md says when a
// finding is failed and when it is doubtful. Fields that the paper does not have are passed over. Time grows
// with the length of the values only.
std::vector<Check> check_document(const templates::Template& paper, const std::vector<Reading>& readings,
                                  Day submitted);

// Whether a rule that a paper.toml names ("not_after_submission", "required_if:housing=rented", …) is known.
// One that is not gives the doubtful check "rule.unknown" on every document, so that it is not taken for
// kept.
enum class RuleOf { field, paper };
bool is_rule(std::string_view written, RuleOf of);

// What the rules that a paper names are worth before anybody fills it in: "rule.unknown" (failed) for each
// that is not known, or speaks of a field, option or number that the paper does not have. Empty for a good
// paper.
std::vector<Check> check_rules(const templates::Template& paper);

// A stored person who may be the applicant.
struct Match {
    std::string record_id;
    double confidence = 0;  // 0..1
    std::string how;        // "national_id", "phone+name", "iban", "name", …
    // "record.differs" per field, evidence "on the form | stored"; doubtful where it is about who the person
    // is or where the money goes, unless a person confirmed the value, else noted.
    std::vector<Check> differences;
};

// From this confidence a match needs no person's look.
constexpr double certain_match = 0.99;

// Ranks candidates for the readings, best first. An identical national id and a similar name is certain; a
// name alone never is (at most 0.8); an id that belongs to another name is "record.id_of_another" (doubtful).
std::vector<Match> match_records(const std::vector<Reading>& readings, const std::vector<Record>& candidates);

// One check about the match as a whole: "record.matched" (passed), "record.likely" (one candidate, not
// certain), "record.missing", "record.ambiguous", "record.id_of_another"; all but the first are doubtful: a
// person decides.
std::vector<Check> check_match(const std::vector<Match>& matches, const std::vector<Reading>& readings);

// Validates one record on import: national id, phone, IBAN, dates. Empty if it is fine; a record with a
// failed check is refused, a noted one is worth a look.
std::vector<Check> check_record(const Record& record);

// Two of a list that are likely one person.
struct Duplicate {
    std::size_t first = 0;  // places in the list, first < second
    std::size_t second = 0;
    double confidence = 0;  // 0..1
    std::string how;        // "national_id", "iban+name", "phone+name", "birth_date+name"
};

// Each pair once, by place. Of more than 50 records that share one phone number (an office's, say) each is
// compared with 50 others only, so that time grows with the list, not with its square.
std::vector<Duplicate> find_duplicates(const std::vector<Record>& records);

}  // namespace sanad::forms
