// sanad fill decision-letter | missing-letter | referral CASE: the letters of a case, made and filed in it.
// What a letter says and the command does not give comes from the case: what was asked for, the reason kept
// when the case was moved, the findings.
#include "app/command_fill.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/documents.h"
#include "app/known_papers.h"
#include "app/policy.h"
#include "app/report.h"
#include "app/typed_value.h"
#include "core/hash.h"
#include "forms/documents.h"

namespace sanad::app {
namespace {

struct LetterOptions {
    std::string id;
    std::string output;
    std::string employee;
    std::string until;  // as typed; empty: the policy's days from today
};

struct DecisionOptions : LetterOptions {
    std::string granted, amount, how, reason;
};

struct MissingOptions : LetterOptions {
    std::vector<std::string> missing;
};

struct ReferralOptions : LetterOptions {
    std::string question, officer;
};

// One kind of letter.
struct Kind {
    const char* paper;
    const char* role;         // of the file in the case
    const char* wrong_state;  // the message of a case in any other state
    std::vector<std::string_view> states;
};

const Kind& decision_kind() {
    static const Kind kind{"decision-letter",
                           "decision-letter",
                           "fill.not_decided",
                           {"accepted", "rejected", "registered", "served", "evaluated", "closed"}};
    return kind;
}
const Kind& missing_kind() {
    static const Kind kind{"missing-information-letter",
                           "missing-letter",
                           "fill.not_missing",
                           {"received", "checking", "missing-information", "with-committee"}};
    return kind;
}
const Kind& referral_kind() {
    static const Kind kind{"referral", "referral", "fill.not_referred", {"received", "checking", "referred"}};
    return kind;
}

// The archive, the papers and the case that one letter is made from.
class LetterDesk {
public:
    LetterDesk(const Session& session, const LetterOptions& options, const Kind& kind)
        : session_(session),
          options_(options),
          kind_(kind),
          papers_(known_papers()),
          archive_(open_archive(session, Access::write)),
          case_(need_case(archive_, options.id)),
          policy_(load_policy()) {
        if (std::find(kind.states.begin(), kind.states.end(), case_.state) == kind.states.end())
            refuse_state();
        input_.of = &case_;
        input_.request = &paper_of(desk(), case_);
        input_.letter = papers_.find(kind.paper);
        if (input_.letter == nullptr)
            throw Error(ErrorCode::not_found, std::string("no paper ") + kind.paper,
                        UserMessage{"form.unknown", {kind.paper}});
        input_.association = association_of(archive_);
        input_.employee = options.employee.empty() ? session.who : options.employee;
        input_.made = session.now;
    }

    const Case& of() const { return case_; }
    const forms::LetterInput& input() const { return input_; }
    const Policy& policy() const { return policy_; }

    [[noreturn]] void refuse_state() const {
        throw Error(ErrorCode::conflict, "the case is " + case_.state,
                    UserMessage{kind_.wrong_state, {case_.id}});
    }

    // The last time that the case came to one of these states: when, and the reason that was given.
    struct Step {
        std::string to;
        Day on;
        std::string why;
    };
    std::optional<Step> last_step(const std::vector<std::string_view>& to) const {
        std::optional<Step> step;
        for (const auto& event : archive_.events(case_.id)) {
            if (event.kind != "moved") continue;
            const auto state = event.what.value("to", "");
            if (std::find(to.begin(), to.end(), state) == to.end()) continue;
            const auto at = parse_iso_moment(event.at).value_or(session_.now);
            step = Step{state, day_of(at), event.what.value("why", "")};
        }
        return step;
    }

    Day until(int days) const {
        if (options_.until.empty())
            return Day(std::chrono::sys_days(day_of(session_.now)) + std::chrono::days(days));
        const auto reading = typed(templates::Kind::date, "until", options_.until);
        return parse_iso_day(reading.value).value();
    }

    // What a person typed on the command line, as a field of that kind would take it.
    static Reading typed(templates::Kind kind, const char* key, const std::string& text) {
        templates::Field field;
        field.key = key;
        field.label = {key, key};
        field.kind = kind;
        return typed_value(field, Reading{}, text);
    }

