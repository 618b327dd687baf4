#include "signing/report_paper.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "core/dates.h"
#include "signing/report_layout.h"

namespace sanad::signing {
namespace {

// The wall clock of whoever reads it; Saudi Arabia has had no other offset.
constexpr std::chrono::hours makkah_offset{3};

struct WordRow {
    std::string_view word;  // of the report
    std::string_view id;    // of its sentence
    Light light;
};
constexpr WordRow verdicts[] = {
    {"valid", "report.verdict.valid", Light::green},
    {"indeterminate", "report.verdict.indeterminate", Light::amber},
    {"invalid", "report.verdict.invalid", Light::red},
    {"unsigned", "report.verdict.unsigned", Light::grey},
};
constexpr WordRow indications[] = {
    {"TOTAL-PASSED", "report.indication.passed", Light::green},
    {"INDETERMINATE", "report.indication.indeterminate", Light::amber},
    {"TOTAL-FAILED", "report.indication.failed", Light::red},
};
constexpr WordRow changes[] = {
    {"none", "report.changes.none", Light::green},
    {"permitted", "report.changes.permitted", Light::green},
    {"forbidden", "report.changes.forbidden", Light::red},
};

template <std::size_t Size>
const WordRow& row_of(const WordRow (&rows)[Size], std::string_view word, std::size_t otherwise) {
    const auto found =
        std::find_if(std::begin(rows), std::end(rows), [&](const WordRow& row) { return row.word == word; });
    return found == std::end(rows) ? rows[otherwise] : *found;
}

const char* word_of(ChangesAfter after) {
    if (after == ChangesAfter::none) return "none";
    return after == ChangesAfter::permitted ? "permitted" : "forbidden";
}

constexpr std::array english_months = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};

class Paper {
public:
    Paper(Language language, Moment made)
        : language_(language),
          made_(made),
          layout_(language, {.title = message("report.title", language),
                             .language = language == Language::ar ? "ar" : "en",
                             .made = made}) {}

    std::string make(const std::vector<ReportedFile>& files) {
        layout_.title(say("report.title"));
        layout_.small(say("report.made", {both_calendars(made_)}));
        if (files.size() > 1) summary(files);
        for (const auto& file : files) one(file);
        layout_.heading(say("report.reading"));
        for (const char* id : {"report.reading.time", "report.reading.authority", "report.reading.changes",
                               "report.reading.check"})
            layout_.small(say(id));
        return layout_.finish("report.page");
    }

private:
    std::string say(std::string_view id, const std::vector<std::string>& arguments = {}) const {
        return message(id, language_, arguments);
    }

