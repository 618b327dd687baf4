// What the program makes of other people's paper keeps PDF/A and PDF/UA too: searchable copies of scans, and
// blanks that were filled on screen and then signed.
#include <catch2/catch.hpp>

#include "tests/archive_check.h"
#include "tests/program.h"

using namespace sanad;
using namespace sanad::test;

namespace {

// A scan has no headings that anybody could know of.
std::string findings_but_headings(const std::string& pdf) {
    auto findings = archive_findings(pdf);
    findings.erase("structure.no_heading");
    return joined(findings);
}

}  // namespace

TEST_CASE("searchable copies of a form and of a letter keep PDF/A-2b and PDF/UA-1", "[app]") {
    const Folder folder;
    for (const std::string scan : {"request-typed.png", "letter.png"}) {
        const auto pdf = folder / (scan + ".pdf");
        REQUIRE(run_shell(program + " read " + shell_quoted(samples + "/" + scan) + " --searchable " +
                          shell_quoted(pdf))
                    .exit <= 1);
        CAPTURE(scan);
        CHECK(findings_but_headings(contents(pdf)) .empty());
    }
}

TEST_CASE("a blank that was filled on screen and then signed keeps them", "[app]") {
    const Folder folder;
    const Office office;
    REQUIRE(office.run({"init", "--association", "جمعية سند الأهلية"}).exit == 0);
    REQUIRE(office.run({"form", "blank", "support-request", "-o", folder / "blank.pdf"}).exit == 0);
    put(folder / "values.json",
        R"({"full_name": "سلمى خالد الافتراضية", "national_id": "1012345672", "sex": "female"})");
    const auto filled = folder / "filled.pdf";
    REQUIRE(office.run({"fill", folder / "blank.pdf", "--data", folder / "values.json", "-o", filled}).exit ==
            0);
    CHECK(archive_findings(contents(filled)) .empty());
    REQUIRE(office
                .run({"key", "issue", "--name", "سلمى خالد الافتراضية", "--role", "مقدمة الطلب", "-o",
                      folder / "own.p12"})
                .exit == 0);
    const auto ran = office.run({"sign", filled, "--field", "signature", "--as", folder / "own.p12"});
    CAPTURE(ran.out, ran.errors);
    REQUIRE(ran.exit == 0);
    CHECK(archive_findings(contents(filled)) .empty());
    CHECK(run_shell("pdfsig -nocert " + shell_quoted(filled)).out.find("Signature is Valid") !=
          std::string::npos);
}