    Exit file(const std::string& pdf) {
        const auto made = made_document(desk(), case_.id, kind_.role, pdf);
        const auto output = hand_out(desk(), case_.id, made, options_.output);
        if (session_.json)
            print_json({{"file", output}, {"case", case_.id}, {"sha256", sha256_hex(pdf)}});
        else
            std::cout << say(session_, "fill.written", {output, case_.id}) << '\n';
        return Exit::ok;
    }

private:
    static Day day_of(Moment moment) { return Day(std::chrono::floor<std::chrono::days>(moment)); }
    Desk desk() { return {archive_, papers_, session_}; }

    const Session& session_;
    const LetterOptions& options_;
    const Kind& kind_;
    templates::Library papers_;
    storage::Archive archive_;
    Case case_;
    Policy policy_;
    forms::LetterInput input_;
};

Exit decision_letter(const Session& session, const DecisionOptions& options) {
    LetterDesk desk(session, options, decision_kind());
    const auto step = desk.last_step({"accepted", "rejected"});
    if (!step)  // withdrawn, then closed: nothing was decided
        desk.refuse_state();
    forms::Decision decision;
    decision.accepted = step->to == "accepted";
    decision.decided_on = step->on;
    decision.granted = options.granted;
    if (!options.amount.empty())
        decision.amount = LetterDesk::typed(templates::Kind::amount, "amount", options.amount).value;
    decision.how = options.how;
    decision.reason = options.reason.empty() ? step->why : options.reason;
    decision.object_until = desk.until(desk.policy().objection_days);
    return desk.file(forms::make_decision_letter(desk.input(), decision));
}

Exit missing_letter(const Session& session, const MissingOptions& options) {
    LetterDesk desk(session, options, missing_kind());
    auto items = forms::missing_items(desk.input());
    // Whoever moved the case said what is missing.
    if (const auto step = desk.last_step({"missing-information"})) items.push_back(step->why);
    items.insert(items.end(), options.missing.begin(), options.missing.end());
    return desk.file(forms::make_missing_letter(desk.input(), items, desk.until(desk.policy().missing_days)));
}

Exit referral(const Session& session, const ReferralOptions& options) {
    LetterDesk desk(session, options, referral_kind());
    forms::Referral referral;
    referral.question = options.question;
    if (const auto step = desk.last_step({"referred"}); step && referral.question.empty())
        referral.question = step->why;
    referral.officer = options.officer;
    referral.until = desk.until(desk.policy().referral_days);
    return desk.file(forms::make_referral(desk.input(), referral));
}

void bind_letter(CLI::App& command, LetterOptions& options, const char* until) {
    command.add_option("CASE", options.id, "The case")->required();
    command.add_option("-o,--output", options.output, "PDF file to write");
    command.add_option("--employee", options.employee, "Who prepares it (default: the account)");
    command.add_option("--until", options.until, until);
}

}  // namespace

void add_fill_letters(CLI::App& group, Program& program) {
    add_command<DecisionOptions>(
        group, program, "decision-letter",
        "The research committee's answer: accepted, or rejected with the reason",
        [](CLI::App& command, DecisionOptions& options) {
            bind_letter(command, options, "Last day to object (default: by policy.toml)");
            command.add_option("--granted", options.granted,
                               "What is granted (default: the kinds of support asked for)");
            command.add_option("--amount", options.amount, "Riyals granted, printed in digits and words");
            command.add_option("--how", options.how, "How it is received");
            command.add_option("--reason", options.reason,
                               "Of a rejection (default: the reason given when the case was moved)");
        },
        decision_letter);
    add_command<MissingOptions>(
        group, program, "missing-letter", "What is missing or expired, until when, and how to bring it",
        [](CLI::App& command, MissingOptions& options) {
            bind_letter(command, options, "Last day to bring it (default: by policy.toml)");
            command.add_option("--missing", options.missing,
                               "Something more that is missing; may be given several times");
        },
        missing_letter);
    add_command<ReferralOptions>(
        group, program, "referral", "The beneficiary's question to the social-research officer",
        [](CLI::App& command, ReferralOptions& options) {
            bind_letter(command, options, "Day of the answer (default: by policy.toml)");
            command.add_option("--question", options.question,
                               "The question (default: the reason given when the case was referred)");
            command.add_option("--to", options.officer, "Name of the social-research officer");
        },
        referral);
}

}  // namespace sanad::app
