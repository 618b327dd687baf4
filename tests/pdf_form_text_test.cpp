// Text in somebody else's forms: where it stands, how large it is, what has no room.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "pdf/raster.h"
#include "tests/small_forms.h"

using namespace sanad;
using namespace sanad::test;

TEST_CASE("fields are listed with what a person needs to write their values", "[pdf]") {
    const MadeForm form{{"<< /T (person) /FT /Tx /Ff 2 /DA (/F 9 Tf) /Kids [6 0 R 7 0 R] >>",
                         widget("/T (name) /Parent 5 0 R /TU (Full name)"),
                         widget("/T (id) /Parent 5 0 R /Ff 16777216 /MaxLen 10", "20 100 120 120"),
                         widget("/FT /Ch /T (city) /Ff 393216 /Opt [[(1) (Riyadh)] (Jeddah)] /V (1)")},
                        "",
                        "/Rotate 90",
                        "",
                        "5 0 R 8 0 R",
                        "6 0 R 7 0 R 8 0 R"};
    const auto described = pdf::describe_form(form.bytes());
    REQUIRE(described.fields.size() == 3);
    const auto* name = field_of(described, "person.name");
    REQUIRE(name != nullptr);
    CHECK(name->tip == "Full name");
    CHECK(name->required);
    // The page of 400 x 300 points is shown turned to the right: its left edge is on top.
    REQUIRE(name->places.size() == 1);
    CHECK(name->places[0].page == 1);
    CHECK(name->places[0].box.x == Approx(200 / pt_per_mm));
    CHECK(name->places[0].box.y == Approx(20 / pt_per_mm));
    CHECK(name->places[0].box.w == Approx(24 / pt_per_mm));
    CHECK(name->places[0].box.h == Approx(280 / pt_per_mm));
    const auto* id = field_of(described, "person.id");
    REQUIRE(id != nullptr);
    CHECK(id->comb);
    CHECK(id->max_length == 10);
    const auto* city = field_of(described, "city");
    REQUIRE(city != nullptr);
    CHECK(city->editable);
    CHECK(city->values == Findings{"1"});
    REQUIRE(city->options.size() == 2);
    CHECK(city->options[0].label == "Riyadh");
}

TEST_CASE("type, flags and texts come from the parents, and the widgets' own go before", "[pdf]") {
    const MadeForm form{
        {"<< /T (top) /FT /Tx /DA (/X 14 Tf 1 0 0 rg) /Q 2 /V (old) /Kids [6 0 R 7 0 R] >>",
         widget("/T (a) /Parent 5 0 R"), "<< /T (b) /Parent 5 0 R /Kids [8 0 R 9 0 R] >>",
         widget("/Parent 7 0 R"), widget("/Parent 7 0 R /DA (/X 9 Tf 0 0 1 rg)", "20 100 300 124")},
        "/DA (/Y 30 Tf)",
        "",
        "",
        "5 0 R",
        "6 0 R 8 0 R 9 0 R"};
    CHECK(value_in(form.bytes(), "top.a") == "old");
    const auto made = pdf::fill_form(form.bytes(), {{"top.b", {"12"}}});
    CHECK(made.checks.empty());
    CHECK(value_in(made.pdf, "top.b") == "12");
    CHECK(value_in(made.pdf, "top.a") == "old");
    CHECK(picture_of(made.pdf, 8).first.find("1 0 0 rg") != std::string::npos);
    CHECK(picture_of(made.pdf, 8).first.find(" 14 Tf") != std::string::npos);
    CHECK(picture_of(made.pdf, 9).first.find("0 0 1 rg") != std::string::npos);
    CHECK(picture_of(made.pdf, 9).first.find(" 9 Tf") != std::string::npos);
}

TEST_CASE("a form without /DA or /DR is filled all the same", "[pdf]") {
    const auto made = pdf::fill_form(MadeForm{{widget("/FT /Tx /T (a)")}}.bytes(), {{"a", {"عبدالرحمن"}}});
    CHECK(made.checks.empty());
    CHECK(value_in(made.pdf, "a") == "عبدالرحمن");
}

TEST_CASE("a widget that is turned has its picture turned", "[pdf]") {
    for (const auto& [angle, matrix] :
         {std::pair{90, "[ 0 1 -1 0 24 0 ]"}, {180, "[ -1 0 0 -1 24 280 ]"}, {270, "[ 0 -1 1 0 0 280 ]"}}) {
        CAPTURE(angle);
        const auto form = text_form(fmt::format("/MK << /R {} >>", angle), "20 10 44 290");
        const auto made = pdf::fill_form(form.bytes(), {{"a", {"نص"}}});
        const auto dictionary = picture_of(made.pdf, 5).second;
        CHECK(dictionary.find(std::string("/Matrix ") + matrix) != std::string::npos);
        CHECK(dictionary.find(angle == 180 ? "/BBox [ 0 0 24 280 ]" : "/BBox [ 0 0 280 24 ]") !=
              std::string::npos);
    }
}

TEST_CASE("text stands where the form says, else where it begins", "[pdf]") {
    const auto left_of = [](const std::string& side, const std::string& value) {
        const auto made = pdf::fill_form(text_form(side).bytes(), {{"a", {value}}}).pdf;
        const auto page = pdf::rasterise(made, 1, 72);
        for (int x = 0; x < page.width; ++x)
            for (int y = 70; y < 105; ++y)
                if (page.pixels[static_cast<std::size_t>(y * page.width + x)] < 128) return x;
        return -1;
    };
    CHECK(left_of("", "سالم") > 270);
    CHECK(left_of("", "Salim") < 30);
    CHECK(left_of("/Q 0", "سالم") < 30);
    CHECK(left_of("/Q 2", "Salim") > 260);
    const int middle = left_of("/Q 1", "سالم");
    CHECK((middle > 130 && middle < 160));
}

