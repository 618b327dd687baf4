// sanad fill FORM.pdf: somebody else's form at the command line.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "pdf/form_filling.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

using sanad::test::contents;
using sanad::test::put;

std::string form(const std::string& producer) {
    return SANAD_SOURCE_DIR "/tests/vectors/foreign-forms/" + producer + ".pdf";
}

}  // namespace

TEST_CASE("a form's fields are listed, and their values filled from what was written", "[app]") {
    const Office office;
    const auto list = office.run({"fill", form("pdfbox"), "--list", "--json"});
    CHECK(list.exit == 0);
    const auto fields = parse_json(list.out)["fields"];
    REQUIRE(fields.size() == 4);
    CHECK(fields[0]["key"] == "caseno");
    CHECK(fields[0]["places"].size() == 2);
    CHECK(fields[2]["kind"] == "choice");
    CHECK(fields[2]["options"][1]["key"] == "أنثى");
    CHECK(fields[2]["options"][1]["box_mm"].size() == 4);

    put(office / "values.json", R"({"caseno": 417, "gender": "أنثى", "beneficiary": "سالم", "minor": true})");
    const auto ran = office.run(
        {"fill", form("pdfbox"), "--data", office / "values.json", "-o", office / "out.pdf", "--json"});
    CHECK(ran.exit == 0);
    const auto said = parse_json(ran.out);
    CHECK(said["filled"].size() == 4);
    CHECK(said["checks"].empty());
    const auto original = contents(form("pdfbox")), made = contents(office / "out.pdf");
    CHECK(made.substr(0, original.size()) == original);
    for (const auto& field : pdf::describe_form(made).fields) CHECK_FALSE(field.values.empty());
}

TEST_CASE("the parts of a name may be written as objects inside one another", "[app]") {
    const Office office;
    put(office / "values.json", R"({"tenant": {"name": "سالم"}, "tenant.phone": "0512345678"})");
    CHECK(office.run({"fill", form("itext2"), "--data", office / "values.json", "-o", office / "out.pdf"})
              .exit == 0);
    put(office / "twice.json", R"({"tenant": {"name": "سالم"}, "tenant.name": "فهد"})");
    const auto twice =
        office.run({"fill", form("itext2"), "--data", office / "twice.json", "-o", office / "no.pdf"});
    CHECK(twice.exit == 3);
    CHECK(twice.errors.find("tenant.name") != std::string::npos);
    CHECK(contents(office / "no.pdf").empty());
}

TEST_CASE("a value that could not be placed is a finding, and none at all a failure", "[app]") {
    const Office office;
    put(office / "values.json", R"({"tenant": {"nam": "سالم", "phone": "0512345678"}})");
    const auto some =
        office.run({"fill", form("itext2"), "--data", office / "values.json", "-o", office / "out.pdf"});
    CHECK(some.exit == 1);
    CHECK(some.out.find("[tenant.name]") != std::string::npos);
    CHECK_FALSE(contents(office / "out.pdf").empty());
    put(office / "none.json", R"({"nothing": "سالم"})");
    const auto none = office.run(
        {"fill", form("itext2"), "--data", office / "none.json", "-o", office / "none.pdf", "--json"});
    CHECK(none.exit == 3);
    CHECK(parse_json(none.out)["file"].is_null());
    CHECK(contents(office / "none.pdf").empty());
}

TEST_CASE("the commands of fill go on beside the form, and are not mixed with it", "[app]") {
    const Office office;
    CHECK(office.run({"fill"}).exit == 2);
    CHECK(office.run({"fill", form("itext2")}).exit == 2);
    CHECK(office.run({"fill", form("itext2"), "--list", "-o", office / "x.pdf"}).exit == 2);
    CHECK(office.run({"fill", "declaration"}).exit == 2);
    CHECK(office.run({"fill", "declaration", "2026-0001", "--data", "x.json"}).exit == 2);
    CHECK(office.run({"fill", form("itext2"), "declaration", "2026-0001"}).exit == 2);
    CHECK(office.run({"fill", "--list", "declaration", "2026-0001"}).exit == 2);
    // There is no archive yet: the command itself was understood.
    CHECK(office.run({"fill", "declaration", "2026-0001", "-o", office / "x.pdf"}).exit == 3);
}

TEST_CASE("a form's own words do not drive the terminal", "[app][hostile]") {
    const Office office;
    auto pdf = contents(form("itext2"));
    // Of the same length, so that the file stays whole.
    for (std::size_t at = 0; (at = pdf.find("(terms)", at)) != std::string::npos;)
        pdf.replace(at, 7, "(\x1b[2J\x07)");
    put(office / "form.pdf", pdf);
    const auto list = office.run({"fill", office / "form.pdf", "--list"});
    CHECK(list.exit == 0);
    CHECK(list.out.find("[2J") != std::string::npos);
    CHECK(list.out.find('\x07') == std::string::npos);
    CHECK(list.out.find('\x1b') == std::string::npos);
    put(office / "values.json", R"({"\u001b[2J": "x", "\u009b2J": "x", "furnished": true})");
    const auto ran =
        office.run({"fill", office / "form.pdf", "--data", office / "values.json", "-o", office / "out.pdf"});
    CHECK(ran.exit == 1);
    CHECK(ran.out.find('\x1b') == std::string::npos);
    CHECK(ran.out.find("\xc2\x9b") == std::string::npos);
}

TEST_CASE("what is no form, no data or the form itself is refused by name", "[app][hostile]") {
    const Office office;
    put(office / "values.json", R"({"a": "x"})");
    put(office / "broken.json", R"({"a": )");
    put(office / "list.json", R"([1])");
    put(office / "odd.json", R"({"terms": [{"x": 1}]})");
    put(office / "page.pdf", "no pdf");
    put(office / "form.pdf", contents(form("itext2")));
    const auto refused = [&](const std::string& pdf, const std::string& data,
                             const std::string& out = "out.pdf") {
        const auto ran = office.run({"fill", pdf, "--data", office / data, "-o", office / out});
        CHECK(ran.exit == 3);
        CHECK(contents(office / "out.pdf").empty());
        return ran.errors;
    };
    CHECK(refused(office / "page.pdf", "values.json").find("page.pdf") != std::string::npos);
    CHECK(refused(office / "missing.pdf", "values.json").find("missing.pdf") != std::string::npos);
    CHECK(refused(office / "form.pdf", "broken.json").find("broken.json") != std::string::npos);
    CHECK(refused(office / "form.pdf", "list.json").find("list.json") != std::string::npos);
    CHECK(refused(office / "form.pdf", "odd.json").find("terms") != std::string::npos);
    CHECK(refused(office / "form.pdf", "values.json", "form.pdf").find("form.pdf") != std::string::npos);
    CHECK(contents(office / "form.pdf") == contents(form("itext2")));
}
