// The verifier against forgeries of our own making. Each is an honest file with one thing done to it.
#include <regex>

#include <fmt/format.h>

#include "core/hash.h"
#include "pdf/revisions.h"
#include "signing_forging.h"

using namespace sanad;
using namespace sanad::test;

namespace {

using signing::ChangesAfter;

const std::string& signed_once() {
    static const std::string made = signing::sign_pdf(sheet(2), chairman(), options("member-1"));
    return made;
}

std::string with_value(const std::string& field) {
    const std::string without = std::regex_replace(field, std::regex(R"(/V (\([^)]*\)|<[^>]*>))"), "");
    return replaced(without, "(note)", "(note) /V (filled)");
}

ChangesAfter changes_of(const std::string& pdf) {
    const auto report = verified(pdf);
    REQUIRE_FALSE(report.signatures.empty());
    return report.signatures[0].changes_after;
}

}  // namespace

TEST_CASE("a file without a signature is unsigned and never valid", "[signing]") {
    const auto report = verified(sheet(1));
    CHECK(report.verdict == "unsigned");
    CHECK(report.document_signatures == 0);
}

TEST_CASE("any changed byte of a signed file is noticed", "[signing][hostile]") {
    const std::string& pdf = signed_once();
    const auto gap = pdf.find("/Contents <", pdf.rfind("/ByteRange")) + 10;
    std::vector<std::size_t> places = {0,       7,         gap - 3,     gap,         gap + 1,
                                       gap + 2, gap + 600, gap + 24001, gap + 24002, pdf.size() - 3};
    for (std::size_t at = 11; at < pdf.size(); at += pdf.size() / 60) places.push_back(at);
    for (std::size_t at = gap; at < gap + 4000; at += 37) places.push_back(at);
    for (const auto at : places) {
        std::string forged = pdf;
        forged[at] = forged[at] == '1' ? '2' : '1';
        if (forged == pdf) continue;
        CAPTURE(at);
        std::string verdict;
        try {
            verdict = verified(forged).verdict;
        } catch (const Error& error) {
            verdict = error.message().id;
        }
        CHECK(verdict != "valid");
        CHECK(verdict != "unsigned");
    }
}

TEST_CASE("a digit of another case in the gap changes nothing that was signed", "[signing]") {
    std::string pdf = signed_once();
    const auto gap = pdf.find("/Contents <", pdf.rfind("/ByteRange")) + 11;
    const auto letter = pdf.find_first_of("abcdef", gap);
    pdf[letter] = static_cast<char>(std::toupper(pdf[letter]));
    CHECK(verified(pdf).verdict == "valid");
}

TEST_CASE("bytes behind the last section make the file invalid", "[signing][hostile]") {
    for (const std::string tail :
         {"x", "% a comment\n", "7 0 obj\n<< >>\nendobj\n", "\n%%EOF\n1 0 obj null endobj"}) {
        CAPTURE(tail);
        const auto report = verified(signed_once() + tail);
        CHECK(report.verdict == "invalid");
        CHECK(report.signatures[0].changes_after == ChangesAfter::forbidden);
    }
    CHECK(verified(signed_once() + "\n\r\n ").verdict == "valid");
}

TEST_CASE("updates that change what is seen are forbidden", "[signing][hostile]") {
    const std::string& pdf = signed_once();
    const auto page = object_with(pdf, "/Type /Page ");
    const auto field = object_with(pdf, "(member-2)");
    const auto note = object_with(pdf, "(note)");
    const std::string stream = "<< /Length 22 >>\nstream\n0 0 0 rg 0 0 99 99 re f\nendstream";
    const auto contents = replaced(page.body, "/Contents", "/Contents 800 0 R /Was");
    CHECK(changes_of(updated(pdf, {{800, stream}, {page.number, contents}})) == ChangesAfter::forbidden);
    CHECK(
        changes_of(updated(pdf, {{page.number, replaced(page.body, "/MediaBox", "/Rotate 90 /MediaBox")}})) ==
        ChangesAfter::forbidden);
    // A widget's appearance without a value of its own to go with it.
    const auto ap = note.body.find("/AP") == std::string::npos
                        ? replaced(note.body, "/T ", "/AP << /N 800 0 R >> /T ")
                        : replaced(note.body, "/AP", "/AP << /N 800 0 R >> /Was");
    CHECK(changes_of(updated(pdf, {{800, stream}, {note.number, ap}})) == ChangesAfter::forbidden);
    CHECK(changes_of(
              updated(pdf, {{field.number, replaced(field.body, "/Rect", "/Rect [0 0 500 500] /Was")}})) ==
          ChangesAfter::forbidden);
    CHECK(changes_of(updated(pdf, {{field.number, replaced(field.body, "(member-2)", "(member-3)")}})) ==
          ChangesAfter::forbidden);
    CHECK(changes_of(updated(pdf, {{field.number, "null"}})) == ChangesAfter::forbidden);
}

