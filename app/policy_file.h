// A policy that the board is asked to adopt: its text, the meeting and the members, as a person writes it
// down.
//
//     title = "سياسة تنظيم العلاقة مع المستفيدين"
//     version = "1"
//     text_file = "policy.txt"          # beside this file; its hash goes on the sheet
//     [meeting]
//     number = "5"
//     date = 2026-11-01
//     absent = []                       # names
//     [[member]]                        # in the order of the sheet
//     name = "…"
//     role = "رئيس مجلس الإدارة"
//     field = "Chairman"                # name of the signature field; "Member<n>" where it is not said
//     certificate = "chairman.pem"      # the only certificate that signs here, beside this file; for one of
//                                       # an authority that the archive does not know
//     [approval]                        # what is not said here is as the association has set it
//     (policy.toml) order = "any"                     # or "fixed": one after the other, as they stand here
//     quorum = "majority"               # or "all", or a number: so many have to agree
//     deadline = 2026-12-01             # the last day to sign
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "forms/documents.h"

namespace sanad::app {

// How a board comes to a decision.
struct BoardRules {
    bool fixed_order = false;
    int quorum = 1;  // so many members have to agree
    std::optional<Day> deadline = {};
};

struct PolicyFile {
    std::string title;
    std::string version = "1";
    std::string text;       // the policy's own text, bytes as they are
    std::string text_name;  // file name of the text
    std::string meeting_number;
    Day meeting_date = {};
    std::vector<std::string> absent = {};
    std::vector<forms::Member> members = {};
    std::map<std::string, std::string> certificates = {};  // by field: SHA-256 of the certificate, hex
    BoardRules rules = {};
};

// `today` counts where the association's rules set the deadline. Throws Error(bad_input) naming the file and
// what is wrong in it.
PolicyFile read_policy(const std::string& path, Day today);

}  // namespace sanad::app
