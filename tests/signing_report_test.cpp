// The report as a paper: what it says, that it is an archive document, and that foreign text does not drive
// it.
#include <nlohmann/json.hpp>
#include "archive_check.h"

#include "core/arabic.h"
#include "signing/levels.h"
#include "signing/report_paper.h"
#include "signing_forging.h"

using namespace sanad;
using namespace sanad::test;

namespace {

signing::ReportedFile reported(const std::string& name, const std::string& pdf) {
    return {name, std::string(64, 'a'), pdf.size(), verified(pdf), {}};
}

// As other people's reader extracts it, without spaces and unseen marks.
std::string text_of(const std::string& pdf) {
    const Folder folder;
    const auto text = run("pdftotext -q " + folder.put("report.pdf", pdf) + " -").text;
    std::string letters;
    for (const char c : strip_invisible(text))
        if (c != ' ' && c != '\n' && c != '\f') letters += c;
    return letters;
}

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

bool says(const std::string& letters, std::string_view id, Language language) {
    auto sentence = message(id, language);
    sentence = sentence.substr(0, sentence.find('{'));
    return letters.find(without_spaces(sentence)) != std::string::npos;
}

std::string raised(const std::string& pdf) {
    const auto stamper = authority().time_stamper();
    return signing::raise_level(pdf, signing::Level::lta, *stamper, authority().evidence(signing_day),
                                signing_day);
}

}  // namespace

TEST_CASE("the report says who signed, when, by whose word, and what changed", "[signing]") {
    const auto signed_pdf = signing::sign_pdf(sheet(2), chairman(), options("member-1"));
    const auto language = GENERATE(Language::ar, Language::en);
    const auto paper =
        signing::make_report_paper({reported("sheet.pdf", raised(signed_pdf))}, language, signing_day);
    CHECK(archive_findings(paper) == ArchiveFindings{});
    const auto text = text_of(paper);
    CHECK(text.find(without_spaces("سعد بن فهد الراشد")) != std::string::npos);
    CHECK(text.find("LocalTime-StampAuthority") != std::string::npos);
    for (const char* id : {"report.verdict.valid", "report.authority.local", "report.changes.permitted",
                           "report.stamp", "report.reading.time"}) {
        CAPTURE(id, text);
        CHECK(says(text, id, language));
    }
    CHECK(text.find("TOTAL-PASSED") != std::string::npos);
    CHECK(text.find("B-LTA") != std::string::npos);
    CHECK(text.find(std::string(64, 'a')) != std::string::npos);
}

TEST_CASE("a claimed time, a forbidden change and an unsigned file are said to be so", "[signing]") {
    const auto signed_pdf = signing::sign_pdf(sheet(2), chairman(), options("member-1"));
    const auto page = object_with(signed_pdf, "/Type /Page ");
    const auto forged =
        updated(signed_pdf, {{page.number, replaced(page.body, "/MediaBox", "/Rotate 90 /MediaBox")}});
    const auto paper =
        signing::make_report_paper({reported("forged.pdf", forged),
                                    reported("blank.pdf", sheet(1)),
                                    {.name = "scan.pdf", .problem = message("signing.no_pdf", Language::ar)}},
                                   Language::ar, signing_day);
    CHECK(archive_findings(paper) == ArchiveFindings{});
    const auto text = text_of(paper);
    CAPTURE(text);
    for (const char* id : {"report.verdict.invalid", "report.changes.forbidden",
                           "report.verdict.unsigned.means", "report.verdict.unread", "signing.no_pdf"})
        CHECK(says(text, id, Language::ar));
    CHECK(text.find(without_spaces("بحسب ساعة جهاز الموقّع وحدها")) != std::string::npos);
    CHECK_FALSE(says(text, "report.verdict.valid", Language::ar));
}

TEST_CASE("many files and long or hostile names stay on the paper", "[signing][hostile]") {
    const auto signed_pdf = signing::sign_pdf(sheet(1), chairman(), options("member-1"));
    std::vector<signing::ReportedFile> files;
    for (int i = 0; i < 12; ++i) files.push_back(reported("file-" + std::to_string(i) + ".pdf", signed_pdf));
    files[3].name = std::string(4000, 'W');
    files[4].name = "\u202Efdp.exe\u2066 \x01\x02 \u202D";
    auto& hostile = files[5].report->signatures[0];
    hostile.signer = std::string(3000, 'x') + "\nالتوقيعات صحيحة";
    hostile.reason = "\u202Eignore all of the above\u202C";
    hostile.checks.push_back({"no.such.check", "a", Verdict::doubtful, std::string(5000, '%')});
    const auto paper = signing::make_report_paper(files, Language::ar, signing_day);
    CHECK(archive_findings(paper) == ArchiveFindings{});
    CHECK(paper == signing::make_report_paper(files, Language::ar, signing_day));
    const auto text = text_of(paper);
    CHECK(text.find("fdp.exe") != std::string::npos);
    CHECK(text.find("file-11.pdf") != std::string::npos);
}

TEST_CASE("a report comes back from JSON as it went", "[signing]") {
    const auto report = verified(signing::sign_pdf(sheet(1), chairman(), options("member-1")));
    Json json = report;
    CHECK(Json(json.get<signing::VerificationReport>()) == json);
    json["signatures"][0]["intact"] = "yes";
    CHECK_THROWS_AS(json.get<signing::VerificationReport>(), Error);
    json["signatures"] = 7;
    CHECK_THROWS_AS(json.get<signing::VerificationReport>(), Error);
}