TEST_CASE("a changed signature dictionary or a removed signature is invalid", "[signing][hostile]") {
    const std::string& pdf = signed_once();
    const auto field = object_with(pdf, "(member-1)");
    const auto removed = verified(updated(pdf, {{field.number, replaced(field.body, "/V ", "/Was ")}}));
    CHECK(removed.verdict == "invalid");
    const auto emptied = verified(updated(
        pdf, {{801, "<< /Type /Sig >>"},
              {field.number, std::regex_replace(field.body, std::regex("/V [0-9]+ 0 R"), "/V 801 0 R")}}));
    CHECK(emptied.verdict == "invalid");
}

TEST_CASE("an edit is not laundered by a later valid signature", "[signing][hostile]") {
    const std::string& pdf = signed_once();
    const auto page = object_with(pdf, "/Type /Page ");
    const auto edited =
        updated(pdf, {{page.number, replaced(page.body, "/MediaBox", "/Rotate 90 /MediaBox")}});
    const auto twice = signing::sign_pdf(edited, chairman(), options("member-2"));
    const auto report = verified(twice);
    REQUIRE(report.signatures.size() == 2);
    CHECK(report.signatures[0].changes_after == ChangesAfter::forbidden);
    CHECK(report.signatures[1].intact);
    CHECK(report.signatures[1].changes_after == ChangesAfter::none);
    CHECK(report.verdict == "invalid");
}

TEST_CASE("a form that is filled is permitted, but not under DocMDP 1 nor when locked", "[signing]") {
    const auto fill = [](const std::string& pdf) {
        const auto note = object_with(pdf, "(note)");
        return updated(pdf, {{note.number, with_value(note.body)}});
    };
    auto plain = options("member-1");
    CHECK(changes_of(fill(signing::sign_pdf(sheet(2), chairman(), plain))) == ChangesAfter::permitted);
    plain.certify = 2;
    CHECK(changes_of(fill(signing::sign_pdf(sheet(2), chairman(), plain))) == ChangesAfter::permitted);
    plain.certify = 1;
    CHECK(changes_of(fill(signing::sign_pdf(sheet(2), chairman(), plain))) == ChangesAfter::forbidden);
    plain.certify = 0;
    plain.lock_fields = {"note"};
    CHECK(changes_of(fill(signing::sign_pdf(sheet(2), chairman(), plain))) == ChangesAfter::forbidden);
    plain.lock_fields = {"not", "note.x", "note2"};
    CHECK(changes_of(fill(signing::sign_pdf(sheet(2), chairman(), plain))) == ChangesAfter::permitted);
}

TEST_CASE("an annotation is permitted by DocMDP 3 only", "[signing][hostile]") {
    for (const auto& [level, expected] : std::vector<std::pair<int, ChangesAfter>>{
             {0, ChangesAfter::forbidden}, {2, ChangesAfter::forbidden}, {3, ChangesAfter::permitted}}) {
        auto how = options("member-1");
        how.certify = level;
        const auto pdf = signing::sign_pdf(sheet(2), chairman(), how);
        const auto page = object_with(pdf, "/Type /Page ");
        const auto annotated =
            updated(pdf, {{802, "<< /Type /Annot /Subtype /Square /Rect [10 10 90 90] >>"},
                          {page.number, replaced(page.body, "/Annots [", "/Annots [ 802 0 R ")}});
        CAPTURE(level);
        CHECK(changes_of(annotated) == expected);
    }
}

TEST_CASE("an update without a new look is permitted", "[signing]") {
    const std::string& pdf = signed_once();
    const auto info = object_with(pdf, "/Producer");
    CHECK(changes_of(updated(pdf, {{803, "<< /Unused true >>"}})) == ChangesAfter::none);
    const auto root = object_with(pdf, "/Type /Catalog");
    const auto store =
        updated(pdf, {{804, "<< /Type /DSS /Certs [] >>"},
                      {root.number, replaced(root.body, "/Type /Catalog", "/Type /Catalog /DSS 804 0 R")}});
    CHECK(changes_of(store) == ChangesAfter::permitted);
    CHECK(verified(store).verdict == "valid");
}

TEST_CASE("eleven members sign one after the other and all of them stay valid", "[signing]") {
    std::string pdf = sheet(11);
    for (int i = 1; i <= 11; ++i)
        pdf = signing::sign_pdf(pdf, chairman(), options("member-" + std::to_string(i)));
    const auto report = verified(pdf);
    CHECK(report.verdict == "valid");
    CHECK(report.document_signatures == 11);
}
