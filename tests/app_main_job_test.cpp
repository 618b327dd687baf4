// The main job on the samples, as the demo does it, held against tools that are not ours.
#include <algorithm>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;
using sanad::test::Ran;
using sanad::test::run_shell;

namespace {

Json first_line(const Ran& ran) {
    CAPTURE(ran.exit, ran.errors);
    REQUIRE_FALSE(ran.out.empty());
    return parse_json(ran.out.substr(0, ran.out.find('\n')));
}

int valid_signatures(const std::string& pdf) {
    const auto report = run_shell("pdfsig -nocert " + test::shell_quoted(pdf));
    int count = 0;
    for (auto at = report.out.find("Signature is Valid"); at != std::string::npos;
         at = report.out.find("Signature is Valid", at + 1))
        ++count;
    return count;
}

// What a clerk does with a case: types what is on the paper wherever the program was not sure.
void confirm_from_paper(const Office& office, const Json& taken, const Json& truth) {
    std::vector<std::string> words = {"case", "confirm", taken["case"]};
    for (const auto& field : taken["fields"]) {
        if (field["accepted"] == true) continue;
        const auto key = field["key"].get<std::string>();
        std::string value;
        if (const auto& known = truth[key]; known.is_array())
            for (const auto& one : known) value += (value.empty() ? "" : ",") + one.get<std::string>();
        else if (known.is_string())
            value = known.get<std::string>();
        words.push_back(key + "=" + value);
    }
    if (words.size() == 3) return;  // it was sure of everything
    const auto confirmed = office.run(words);
    CAPTURE(confirmed.out, confirmed.errors);
    CHECK(confirmed.exit <= 1);
}

// A case that is ready, of the typed sample.
std::string ready_case(const Office& office) {
    REQUIRE(office.run({"init", "--association", "جمعية سند الأهلية"}).exit == 0);
    REQUIRE(office.run({"records", "import", test::samples + "/people.csv"}).exit == 0);
    const auto taken = first_line(
        office.run({"take", test::samples + "/request-typed.png", "--channel", "interview", "--json"}));
    const auto truth = parse_json(test::contents(test::samples + "/request-typed.truth.json"))["values"];
    confirm_from_paper(office, taken, truth);
    const auto shown = first_line(office.run({"case", "show", taken["case"], "--json"}));
    CAPTURE(dump_json(shown["checks"]));
    REQUIRE(shown["state"] == "ready");
    for (const auto& field : shown["fields"])
        if (truth.contains(field["key"]) && !truth[field["key"]].is_null())
            CHECK(field["value"] == truth[field["key"]]);
    return taken["case"];
}

}  // namespace