TEST_CASE("nothing is cut: what has no room is refused, what is set smaller is said", "[pdf]") {
    const std::string name = "عبدالرحمن بن عبدالعزيز بن محمد بن سليمان الأحمدي";
    CHECK(findings(pdf::fill_form(text_form("", "20 200 400 224").bytes(), {{"a", {name}}})).empty());
    CHECK(findings(pdf::fill_form(text_form("", "20 200 200 224").bytes(), {{"a", {name}}})) ==
          Findings{"fill.smaller a"});
    // On two small lines.
    CHECK(findings(pdf::fill_form(text_form("", "20 200 120 224").bytes(), {{"a", {name}}})) ==
          Findings{"fill.smaller a"});
    const auto refused = pdf::fill_form(text_form("", "20 200 60 224").bytes(), {{"a", {name}}});
    CHECK(findings(refused) == Findings{"fill.no_room a"});
    CHECK(refused.pdf.empty());
    // Words stay whole.
    CHECK(findings(pdf::fill_form(text_form("", "20 100 36 224").bytes(), {{"a", {"عبدالرحمن"}}})) ==
          Findings{"fill.no_room a"});
    CHECK(findings(pdf::fill_form(text_form("/Ff 4096", "20 100 80 224").bytes(),
                                  {{"a", {std::string(40, 'x')}}})) == Findings{"fill.smaller a"});
    // A form that asks for small type gets it, and no smaller one.
    const auto small =
        pdf::fill_form(text_form("/DA (/Helv 6 Tf)", "20 200 160 224").bytes(), {{"a", {name}}});
    CHECK(findings(small).empty());
    CHECK(picture_of(small.pdf, 5).first.find(" 6 Tf") != std::string::npos);
    std::string story;
    for (int i = 0; i < 330; ++i) story += "كلمة ";
    CHECK(findings(pdf::fill_form(text_form("/Ff 4096", "20 20 380 280").bytes(), {{"a", {story}}})) ==
          Findings{"fill.smaller a"});
    CHECK(findings(pdf::fill_form(text_form("/Ff 4096", "20 200 380 280").bytes(), {{"a", {story}}})) ==
          Findings{"fill.no_room a"});
}

TEST_CASE("every place of a field has to have room", "[pdf]") {
    const MadeForm form{{"<< /T (a) /FT /Tx /Kids [6 0 R 7 0 R] >>", widget("/Parent 5 0 R"),
                         widget("/Parent 5 0 R", "20 100 40 112")},
                        "",
                        "",
                        "",
                        "5 0 R",
                        "6 0 R 7 0 R"};
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"عبدالرحمن بن سالم"}}})) ==
          Findings{"fill.no_room a"});
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"٧"}}})).empty());
}

TEST_CASE("lengths and cells hold", "[pdf]") {
    const auto cells = text_form("/Ff 16777216 /MaxLen 5");
    CHECK(findings(pdf::fill_form(cells.bytes(), {{"a", {"123456"}}})) == Findings{"fill.too_long a"});
    CHECK(findings(pdf::fill_form(cells.bytes(), {{"a", {"١٢٣٤٥"}}})).empty());
    CHECK(findings(pdf::fill_form(text_form("/MaxLen 4").bytes(), {{"a", {"سالمة"}}})) ==
          Findings{"fill.too_long a"});
    // Arabic letters begin in the cell on the right, numbers in the one on the left.
    const auto ink = [&](const std::string& value) {
        const auto page = pdf::rasterise(pdf::fill_form(cells.bytes(), {{"a", {value}}}).pdf, 1, 72);
        std::string seen;
        for (int cell = 0; cell < 5; ++cell) {
            bool dark = false;
            for (int x = 20 + 56 * cell; x < 76 + 56 * cell; ++x)
                for (int y = 76; y < 100; ++y)
                    dark = dark || page.pixels[static_cast<std::size_t>(y * page.width + x)] < 128;
            seen += dark ? 'x' : '.';
        }
        return seen;
    };
    CHECK(ink("اب") == "...xx");
    CHECK(ink("12") == "xx...");
}

TEST_CASE("hostile values end in a finding or in a sound file", "[pdf][hostile]") {
    std::string endless;
    while (endless.size() < 200'004) endless += "س";  // 100,002 letters
    const auto form = text_form("/Ff 4096").bytes();
    const auto too_long = pdf::fill_form(form, {{"a", {endless}}});
    CHECK(too_long.pdf.empty());
    REQUIRE(too_long.checks.size() == 1);
    CHECK(too_long.checks.front().evidence == "100002 > 100000");
    for (const std::string value : {"\xe2\x80\xae"
                                    "abc سند",
                                    "\xf0\x9f\x98\x80\xee\x80\x80", "\xef\xbf\xbe\xef\xbf\xbf سند",
                                    "\xef\xbb\xbf", "\xed\xa0\x80\xff", "س\xe2\x80\x8dل\xe2\x80\x8cم"}) {
        CAPTURE(value);
        const auto made = pdf::fill_form(form, {{"a", {value}}});
        REQUIRE_FALSE(made.pdf.empty());
        CHECK(complaints(made.pdf).empty());
    }
}
