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
#pragma once

#include <string>
#include <vector>

#include "core/time.h"
#include "forms/documents.h"

namespace sanad::app {

struct PolicyFile {
    std::string title;
    std::string version = "1";
    std::string text;       // the policy's own text, bytes as they are
    std::string text_name;  // file name of the text
    std::string meeting_number;
    Day meeting_date = {};
    std::vector<std::string> absent = {};
    std::vector<forms::Member> members = {};
};

// Throws Error(bad_input) naming the file and what is wrong in it.
PolicyFile read_policy(const std::string& path);

}  // namespace sanad::app
