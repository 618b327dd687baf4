// sanad approval new | status | close: the sheet that a board signs.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/documents.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/files.h"
#include "signing/verify.h"

namespace sanad::app {
namespace {

struct NewOptions {
    std::string policy;
    std::string output;
};
struct CaseOptions {
    std::string id;
};

Exit make(const Session& session, const NewOptions& options) {
    const auto policy = read_policy(options.policy, Day(std::chrono::floor<std::chrono::days>(session.now)));
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const Desk desk{archive, papers, session};
    const auto id = fresh_case_id(desk);
    const auto output = hand_out(desk, id, make_approval(desk, policy, options.policy, id), options.output);
    if (session.json) {
        Json fields = Json::array();
        for (const auto& member : policy.members) fields.push_back(member.field);
        print_json({{"file", output}, {"case", id}, {"fields", fields}});
    } else {
        std::cout << say(session, "approval.made", {output, id}) << '\n';
    }
    return Exit::ok;
}

Case need_sheet(const storage::Archive& archive, const std::string& id) {
    auto of = need_case(archive, id);
    if (!newest_document(of, "approval-sheet"))
        throw Error(ErrorCode::bad_input, "no approval sheet", UserMessage{"approval.not_one", {of.id}});
    return of;
}

std::string outcome_of(const Board& board) {
    if (board.state == "drafted" || board.state == "signing") return "open";
    return board.state == "rejected" ? "rejected" : "adopted";
}

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// The events say who acted; the sheet itself has to bear it out.
Json rows_of(const Board& board, const signing::VerificationReport& sheet) {
    Json rows = Json::array();
    for (const auto& row : board.rows) {
        std::string indication;
        for (const auto& signature : sheet.signatures)
            if (signature.field == row.member.field) indication = signature.indication;
        rows.push_back({{"field", row.member.field},
                        {"name", row.member.name},
                        {"role", row.member.role},
                        {"signed", row.act.has_value()},
                        {"act", row.act ? Json(name_of(row.act->act)) : Json(nullptr)},
                        {"reason", or_null(row.act ? row.act->reason : "")},
                        {"at", or_null(row.at)},
                        {"signer", or_null(row.act ? row.act->signer : "")},
                        {"indication", or_null(indication)}});
    }
    return rows;
}

Json status_of(const Board& board, const std::string& id, Json rows) {
    return {{"case", id},
            {"state", board.state},
            {"outcome", outcome_of(board)},
            {"order", board.rules.fixed_order ? "fixed" : "any"},
            {"quorum", board.rules.quorum},
            {"deadline", board.rules.deadline ? Json(iso_day(*board.rules.deadline)) : Json(nullptr)},
            {"agreed", board.count(Act::approves)},
            {"declined", board.count(Act::declines)},
            {"abstained", board.count(Act::abstains)},
            {"waiting", board.waiting()},
            {"members", std::move(rows)}};
}

const char* mark_of(const Json& row) {
    if (row["act"].is_null()) return "· ";
    return row["act"] == "signed" ? "✓ " : row["act"] == "declined" ? "✗ " : "– ";
}

void print_status(const Session& session, const Board& board, const Json& status) {
    const auto number = [&](const char* key) { return std::to_string(status[key].get<int>()); };
    std::cout << status.value("case", "") << "  "
              << say(session, "approval.outcome." + status.value("outcome", ""),
                     {number("agreed"), number("declined"), number("abstained"), number("quorum"),
                      number("waiting")})
              << '\n';
    if (outcome_of(board) == "open") {
        if (board.rules.deadline)
            std::cout << "  " << say(session, "approval.deadline", {iso_day(*board.rules.deadline)}) << '\n';
        if (const auto* next = board.next(); board.rules.fixed_order && next != nullptr)
            std::cout << "  " << say(session, "approval.order.fixed", {next->member.name}) << '\n';
    }
    for (const auto& row : status["members"]) {
        const auto act = row["act"].is_null() ? std::string("open") : row["act"].get<std::string>();
        std::cout << "  " << mark_of(row) << row.value("name", "") << " — " << row.value("role", "") << ": "
                  << say(session, "approval." + act);
        if (!row["reason"].is_null()) std::cout << ": " << row["reason"].get<std::string>();
        std::cout << '\n';
        if (row["signed"] == true && row["indication"] != "TOTAL-PASSED")
            std::cout << "    "
                      << say(session, "approval.signed_invalid",
                             {row["indication"].is_null() ? "-" : row["indication"].get<std::string>()})
                      << '\n';
    }
}

Exit status(const Session& session, const CaseOptions& options) {
    const auto archive = open_archive(session, Access::read);
    const auto of = need_sheet(archive, options.id);
    const auto sheet = newest_document(of, "approval-sheet");
    const auto board = board_of(archive, of);
    const auto report = Worker({session.program})
                            .verify(sheet->name, archive.blob(of.id, sheet->sha256),
                                    {trust_text(archive, session.now)}, iso_moment(session.now))
                            .get<signing::VerificationReport>();
    const auto found = status_of(board, of.id, rows_of(board, report));
    session.json ? print_json(found) : print_status(session, board, found);
    for (const auto& row : found["members"])
        if (row["signed"] == true && row["indication"] != "TOTAL-PASSED") return Exit::findings;
    return Exit::ok;
}

Exit close(const Session& session, const CaseOptions& options) {
    const auto papers = known_papers();
    auto archive = open_archive(session, Access::write);
    const auto of = close_board({archive, papers, session}, need_sheet(archive, options.id));
    if (session.json)
        print_json({{"case", of.id}, {"state", of.state}});
    else
        std::cout << say(session, "sign.filed", {of.id, say(session, "state." + of.state)}) << '\n';
    return Exit::ok;
}

void bind_case(CLI::App& command, CaseOptions& options) {
    command.add_option("ID", options.id, "The case")->required();
}

}  // namespace

void add_approval(CLI::App& app, Program& program) {
    auto* group = add_group(app, "approval", "The board's approval sheet: new, status, close");
    add_command<NewOptions>(
        *group, program, "new", "Make the sheet for a policy, with a signature field a member",
        [](CLI::App& command, NewOptions& options) {
            command.add_option("POLICY", options.policy, "The policy, its meeting and members (TOML)")
                ->required();
            command.add_option("-o,--output", options.output, "PDF file to write");
        },
        make);
    add_command<CaseOptions>(*group, program, "status", "Who has acted, and what comes of it", bind_case,
                             status);
    add_command<CaseOptions>(*group, program, "close", "Close a sheet whose time is over", bind_case, close);
}

}  // namespace sanad::app