TEST_CASE("a scan becomes a declaration signed by the applicant, valid here and in pdfsig", "[app]") {
    const Office office;
    const auto id = ready_case(office);
    const std::string pdf = office / "declaration.pdf";
    REQUIRE(office.run({"fill", "declaration", id, "-o", pdf}).exit == 0);
    const auto unsigned_bytes = test::contents(pdf);
    REQUIRE(office
                .run({"sign", pdf, "--field", "Applicant", "--as", "applicant", "--drawn",
                      test::samples + "/signature.json"})
                .exit == 0);
    const auto signed_bytes = test::contents(pdf);
    CHECK(signed_bytes.substr(0, unsigned_bytes.size()) == unsigned_bytes);
    CHECK(valid_signatures(pdf) == 1);
    CHECK(run_shell("qpdf --check " + test::shell_quoted(pdf)).exit == 0);
    const auto name =
        parse_json(test::contents(test::samples + "/request-typed.truth.json"))["values"]["full_name"];
    CHECK(run_shell("pdftotext " + test::shell_quoted(pdf) + " -").out.find(name.get<std::string>()) !=
          std::string::npos);
    CHECK(first_line(office.run({"verify", pdf, "--json"}))["verdict"] == "valid");
    CHECK(first_line(office.run({"case", "show", id, "--json"}))["state"] == "declared");

    // What follows starts from the same signed file each time: making it anew would take most of the time.
    for (const auto place : {0.02, 0.3, 0.6, 0.9, 0.999}) {
        INFO("one changed byte is seen, wherever it is");
        auto changed = signed_bytes;
        auto& byte = changed[static_cast<std::size_t>(place * static_cast<double>(changed.size() - 1))];
        byte = static_cast<char>(byte ^ 1);
        test::put(pdf, changed);
        const auto ran = office.run({"verify", pdf, "--json"});
        CAPTURE(place, ran.out, ran.errors);
        CHECK(ran.exit != 0);
        if (ran.exit == 1) CHECK(first_line(ran)["verdict"] != "valid");
    }
    {
        INFO("an appended update that changes the page is seen");
        // Another page's content instead of the signed one, by an update that qpdf would call well-formed.
        const auto xref = signed_bytes.rfind("startxref");
        const auto previous = signed_bytes.substr(xref + 10, signed_bytes.find('\n', xref + 10) - xref - 10);
        const auto listing = run_shell("qpdf --json --json-key=pages " + test::shell_quoted(pdf));
        const auto contents = Json::parse(listing.out)["pages"][0]["contents"][0].get<std::string>();
        const auto number = contents.substr(0, contents.find(' '));
        const auto trailer = run_shell("qpdf --show-object=trailer " + test::shell_quoted(pdf));
        const auto root_at = trailer.out.find("/Root ") + 6;
        const auto root = trailer.out.substr(root_at, trailer.out.find('R', root_at) + 1 - root_at);
        std::string forged = signed_bytes + "\n";
        const auto object = forged.size();
        forged += number + " 0 obj\n<</Length 9>>\nstream\n0 0 m 9 l\nendstream\nendobj\n";
        const auto table = forged.size();
        char row[32];
        std::snprintf(row, sizeof row, "%010zu 00000 n \n", object);
        forged += "xref\n" + number + " 1\n" + row + "trailer\n<</Size 4000/Root " + root + "/Prev " +
                  previous + ">>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
        test::put(pdf, forged);
        const auto ran = office.run({"verify", pdf, "--json"});
        CAPTURE(ran.out);
        CHECK(ran.exit == 1);
        const auto report = first_line(ran);
        CHECK(report["verdict"] == "invalid");
        CHECK(report["signatures"][0]["changes_after"] == "forbidden");
        CHECK(report["signatures"][0]["intact"] == true);
        test::put(pdf, signed_bytes);
    }
    {
        INFO("the case leaves as files that sha256sum checks, originals byte for byte");
        REQUIRE(office.run({"archive", "export", id, "-o", office / "out"}).exit == 0);
        CHECK(run_shell("cd " + test::shell_quoted(office / "out") + " && sha256sum --quiet -c SHA256SUMS")
                  .exit == 0);
        bool original = false, filed_signed = false;
        for (const auto& entry : std::filesystem::directory_iterator(office / "out")) {
            const auto bytes = test::contents(entry.path());
            original |= bytes == test::contents(test::samples + "/request-typed.png");
            filed_signed |= bytes == signed_bytes;
        }
        CHECK(original);
        CHECK(filed_signed);
        CHECK(office.run({"archive", "check"}).exit == 0);
    }
    {
        INFO("nobody signs the declaration a second time, and a signed state is not given by a word");
        CHECK(office.run({"sign", pdf, "--field", "Applicant", "--as", "applicant"}).exit == 3);
        CHECK(test::contents(pdf) == signed_bytes);
        CHECK(office.run({"case", "move", id, "served", "--why", "x"}).exit == 3);
    }
}

