// sanad verify --report: many files at once, and never over a file that is verified.
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "program.h"

using namespace sanad;
using test::Office;
using test::run_shell;
using test::shell_quoted;

TEST_CASE("the report of many files is a paper in the language asked for", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    REQUIRE(office.run({"form", "blank", "support-request", "-o", "blank.pdf"}).exit == 0);
    REQUIRE(office.run({"key", "issue", "--name", "هند بنت سالم", "--role", "عضو", "-o", "k.p12"}).exit == 0);
    REQUIRE(office
                .run({"sign", "blank.pdf", "--field", "signature", "--as", "k.p12", "-o", "signed.pdf",
                      "--level", "t"})
                .exit == 0);
    test::put(office / "scan.jpg", "no PDF");
    const auto ran = office.run({"verify", "signed.pdf", "blank.pdf", "scan.jpg", "--report", "report.pdf",
                                 "--lang", "en", "--json"});
    CHECK(ran.exit == 3);
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 2);
    const auto text = run_shell("pdftotext " + shell_quoted(office / "report.pdf") + " -").out;
    CAPTURE(text);
    for (const char* said :
         {"The signatures are valid", "The file is not signed", "The file could not be examined",
          "own local authority", "time stamp of Local Time-Stamp Authority", "TOTAL-PASSED"})
        CHECK(text.find(said) != std::string::npos);
    REQUIRE(office.run({"verify", "signed.pdf", "--report", "ar.pdf", "--lang", "ar"}).exit == 0);
    CHECK(run_shell("pdftotext " + shell_quoted(office / "ar.pdf") + " -").out.find("التوقيعات صحيحة") !=
          std::string::npos);

    const auto before = test::contents(office / "signed.pdf");
    CHECK(office.run({"verify", "signed.pdf", "--report", "signed.pdf"}).exit == 3);
    CHECK(office.run({"verify", "signed.pdf", "--report", "./signed.pdf"}).exit == 3);
    CHECK(test::contents(office / "signed.pdf") == before);
}
