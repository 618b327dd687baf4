// What a rule is given and what it gives back. Included by forms/rules_*.cpp only.
//
// A finding is "failed" where the value is certain (read without doubt, or confirmed by a person) and breaks
// the rule; it is "doubtful" where the value itself is not certain, because then the scan may be at fault,
// not the applicant.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/reading.h"
#include "core/time.h"
#include "templates/template.h"

namespace sanad::forms {

// The first reading of each key; a key without one is absent.
using ByKey = std::map<std::string_view, const Reading*>;

struct Question {
    const templates::Template& paper;
    const templates::Field& field;
    const Reading& reading;
    const ByKey& others;
    Day submitted;
};

// `argument` is what stands after the colon of "required_if:housing=rented"; else empty.
using FieldRule = void (*)(const Question& asked, std::string_view argument, std::vector<Check>& into);

struct PaperQuestion {
    const templates::Template& paper;
    const ByKey& readings;
    Day submitted;
};

using PaperRule = void (*)(const PaperQuestion& asked, std::string_view argument, std::vector<Check>& into);

// Rules that a paper names: for one field, and for the paper. Null where there is none of this name.
FieldRule field_rule_named(std::string_view name);
PaperRule paper_rule_named(std::string_view name);

// "required_if:housing=rented" in two.
struct RuleCall {
    std::string_view name;
    std::string_view argument;
};
RuleCall parse_rule_call(std::string_view written);

void check_presence(const Question& asked, std::vector<Check>& into);  // required, illegible, not confirmed
void check_kind(const Question& asked, std::vector<Check>& into);      // what the kind of the field asks
void check_date_exists(const Question& asked, std::vector<Check>& into);

// The rules that a paper names; rules_named.cpp has their table.
void require(const Question& asked, std::vector<Check>& into);
void rule_not_after_submission(const Question& asked, std::string_view argument, std::vector<Check>& into);
void rule_valid_on_submission(const Question& asked, std::string_view argument, std::vector<Check>& into);
void rule_not_older_than(const Question& asked, std::string_view argument, std::vector<Check>& into);
void rule_birth(const PaperQuestion& asked, std::string_view argument, std::vector<Check>& into);
void rule_dates_in_order(const PaperQuestion& asked, std::string_view argument, std::vector<Check>& into);

bool is_given(const Reading& reading);                       // state is read, and there is a value
std::optional<Day> day_of(const Reading& reading);           // of a date that was read
std::vector<std::string> chosen_in(const Reading& reading);  // the option keys of a choice, one or several

// What was read, bounded in length and without characters that are not seen or drive a terminal.
std::string evidence_of(const Reading& reading);
std::string shown(std::string_view text);

// passed where `good`; else failed or doubtful, see above.
Verdict judged(bool good, const Reading& reading);

inline void add(std::vector<Check>& into, std::string id, const Reading& about, bool good) {
    into.push_back({std::move(id), about.key, judged(good, about), evidence_of(about)});
}

}  // namespace sanad::forms