TEST_CASE("five members sign one sheet, each in their own field, and all stay valid", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const std::string pdf = office / "sheet.pdf";
    const auto made =
        first_line(office.run({"approval", "new", test::samples + "/policy.toml", "-o", pdf, "--json"}));
    const auto members = first_line(office.run({"approval", "status", made["case"], "--json"}))["members"];
    REQUIRE(members.size() == 5);
    int signed_before = 0;
    for (const auto& member : members) {
        const std::string field = member["field"], key = office / (field + ".p12");
        const std::string kind = signed_before % 2 == 0 ? "p256" : "rsa3072";
        REQUIRE(office
                    .run({"key", "issue", "--name", member["name"], "--role", member["role"], "-o", key,
                          "--kind", kind})
                    .exit == 0);
        if (signed_before == 1) {  // the chairman's key in the deputy's field
            CHECK(office
                      .run({"sign", pdf, "--field", field, "--as",
                            office / (members[0]["field"].get<std::string>() + ".p12")})
                      .exit == 3);
        }
        const auto before = test::contents(pdf);
        test::put(office / "older.pdf", before);
        const auto ran = office.run({"sign", pdf, "--field", field, "--as", key});
        CAPTURE(ran.errors);
        REQUIRE(ran.exit == 0);
        CHECK(test::contents(pdf).substr(0, before.size()) == before);
        if (++signed_before == 3) {  // a copy from before somebody else's signature would leave that one out
            const auto late =
                office.run({"sign", office / "older.pdf", "--field", members[4]["field"], "--as", key});
            CHECK(late.exit == 3);
            CHECK(test::contents(office / "older.pdf") == before);
        }
    }
    CHECK(valid_signatures(pdf) == 5);
    CHECK(run_shell("qpdf --check " + test::shell_quoted(pdf)).exit == 0);
    const auto report = first_line(office.run({"verify", pdf, "--json"}));
    CHECK(report["verdict"] == "valid");
    CHECK(report["document_signatures"] == 5);
    CHECK(first_line(office.run({"case", "show", made["case"], "--json"}))["state"] == "adopted");
}

TEST_CASE("the same scan taken twice is filed once", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto first = first_line(office.run({"take", test::samples + "/request-typed.png", "--json"}));
    const auto second = first_line(office.run({"take", test::samples + "/request-typed.png", "--json"}));
    CHECK(second["case"] == first["case"]);
    CHECK(second["already_filed"] == true);
    const auto missing = first["checks"].dump().find("record.missing") != std::string::npos;
    CHECK(missing);  // nobody is known in this archive
}

TEST_CASE("paper that is none of ours is filed, said to be unknown, and the batch goes on", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto ran =
        office.run({"take", test::samples + "/wrong-paper.png", test::samples + "/empty.png",
                    test::samples + "/truncated.jpg", test::samples + "/request-handwritten.jpg", "--json"});
    CHECK(ran.exit == 3);  // the truncated one could not be read
    CHECK(std::count(ran.out.begin(), ran.out.end(), '\n') == 3);
    CHECK(ran.out.find("\"form\":\"support-request\"") != std::string::npos);
    CHECK(ran.errors.find("truncated.jpg") != std::string::npos);
    const auto cases = office.run({"case", "list", "--json"});
    CHECK(std::count(cases.out.begin(), cases.out.end(), '\n') == 4);  // every original is kept
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("a new stored record is made of values that were accepted or confirmed only", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const auto taken = first_line(office.run({"take", test::samples + "/request-unknown.jpg", "--json"}));
    // The identity number is not sure, nor confirmed.
    CHECK(office.run({"case", "match", taken["case"], "new"}).exit == 3);
    CHECK(office.run({"case", "confirm", taken["case"], "full_name", "national_id"}).exit <= 1);
    CHECK(office.run({"case", "match", taken["case"], "new"}).exit <= 1);
    const auto record = first_line(office.run({"records", "show", "R-000001", "--json"}))["fields"];
    CHECK(record.contains("full_name"));
    CHECK_FALSE(record.contains("signature"));
    int unsure = 0;
    for (const auto& field : taken["fields"])
        if (!field["accepted"].get<bool>() && field["key"] != "full_name" && field["key"] != "national_id") {
            INFO(field["key"]);
            ++unsure;
            CHECK_FALSE(record.contains(field["key"].get<std::string>()));  // read, and nobody has looked
        }
    CHECK(unsure > 0);
}
