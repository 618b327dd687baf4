// The letters: what each of them says, in the sentences of its paper.
#include "core/error.h"
#include "forms/amount_words.h"
#include "forms/documents.h"
#include "forms/letter_pages.h"

namespace sanad::forms {
namespace {

constexpr std::string_view support_kinds_key = "support_kind";

Error refusal(ErrorCode code, const std::string& what, const char* message, const std::string& about) {
    return Error(code, what, Where{}, UserMessage{message, {about}});
}

// "المكرمة …" where it is confirmed who it is; else the letter names the case only.
std::string addressee(const LetterPages& pages) {
    if (pages.confirmed("full_name").empty()) return pages.say("addressee_unnamed");
    const auto sex = pages.confirmed("sex");
    if (sex == "male" || sex == "female") return pages.say("addressee_" + sex);
    return pages.say("addressee");
}

void open_letter(LetterPages& pages) {
    pages.quiet(pages.say("reference"));
    pages.strong(addressee(pages));
    pages.paragraph(pages.say("greeting"));
    pages.paragraph(pages.say("opening"));
}

// What was asked for, where the decision does not say what is granted.
std::string asked_for(const LetterInput& input, const std::string& comma) {
    const auto* field = input.request->find(support_kinds_key);
    const auto* reading = input.of->find(std::string(support_kinds_key));
    if (field == nullptr || reading == nullptr || reading->state != ReadState::read) return {};
    if (!reading->accepted && reading->source != Source::person) return {};
    return chosen_labels(*field, *reading, comma);
}

std::vector<Item> acceptance(const LetterInput& input, const LetterPages& pages, const Decision& decision) {
    std::vector<Item> items;
    auto granted = plain(decision.granted);
    if (granted.empty()) granted = asked_for(input, pages.say("comma"));
    if (granted.empty() && decision.amount.empty())
        throw refusal(ErrorCode::bad_input, "nothing is granted", "forms.nothing_granted", input.of->id);
    if (!granted.empty()) items.push_back({pages.say("label_granted"), granted, true});
    if (!decision.amount.empty()) {
        const auto words = amount_in_words(decision.amount);
        if (!words)
            throw refusal(ErrorCode::bad_input, "no amount: " + decision.amount, "forms.bad_amount",
                          decision.amount);
        const auto digits = pdf::keep_ltr(amount_in_digits(decision.amount));
        items.push_back({pages.say("label_amount"), pages.say("amount_digits", {{"amount", digits}})});
        items.push_back(
            {pages.say("label_amount_words"), pages.say("amount_words", {{"words", *words}}), true});
    }
    const auto how = plain(decision.how);
    items.push_back({pages.say("label_how"), how.empty() ? pages.say("how_usual") : how, true});
    return items;
}

std::vector<Item> rejection(const LetterInput& input, const LetterPages& pages, const Decision& decision) {
    const auto reason = plain(decision.reason);
    if (reason.empty())
        throw refusal(ErrorCode::bad_input, "a rejection without a reason", "forms.no_reason", input.of->id);
    return {{pages.say("label_reason"), reason, true}};
}

Item identifier(const LetterPages& pages, const std::string& label, const char* key) {
    const auto value = pages.confirmed(key);
    return {pages.say(label), value.empty() ? pages.say("unknown") : pdf::keep_ltr(value)};
}

}  // namespace

std::string make_decision_letter(const LetterInput& input, const Decision& decision) {
    return make_letter(input, [&](LetterPages& pages) {
        open_letter(pages);
        pages.heading(pages.say("decision_heading"));
        std::vector<Item> items{
            {pages.say("label_case"), pdf::keep_ltr(input.of->id)},
            {pages.say("label_decided"), pages.date(decision.decided_on), false, true},
            {pages.say("label_decision"), pages.say(decision.accepted ? "accepted" : "rejected"), true}};
        for (auto& item :
             decision.accepted ? acceptance(input, pages, decision) : rejection(input, pages, decision))
            items.push_back(std::move(item));
        pages.facts(items);
        if (!decision.accepted) {
            pages.heading(pages.say("objection_heading"));
            pages.paragraph(pages.say("objection", {{"until", pages.date(decision.object_until)}}));
        }
        pages.heading(pages.say("contact_heading"));
        pages.paragraph(pages.say("contact"));
        pages.paragraph(pages.say("closing"));
    });
}

std::vector<std::string> missing_items(const LetterInput& input) {
    std::vector<std::string> items;
    for (const auto& check : input.of->checks) {
        if (check.verdict != Verdict::failed || input.letter->texts.count(check.id) == 0) continue;
        const auto* field = input.request->find(check.subject);
        if (field == nullptr || field->office) continue;
        items.push_back(sentence(*input.letter, check.id, {{"label", field->label.ar}}));
    }
    return items;
}

std::string make_missing_letter(const LetterInput& input, const std::vector<std::string>& items, Day until) {
    std::vector<std::string> lines;
    for (const auto& item : items)
        if (auto line = plain(item); !line.empty()) lines.push_back(std::move(line));
    if (lines.empty())
        throw refusal(ErrorCode::conflict, "nothing is missing", "forms.nothing_missing", input.of->id);
    return make_letter(input, [&](LetterPages& pages) {
        open_letter(pages);
        pages.heading(pages.say("items_heading"));
        pages.numbered(lines);
        pages.heading(pages.say("until_heading"));
        pages.paragraph(pages.say("until", {{"until", pages.date(until)}}));
        pages.paragraph(pages.say("how"));
        pages.paragraph(pages.say("contact"));
        pages.paragraph(pages.say("closing"));
    });
}

std::string make_referral(const LetterInput& input, const Referral& referral) {
    const auto question = plain(referral.question);
    if (question.empty())
        throw refusal(ErrorCode::bad_input, "a referral without a question", "forms.no_question",
                      input.of->id);
    return make_letter(input, [&](LetterPages& pages) {
        const auto officer = plain(referral.officer);
        pages.quiet(pages.say("reference"));
        // The name is the officer's here, the beneficiary's stands in the table.
        pages.strong(officer.empty() ? pages.say("addressee_unnamed")
                                     : sentence(*input.letter, "addressee", {{"name", officer}}));
        pages.paragraph(pages.say("opening"));
        pages.heading(pages.say("beneficiary_heading"));
        const auto name = pages.confirmed("full_name");
        pages.facts({{pages.say("label_name"), name.empty() ? pages.say("unknown") : name},
                     identifier(pages, "label_id", "national_id"),
                     identifier(pages, "label_phone", "phone"),
                     {pages.say("label_request"), input.request->title.ar},
                     {pages.say("label_submitted"), pages.say("submitted"), false, true},
                     {pages.say("label_until"), pages.date(referral.until), false, true}});
        pages.heading(pages.say("question_heading"));
        pages.paragraph(pages.say("question", {{"question", question}}));
        if (!input.employee.empty()) pages.quiet(pages.say("referred_by"));
    });
}

}  // namespace sanad::forms
