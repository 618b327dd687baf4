#include "app/board.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/error.h"
#include "core/hash.h"

namespace sanad::app {
namespace {

struct ActRow {
    Act act;
    std::string_view name;
};
constexpr ActRow acts[] = {
    {Act::approves, "signed"}, {Act::declines, "declined"}, {Act::abstains, "abstained"}};

[[noreturn]] void refuse(const char* message, const std::vector<std::string>& arguments) {
    throw Error(ErrorCode::conflict, message, UserMessage{message, arguments});
}

void open_board(Board& board, const Json& what) {
    for (const auto& one : what.at("members")) {
        BoardRow row;
        row.member = {one.value("field", ""), one.value("name", ""), one.value("role", "")};
        row.certificate = one.value("certificate", "");
        board.rows.push_back(std::move(row));
    }
    board.rules.fixed_order = what.value("order", "any") == "fixed";
    board.rules.quorum = what.value("quorum", static_cast<int>(board.rows.size()));
    board.rules.deadline = parse_iso_day(what.value("deadline", ""));
}

void add_act(Board& board, const Event& event) {
    for (auto& row : board.rows)
        if (row.member.field == event.what.value("field", "")) {
            row.act = SignedAct{row.member.field, event.what.value("signer", ""),
                                event.what.value("certificate", ""),
                                act_named(event.what.value("act", "signed")).value_or(Act::approves),
                                event.what.value("reason", "")};
            row.at = event.at;
        }
}

// The two ways to be the one whose row it is: by the certificate that the policy names, or by name with a
// certificate of an authority that answers for names.
bool is_owner(const BoardRow& row, const signing::Signer& signer, bool trusted) {
    if (!row.certificate.empty()) return row.certificate == sha256_hex(signer.certificate_der());
    return trusted && fold_name(row.member.name) == fold_name(signer.common_name());
}

}  // namespace

std::string_view name_of(Act act) {
    return std::find_if(std::begin(acts), std::end(acts), [&](const ActRow& row) { return row.act == act; })
        ->name;
}

std::optional<Act> act_named(std::string_view name) {
    for (const auto& row : acts)
        if (row.name == name) return row.act;
    return {};
}

int Board::count(Act act) const {
    return static_cast<int>(std::count_if(
        rows.begin(), rows.end(), [&](const BoardRow& row) { return row.act && row.act->act == act; }));
}

int Board::waiting() const {
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [](const BoardRow& row) { return !row.act; }));
}

const BoardRow* Board::row(const std::string& field) const {
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&](const BoardRow& row) { return row.member.field == field; });
    return found == rows.end() ? nullptr : &*found;
}

const BoardRow* Board::next() const {
    const auto found = std::find_if(rows.begin(), rows.end(), [](const BoardRow& row) { return !row.act; });
    return found == rows.end() ? nullptr : &*found;
}

Outcome Board::outcome(bool closing) const {
    if (waiting() > 0 && !closing) return Outcome::open;
    return count(Act::approves) >= rules.quorum ? Outcome::adopted : Outcome::rejected;
}

Board board_of(const storage::Archive& archive, const Case& of) {
    Board board;
    board.state = of.state;
    for (const auto& event : archive.events(of.id)) {
        if (event.kind == "approval") open_board(board, event.what);
        if (event.kind == "signed") add_act(board, event);
    }
    return board;
}

const BoardRow* row_of(const Board& board, const signing::Signer& signer, bool trusted) {
    const BoardRow* found = nullptr;
    for (const auto& row : board.rows) {
        if (!is_owner(row, signer, trusted)) continue;
        if (found != nullptr) return nullptr;
        found = &row;
    }
    return found;
}

void check_turn(const Board& board, const BoardRow& row, const signing::Signer& signer, bool trusted,
                Moment now) {
    const auto& name = row.member.name;
    if (!is_owner(row, signer, trusted)) {
        const bool named = row.certificate.empty() && fold_name(name) == fold_name(signer.common_name());
        if (named) refuse("sign.untrusted_signer", {signer.common_name()});
        refuse("sign.not_a_member", {signer.common_name(), row.member.field, name});
    }
    if (board.state != "drafted" && board.state != "signing") refuse("approval.closed", {});
    const Day today{std::chrono::floor<std::chrono::days>(now)};
    if (board.rules.deadline && today > *board.rules.deadline)
        refuse("approval.deadline_passed", {iso_day(*board.rules.deadline)});
    const auto fingerprint = sha256_hex(signer.certificate_der());
    for (const auto& other : board.rows)
        if (other.act && other.act->fingerprint == fingerprint)
            refuse("approval.acted_already", {signer.common_name(), other.member.field});
    if (const auto* turn = board.next();
        board.rules.fixed_order && turn != nullptr && turn->member.field != row.member.field)
        refuse("approval.not_your_turn", {turn->member.name});
}

}  // namespace sanad::app