    // In text of the other direction too: a name of a file, a digest, a number with a unit.
    std::string as_is(std::string_view text, std::size_t most = 300) const {
        const auto clean = printable(text, most);
        const bool latin = std::all_of(clean.begin(), clean.end(),
                                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        return latin && language_ == Language::ar ? pdf::keep_ltr(clean) : clean;
    }

    std::string both_calendars(Moment moment) const {
        const auto local = moment + makkah_offset;
        const Day day{std::chrono::floor<std::chrono::days>(local)};
        const auto clock = [](Moment at) {
            const auto since = at - std::chrono::floor<std::chrono::days>(at);
            const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(since).count();
            return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
        };
        const WrittenDate gregorian{Calendar::gregorian, static_cast<int>(day.year()),
                                    static_cast<int>(static_cast<unsigned>(day.month())),
                                    static_cast<int>(static_cast<unsigned>(day.day()))};
        const auto hijri = to_hijri(day);
        const std::string first =
            language_ == Language::ar
                ? spoken_ar(gregorian)
                : fmt::format("{} {} {}", gregorian.day,
                              english_months.at(static_cast<std::size_t>(gregorian.month - 1)),
                              gregorian.year);
        const std::string second = !hijri                      ? std::string()
                                   : language_ == Language::ar ? spoken_ar(*hijri)
                                                               : written(*hijri);
        return say(hijri ? "report.moment" : "report.moment.gregorian",
                   {first, as_is(clock(local)), as_is(clock(moment)), second});
    }

    void summary(const std::vector<ReportedFile>& files) {
        layout_.heading(say("report.summary", {std::to_string(files.size())}));
        layout_.begin_rows();
        int number = 0;
        for (const auto& file : files) {
            const auto& row = row_of(verdicts, file.report ? file.report->verdict : "", 2);
            layout_.row(std::to_string(++number) + ".  " +
                            say(file.report ? std::string(row.id) + ".short" : "report.verdict.unread"),
                        as_is(file.name, 120), file.report ? row.light : Light::red);
        }
    }

    void one(const ReportedFile& file) {
        layout_.heading(as_is(file.name, 160));
        if (!file.report) {
            layout_.light(Light::red, say("report.verdict.unread"));
            layout_.paragraph(printable(file.problem));
            return;
        }
        const auto& verdict = row_of(verdicts, file.report->verdict, 2);
        layout_.light(verdict.light, say(verdict.id));
        layout_.paragraph(
            say(std::string(verdict.id) + ".means", {std::to_string(file.report->document_signatures)}));
        layout_.begin_rows();
        layout_.row(say("report.size"), say("report.bytes", {as_is(std::to_string(file.size))}));
        layout_.row(say("report.digest"), as_is(file.sha256));
        for (const auto& check : file.report->checks) finding(check);
        int number = 0;
        for (const auto& signature : file.report->signatures)
            signature.is_timestamp ? stamp(*file.report, signature) : one(*file.report, signature, ++number);
    }

    void one(const VerificationReport& report, const SignatureReport& signature, int number) {
        layout_.subheading(
            say("report.signature", {std::to_string(number), std::to_string(report.document_signatures),
                                     printable(signature.field, 80)}));
        layout_.begin_rows();
        const auto& indication = row_of(indications, signature.indication, 2);
        layout_.row(say("report.result"), say(indication.id), indication.light);
        layout_.row(say("report.who"),
                    signature.signer.empty() ? say("report.unknown") : printable(signature.signer, 160));
        if (!signature.reason.empty()) layout_.row(say("report.reason"), printable(signature.reason));
        layout_.row(say("report.authority"), authority_of(signature));
        layout_.row(say("report.when"), time_of(signature));
        what(report, signature);
        standard(signature);
        for (const auto& check : signature.checks) finding(check);
    }

    void stamp(const VerificationReport& report, const SignatureReport& signature) {
        layout_.subheading(say("report.stamp"));
        layout_.begin_rows();
        const auto& indication = row_of(indications, signature.indication, 2);
        layout_.row(say("report.result"), say(std::string(indication.id) + ".stamp"), indication.light);
        layout_.row(say("report.when"), time_of(signature));
        what(report, signature);
        standard(signature);
        for (const auto& check : signature.checks) finding(check);
    }

    std::string authority_of(const SignatureReport& signature) const {
        auto issuer = printable(signature.issuer, 160);
        if (!signature.organisation.empty()) issuer += " — " + printable(signature.organisation, 160);
        if (signature.authority == "local") return say("report.authority.local", {issuer});
        if (signature.authority == "outside") return say("report.authority.outside", {issuer});
        return signature.issuer.empty() ? say("report.unknown") : say("report.authority.unknown", {issuer});
    }

    std::string time_of(const SignatureReport& signature) const {
        const auto moment = parse_iso_moment(signature.time);
        if (!moment) return say("report.time.none");
        const auto when = both_calendars(*moment);
        if (signature.time_source != "timestamp") return say("report.time.claimed", {when});
        return say("report.time.stamped", {when, printable(signature.time_authority, 160)});
    }

    void what(const VerificationReport& report, const SignatureReport& signature) {
        const auto covers = signature.covers == "whole-file" ? say("report.covers.whole")
                            : signature.revision == 0
                                ? say("report.covers.nothing")
                                : say("report.covers.revision",
                                      {std::to_string(signature.revision), std::to_string(report.revisions)});
        layout_.row(say("report.covers"), say(signature.intact ? "report.intact" : "report.broken", {covers}),
                    signature.intact ? Light::green : Light::red);
        const auto& after = row_of(changes, word_of(signature.changes_after), 2);
        layout_.row(say("report.changes"), say(after.id), after.light);
    }

    void standard(const SignatureReport& signature) {
        auto text = signature.indication;
        if (!signature.sub_indication.empty()) text += " / " + signature.sub_indication;
        if (!signature.level.empty()) text += " · PAdES " + signature.level;
        layout_.row(say("report.standard"), as_is(text));
    }

    // What did not simply pass, in the words of the catalogue; the evidence is foreign text.
    void finding(const Check& check) {
        // What was added after a signature has a row of its own.
        const bool told = check.verdict == Verdict::noted && check.id == "signature.changes_after";
        if (check.verdict == Verdict::passed || told) return;
        const auto failed = check.id + ".failed";
        const bool own = check.verdict >= Verdict::doubtful && has_message(failed);
        auto text = say(own ? failed : check.id, {printable(check.evidence), printable(check.subject)});
        if (!check.evidence.empty() && text.find(printable(check.evidence)) == std::string::npos)
            text += " (" + as_is(check.evidence) + ")";
        const auto light = check.verdict == Verdict::noted      ? Light::grey
                           : check.verdict == Verdict::doubtful ? Light::amber
                                                                : Light::red;
        layout_.row(say("report.finding." + std::string(name_of(check.verdict))), text, light);
    }

    Language language_;
    Moment made_;
    ReportLayout layout_;
};

}  // namespace

std::string make_report_paper(const std::vector<ReportedFile>& files, Language language, Moment made) {
    return Paper(language, made).make(files);
}

}  // namespace sanad::signing
