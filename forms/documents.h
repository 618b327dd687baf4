// The documents made from papers and cases, as PDF bytes. The same input gives the same bytes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/time.h"
#include "pdf/canvas.h"
#include "templates/template.h"

namespace sanad::forms {

struct BlankOptions {
    std::string case_id = {};  // goes into the QR code
    std::map<std::string, std::string> values =
        {};  // prefilled, by field key; normalised values, lists with commas
    Moment made = {};
    std::string association = {};  // its name, printed over the title
};

// The printable, fillable blank of a paper, true to size. Form fields bear the keys of the paper's fields;
// the tick boxes of several choices are called "<field>-<option>". Throws Error(bad_input) for a value that
// its field can't hold.
std::string make_blank(const templates::Template& paper, const BlankOptions& options);

struct DeclarationInput {
    const Case* of = nullptr;                          // with confirmed values
    const templates::Template* request = nullptr;      // the paper that the values were read from
    const templates::Template* declaration = nullptr;  // "applicant-declaration"
    std::string association;                           // its name
    std::string employee;                              // who received it
    std::string identity_checked_by = {};              // how the identity was checked
    int earliest_answer_days = 14;                     // policy.toml
    std::optional<int> latest_answer_days = {};
    Moment made = {};
};

// What the applicant signs: exactly the confirmed values, item by item; the same values are attached as JSON,
// "declaration.json" (PDF/A-3b). Its signature field is "Applicant".
// Throws Error(conflict) listing the required fields that are not confirmed.
std::string make_declaration(const DeclarationInput& input);

struct Member {
    std::string
        field;  // name of the signature field: "Chairman", "Deputy", "FinancialSupervisor", "Member4"…
    std::string name;
    std::string role;  // as printed: "رئيس مجلس الإدارة"
};

struct ApprovalInput {
    std::string association;
    std::string policy_title;
    std::string policy_version;
    std::string policy_sha256;  // of the policy's text
    std::string meeting_number;
    Day meeting_date = {};
    std::vector<std::string> absent = {};  // names; empty: all members were present
    std::vector<Member> members;
    const templates::Template* sheet = nullptr;  // "approval-sheet": its texts
    std::string case_id = {};
    Moment made = {};
};

// The board's sheet with one signature field a member.
std::string make_approval_sheet(const ApprovalInput& input);

// What every letter of the association is made from.
struct LetterInput {
    const Case* of = nullptr;
    const templates::Template* request = nullptr;  // the paper of the case
    const templates::Template* letter =
        nullptr;  // "decision-letter", "missing-information-letter", "referral"
    std::string association = {};
    std::string employee = {};  // who prepared it; may be empty
    Moment made = {};
};

// The research committee's answer. What is empty is not printed.
struct Decision {
    bool accepted = false;
    Day decided_on = {};
    std::string granted = {};  // what is granted; empty: the kinds of support that were asked for
    std::string amount = {};   // riyals, a plain decimal; printed in digits and in words
    std::string how = {};      // how it is received; empty: the paper's usual sentence
    std::string reason = {};   // of a rejection
    Day object_until = {};     // of a rejection
};

// Throws Error(bad_input) for a rejection without a reason, for an acceptance that names nothing, and for an
// amount that is none.
std::string make_decision_letter(const LetterInput& input, const Decision& decision);

// What is missing or no longer valid, one sentence each, in the order of the case's checks: of every failed
// check that the letter's paper has a sentence for, by the check's id.
std::vector<std::string> missing_items(const LetterInput& input);

// Throws Error(conflict) where nothing is missing.
std::string make_missing_letter(const LetterInput& input, const std::vector<std::string>& items, Day until);

struct Referral {
    std::string question;      // of the beneficiary
    std::string officer = {};  // name; may be empty
    Day until = {};
};

// With the fields of the answer, which is read when the paper comes back. Throws Error(bad_input) without a
// question.
std::string make_referral(const LetterInput& input, const Referral& referral);

}  // namespace sanad::forms
