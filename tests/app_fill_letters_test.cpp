// sanad fill decision-letter, missing-letter, referral: what the case knows, and what must be said.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/json.h"
#include "pdf/raster.h"
#include "tests/program.h"

using namespace sanad;
using Catch::Contains;
using sanad::test::Office;

namespace {

// An office with one case, taken from a typed request; its id.
std::string taken(const Office& office) {
    REQUIRE(office.run({"init", "--association", "جمعية المثال"}).exit == 0);
    office.run({"take", test::samples + "/request-typed.png"});
    const auto list = office.run({"case", "list", "--json"}).out;
    return parse_json(list.substr(0, list.find('\n')))["case"].get<std::string>();
}

std::string words_of(const Office& office, const std::string& file) {
    const auto pdf = test::contents(office / file);
    std::string letters;
    for (const char c : strip_invisible(pdf::page_text(pdf, 1)))
        if (c != ' ' && c != '\n') letters += c;
    return letters;
}

std::string squeezed(std::string text) {
    std::erase(text, ' ');
    return text;
}

}  // namespace

TEST_CASE("letters are made from what the case knows, and filed in it", "[app]") {
    const Office office;
    const auto id = taken(office);
    // Nothing certain is missing yet, and nobody has said what is.
    CHECK(office.run({"fill", "missing-letter", id, "-o", "m.pdf"}).exit == 3);
    CHECK(office.run({"fill", "decision-letter", id, "-o", "d.pdf"}).exit == 3);
    REQUIRE(office.run({"fill", "missing-letter", id, "-o", "m.pdf", "--missing", "سجل الأسرة"}).exit == 0);
    CHECK_THAT(words_of(office, "m.pdf"), Contains(squeezed("سجل الأسرة")));

    REQUIRE(office.run({"case", "move", id, "missing-information", "--why", "عقد الإيجار غير مرفق"}).exit ==
            0);
    const auto made =
        office.run({"fill", "missing-letter", id, "-o", "m.pdf", "--until", "1448-07-20", "--json"});
    REQUIRE(made.exit == 0);
    CHECK(parse_json(made.out)["case"] == id);
    CHECK_THAT(words_of(office, "m.pdf"),
               Contains(squeezed("عقد الإيجار غير مرفق")) && Contains(squeezed("20 رجب 1448هـ")));

    REQUIRE(office.run({"case", "move", id, "checking", "--why", "أُرفق"}).exit == 0);
    REQUIRE(office.run({"case", "move", id, "referred", "--why", "هل يشمله الدعم؟"}).exit == 0);
    REQUIRE(office.run({"fill", "referral", id, "-o", "r.pdf", "--to", "نورة المثالية"}).exit == 0);
    CHECK_THAT(words_of(office, "r.pdf"), Contains(squeezed("هل يشمله الدعم؟")) && Contains(id));
    CHECK(office.run({"fill", "missing-letter", id, "-o", "m.pdf"}).exit == 3);

    const auto shown = office.run({"case", "show", id, "--json"}).out;
    CHECK_THAT(shown, Contains("missing-letter") && Contains("referral-" + id + ".pdf"));
}

TEST_CASE("a letter that cannot be made says why in both languages", "[app][hostile]") {
    const Office office;
    const auto id = taken(office);
    const auto ran = office.run({"fill", "decision-letter", id, "-o", "d.pdf"});
    CHECK_THAT(ran.errors, Contains(id) && Contains("لجنة البحث") && Contains("research committee"));
    CHECK(office.run({"fill", "decision-letter", "2026-AAAAAAAA"}).exit == 3);
    CHECK(office.run({"fill", "missing-letter", id, "--missing", "س", "--until", "31/31/2026"}).exit == 3);
    CHECK(office.run({"fill", "missing-letter"}).exit == 2);
}
