// The documents of a case: made, signed, filed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/board.h"
#include "app/casework.h"
#include "app/policy_file.h"

namespace sanad::app {

// A PDF made from a case, and what files it there.
struct MadeDocument {
    std::string name;  // of the file, without folder: "declaration-" and the case's number
    std::string pdf;
    std::vector<Event> events;       // the last one is the PDF's own
    std::vector<std::string> blobs;  // what the events name
};

// What the employee who receives a declaration says on it.
struct Receipt {
    std::string employee;             // name
    std::string identity_checked_by;  // how the applicant's identity was checked
};

// The document of that role, not filed yet.
MadeDocument made_document(const Desk& desk, const std::string& case_id, const std::string& role,
                           std::string pdf);

// Writes it to `path` (empty: its own name, here) and then files it in the case; returns the path. A program
// killed between the two left a file that the next call, which finds nothing filed, writes over; where the
// filing fails the file is taken away. So nobody holds paper for long that the archive does not know, and no
// document is filed that nobody was given. Throws what write_file and Archive::append throw.
std::string hand_out(const Desk& desk, const std::string& case_id, const MadeDocument& made,
                     const std::string& path);

// The declaration of a case that is ready, not filed yet.
MadeDocument make_declaration(const Desk& desk, const Case& of, const Receipt& receipt);

// The sheet to sign, with the policy's text, for the new case `id` of kind "policy-approval". Not filed yet.
MadeDocument make_approval(const Desk& desk, const PolicyFile& policy, const std::string& policy_path,
                           const std::string& id);

// Where a document of the archive stands.
struct Filed {
    Case of;
    StoredFile file;
};

// The case document that has these bytes, or nothing.
std::optional<Filed> find_document(const storage::Archive& archive, std::string_view bytes);

// The newest state of the sheet or declaration of a case: signed where there is a signed one.
std::optional<StoredFile> newest_document(const Case& of, const std::string& role);

// Files what `before` became by a signature, and moves the case on: a declaration makes it "declared"; the
// first act on a sheet makes it "signing", the last one "adopted" or "rejected".
Case file_signed(const Desk& desk, const Filed& before, const std::string& signed_pdf, const SignedAct& act);

// Closes the sheet of a case whose time is over, or on which everybody has acted: "adopted" where enough
// members agreed, else "rejected". Throws Error(conflict) with "approval.not_over" before that.
Case close_board(const Desk& desk, const Case& of);

// Files what `before` became when its signatures were raised to a higher level. The case stays where it is.
Case file_raised(const Desk& desk, const Filed& before, const std::string& raised_pdf,
                 const std::string& level);

}  // namespace sanad::app
