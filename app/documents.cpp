#include "app/documents.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/policy.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/workflow.h"

namespace sanad::app {
namespace {

constexpr const char* declaration_role = "declaration";
constexpr const char* sheet_role = "approval-sheet";

StoredFile stored(const Desk& desk, const std::string& role, const std::string& name,
                  const std::string& media_type, std::string_view bytes) {
    return {role, name, media_type, sha256_hex(bytes), bytes.size(), iso_moment(desk.session.now)};
}

const templates::Template& need_paper(const Desk& desk, const char* id) {
    if (const auto* paper = desk.papers.find(id)) return *paper;
    throw Error(ErrorCode::not_found, std::string("no paper ") + id, UserMessage{"form.unknown", {id}});
}

std::string approval_sheet(const Desk& desk, const PolicyFile& policy, const std::string& case_id) {
    forms::ApprovalInput input;
    input.association = association_of(desk.archive);
    input.policy_title = policy.title;
    input.policy_version = policy.version;
    input.policy_sha256 = sha256_hex(policy.text);
    input.meeting_number = policy.meeting_number;
    input.meeting_date = policy.meeting_date;
    input.absent = policy.absent;
    input.members = policy.members;
    input.sheet = &need_paper(desk, sheet_role);
    input.case_id = case_id;
    input.made = desk.session.now;
    return forms::make_approval_sheet(input);
}

Json members_json(const PolicyFile& policy) {
    Json list = Json::array();
    for (const auto& member : policy.members) {
        const auto certificate = policy.certificates.find(member.field);
        list.push_back({{"field", member.field}, {"name", member.name}, {"role", member.role}});
        if (certificate != policy.certificates.end()) list.back()["certificate"] = certificate->second;
    }
    return list;
}

std::string state_of(Outcome outcome) {
    if (outcome == Outcome::open) return "signing";
    return outcome == Outcome::adopted ? "adopted" : "rejected";
}

// The states that an act leads through, one after the other.
std::vector<std::string> states_after(const Desk& desk, const Filed& before, const SignedAct& act) {
    if (before.file.role.rfind(declaration_role, 0) == 0) return {"declared"};
    if (before.file.role.rfind(sheet_role, 0) != 0) return {};
    auto board = board_of(desk.archive, before.of);
    for (auto& row : board.rows)
        if (row.member.field == act.field) row.act = act;
    // A sheet with one member goes through "signing" to its end: every step of the table is an event.
    return {"signing", state_of(board.outcome())};
}

}  // namespace

MadeDocument made_document(const Desk& desk, const std::string& case_id, const std::string& role,
                           std::string pdf) {
    const auto name = role + "-" + case_id + ".pdf";
    const auto event = new_event(desk, case_id, "file", stored(desk, role, name, "application/pdf", pdf));
    return {name, pdf, {event}, {std::move(pdf)}};
}

std::string hand_out(const Desk& desk, const std::string& case_id, const MadeDocument& made,
                     const std::string& path) {
    const auto& to = path.empty() ? made.name : path;
    write_file(to, made.pdf);
    try {
        desk.archive.append(case_id, made.events, {made.blobs.begin(), made.blobs.end()});
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(to, ignored);
        throw;
    }
    return to;
}

MadeDocument make_declaration(const Desk& desk, const Case& of, const Receipt& receipt) {
    if (of.state != "ready")
        throw Error(ErrorCode::conflict, "the case is " + of.state,
                    UserMessage{"fill.wrong_state", {of.id, say(desk.session, "state." + of.state)}});
    forms::DeclarationInput input;
    input.of = &of;
    input.request = &paper_of(desk, of);
    input.declaration = &need_paper(desk, "applicant-declaration");
    input.association = association_of(desk.archive);
    input.employee = receipt.employee;
    input.identity_checked_by = receipt.identity_checked_by;
    const Policy policy = load_policy();
    input.earliest_answer_days = policy.earliest_answer_days;
    input.latest_answer_days = policy.latest_answer_days;
    input.made = desk.session.now;
    return made_document(desk, of.id, declaration_role, forms::make_declaration(input));
}

MadeDocument make_approval(const Desk& desk, const PolicyFile& policy, const std::string& policy_path,
                           const std::string& id) {
    auto made = made_document(desk, id, sheet_role, approval_sheet(desk, policy, id));
    const auto request = read_file(policy_path, 16 << 20);
    const auto today = iso_day(Day(std::chrono::floor<std::chrono::days>(desk.session.now)));
    std::vector<Event> events = {
        new_event(desk, id, "opened",
                  {{"case_kind", "policy-approval"}, {"channel", ""}, {"submitted_on", today}}),
        new_event(desk, id, "file",
                  stored(desk, "original", file_name(policy_path), "application/toml", request)),
        new_event(desk, id, "file",
                  stored(desk, "policy-text", file_name(policy.text_name), "text/plain", policy.text)),
        new_event(desk, id, "approval",
                  {{"title", policy.title},
                   {"version", policy.version},
                   {"policy_sha256", sha256_hex(policy.text)},
                   {"meeting_number", policy.meeting_number},
                   {"meeting_date", iso_day(policy.meeting_date)},
                   {"order", policy.rules.fixed_order ? "fixed" : "any"},
                   {"quorum", policy.rules.quorum},
                   {"deadline", policy.rules.deadline ? iso_day(*policy.rules.deadline) : ""},
                   {"members", members_json(policy)}})};
    made.events.insert(made.events.begin(), events.begin(), events.end());
    made.blobs.insert(made.blobs.begin(), {request, policy.text});
    return made;
}

std::optional<Filed> find_document(const storage::Archive& archive, std::string_view bytes) {
    const auto sha256 = sha256_hex(bytes);
    for (const auto& id : archive.cases_with_blob(sha256)) {
        const auto of = archive.find_case(id);
        if (!of) continue;
        for (const auto& file : of->files)
            if (file.sha256 == sha256) return Filed{*of, file};
    }
    return std::nullopt;
}

std::optional<StoredFile> newest_document(const Case& of, const std::string& role) {
    std::optional<StoredFile> newest;
    for (const auto& file : of.files)
        if (file.role == role || file.role == role + "-signed") newest = file;
    return newest;
}

Case file_signed(const Desk& desk, const Filed& before, const std::string& signed_pdf, const SignedAct& act) {
    const bool first =
        before.file.role.size() < 7 || before.file.role.substr(before.file.role.size() - 7) != "-signed";
    const auto role = before.file.role + (first ? "-signed" : "");
    const auto file = stored(desk, role, before.file.name, "application/pdf", signed_pdf);
    std::vector<Event> events = {new_event(desk, before.of.id, "file", file),
                                 new_event(desk, before.of.id, "signed",
                                           {{"file", file.sha256},
                                            {"field", act.field},
                                            {"signer", act.signer},
                                            {"certificate", act.fingerprint},
                                            {"act", name_of(act.act)},
                                            {"reason", act.reason}})};
    Case at = before.of;
    for (const auto& state : states_after(desk, before, act)) {
        if (state == at.state || !allowed(at.kind, at.state, state)) continue;
        events.push_back(moved(desk, at, state, "signed by " + act.signer));
        at.state = state;
    }
    return desk.archive.append(before.of.id, std::move(events), {signed_pdf});
}

Case close_board(const Desk& desk, const Case& of) {
    const auto board = board_of(desk.archive, of);
    if (of.state != "drafted" && of.state != "signing")
        throw Error(ErrorCode::conflict, "the sheet is closed", UserMessage{"approval.closed", {}});
    const Day today{std::chrono::floor<std::chrono::days>(desk.session.now)};
    if (board.waiting() > 0 && (!board.rules.deadline || today <= *board.rules.deadline))
        throw Error(ErrorCode::conflict, "the sheet is open",
                    UserMessage{"approval.not_over", {of.id, board.next()->member.name}});
    return desk.archive.append(of.id,
                               {moved(desk, of, state_of(board.outcome(true)), "the time to sign is over")});
}

Case file_raised(const Desk& desk, const Filed& before, const std::string& raised_pdf,
                 const std::string& level) {
    const auto file = stored(desk, before.file.role, before.file.name, "application/pdf", raised_pdf);
    return desk.archive.append(before.of.id,
                               {new_event(desk, before.of.id, "file", file),
                                new_event(desk, before.of.id, "note", {{"text", "PAdES " + level}})},
                               {raised_pdf});
}

}  // namespace sanad::app
