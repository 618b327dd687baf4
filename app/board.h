// A board's sheet: who has to act on it, who has, and what comes of it. All of it is read from the events of
// its case.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/policy_file.h"
#include "core/case.h"
#include "core/time.h"
#include "signing/signer.h"
#include "storage/archive.h"

namespace sanad::app {

// What a member does with the field that is theirs. Each of them is a signature.
enum class Act { approves, declines, abstains };

std::string_view name_of(Act act);  // "signed", "declined", "abstained": as events and JSON have it
std::optional<Act> act_named(std::string_view name);

// One act as it is filed.
struct SignedAct {
    std::string field;
    std::string signer;       // common name of the certificate
    std::string fingerprint;  // SHA-256 of the certificate, hex
    Act act = Act::approves;
    std::string reason = {};
};

struct BoardRow {
    forms::Member member;
    std::string certificate = {};  // SHA-256 of the only one that may sign here; empty: any of this name
    std::optional<SignedAct> act = {};
    std::string at = {};  // UTC
};

enum class Outcome { open, adopted, rejected };

struct Board {
    std::vector<BoardRow> rows = {};
    BoardRules rules = {};
    std::string state = {};  // of the case

    int count(Act act) const;
    int waiting() const;
    const BoardRow* row(const std::string& field) const;
    const BoardRow* next() const;  // the first that has not acted; null where all have

    // Of the acts alone: open until everybody has acted. `closing`: the time is over, and whoever has not
    // acted has not agreed.
    Outcome outcome(bool closing = false) const;
};

// Empty rows where the case is no board's.
Board board_of(const storage::Archive& archive, const Case& of);

// The row of whoever holds this certificate; null where there is none, or more than one. Only a certificate
// that leads to an authority which the archive trusts has a row by its name.
const BoardRow* row_of(const Board& board, const signing::Signer& signer, bool trusted);

// Whether this signer may act in the row now. Throws Error(conflict) with "approval.closed",
// "approval.deadline_passed", "approval.not_your_turn", "approval.acted_already", "sign.not_a_member",
// "sign.untrusted_signer".
void check_turn(const Board& board, const BoardRow& row, const signing::Signer& signer, bool trusted,
                Moment now);

}  // namespace sanad::app
