// Check boxes, radio buttons and lists of somebody else's forms.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "pdf/raster.h"
#include "tests/small_forms.h"

using namespace sanad;
using namespace sanad::test;

TEST_CASE("check boxes go by the form's own names of on", "[pdf]") {
    const std::string stream =
        "<< /Type /XObject /Subtype /Form /BBox [0 0 20 20] /Length 14 >>\nstream\n5 5 10 10 re "
        "f\n\nendstream";
    const MadeForm form{
        {widget("/FT /Btn /T (a) /AP << /N << /Oui 6 0 R /Off 6 0 R >> >> /AS /Off", "20 200 40 220"), stream,
         widget("/FT /Btn /T (bare)", "20 150 40 170")},
        "",
        "",
        "",
        "5 0 R 7 0 R",
        "5 0 R 7 0 R"};
    const auto made = pdf::fill_form(form.bytes(), {{"a", {}, true}, {"bare", {}, true}});
    CHECK(made.checks.empty());
    QPDF document;
    document.processMemoryFile("made", made.pdf.data(), made.pdf.size());
    CHECK(document.getObject(5, 0).getKey("/V").getName() == "/Oui");
    CHECK(document.getObject(5, 0).getKey("/AS").getName() == "/Oui");
    CHECK(document.getObject(5, 0).getKey("/AP").unparse() == "<< /N << /Off 6 0 R /Oui 6 0 R >> >>");
    // One without pictures gets some.
    CHECK(document.getObject(7, 0).getKey("/AP").getKey("/N").getKey("/Yes").isStream());
    CHECK(value_in(pdf::fill_form(made.pdf, {{"a", {"Off"}}}).pdf, "a").empty());
    CHECK(value_in(pdf::fill_form(form.bytes(), {{"a", {"Oui"}}}).pdf, "a") == "Oui");
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"نعم"}}})) == Findings{"fill.no_option a"});
}

TEST_CASE("radio buttons go by /Opt, alone or in unison", "[pdf]") {
    const auto group = [](int flags) {
        const auto kid = [](const char* state, const char* rect) {
            return widget(fmt::format("/Parent 5 0 R /AS /Off /AP << /N << /{} 9 0 R >> >>", state), rect);
        };
        return MadeForm{
            {fmt::format("<< /FT /Btn /Ff {} /T (g) /Kids [6 0 R 7 0 R 8 0 R] /Opt [(yes) (no) (yes)] >>",
                         flags),
             kid("0", "20 200 40 220"), kid("1", "60 200 80 220"), kid("2", "100 200 120 220"),
             "<< /Subtype /Form /BBox [0 0 20 20] /Length 7 >>\nstream\n0 0 m f\nendstream"},
            "",
            "",
            "",
            "5 0 R",
            "6 0 R 7 0 R 8 0 R"}
            .bytes();
    };
    const auto states = [](const std::string& pdf) {
        QPDF document;
        document.processMemoryFile("made", pdf.data(), pdf.size());
        std::string all = document.getObject(5, 0).getKey("/V").getName();
        for (int i = 6; i < 9; ++i) all += document.getObject(i, 0).getKey("/AS").getName();
        return all;
    };
    CHECK(states(pdf::fill_form(group(1 << 15), {{"g", {"yes"}}}).pdf) == "/0/0/Off/Off");
    CHECK(states(pdf::fill_form(group((1 << 15) | (1 << 25)), {{"g", {"yes"}}}).pdf) == "/0/0/Off/2");
    CHECK(states(pdf::fill_form(group(1 << 15), {{"g", {"no"}}}).pdf) == "/1/Off/1/Off");
    CHECK(findings(pdf::fill_form(group(1 << 15), {{"g", {"maybe"}}})) == Findings{"fill.no_option g"});
    CHECK(findings(pdf::fill_form(group(1 << 15), {{"g", {}, true}})) == Findings{"fill.no_option g"});
}

TEST_CASE("a button whose picture draws nothing is drawn", "[pdf]") {
    const auto group = [](const std::string& picture) {
        return MadeForm{{widget("/FT /Btn /Ff 49152 /T (g) /MK << /CA (H) >> /AP << /N << /Sun 6 0 R >> >>",
                                "20 200 40 220"),
                         "<< /Subtype /Form " + picture},
                        "",
                        "",
                        "",
                        "5 0 R",
                        "5 0 R"}
            .bytes();
    };
    const auto drawn = [](const std::string& pdf) {
        QPDF document;
        document.processMemoryFile("made", pdf.data(), pdf.size());
        auto on = document.getObject(5, 0).getKey("/AP").getKey("/N").getKey("/Sun");
        return on.getStreamData()->getSize() > 20 && on.getObjectID() != 6;
    };
    const std::string packed = std::string("x\x9c\x03\0\0\0\0\x01", 8);
    for (const auto& nothing :
         {std::string("/BBox [0 0 0 0] /Length 7 >>\nstream\n0 0 m f\nendstream"),
          std::string("/BBox [0 0 20 20] /Length 1 >>\nstream\n\n\nendstream"),
          "/BBox [0 0 20 20] /Filter /FlateDecode /Length 8 >>\nstream\n" + packed + "\nendstream"})
        CHECK(drawn(pdf::fill_form(group(nothing), {{"g", {"Sun"}}}).pdf));
    CHECK_FALSE(drawn(
        pdf::fill_form(group("/BBox [0 0 20 20] /Length 25 >>\nstream\n0 0 20 20 re 5 5 9 9 re f\nendstream"),
                       {{"g", {"Sun"}}})
            .pdf));
}

TEST_CASE("choices are taken by key or by label, and no others", "[pdf]") {
    const MadeForm form{
        {widget("/FT /Ch /T (city) /Ff 131072 /Opt [[(1) <feff06270644063106cc06270636>] [(2) (Jeddah)]]"),
         widget("/FT /Ch /T (days) /Ff 2097152 /Opt [(Sun) (Mon) (Tue) (Wed)] /I [0] /V (Sun)",
                "20 100 100 170"),
         widget("/FT /Ch /T (free) /Ff 393216 /Opt [(x)]", "20 50 200 74")}};
    const auto made = pdf::fill_form(
        form.bytes(), {{"city", {"Jeddah"}}, {"days", {"Wed", "Mon"}}, {"free", {"كلمة أخرى"}}});
    CHECK(made.checks.empty());
    CHECK(value_in(made.pdf, "city") == "2");
    CHECK(value_in(made.pdf, "days") == "Mon|Wed");
    CHECK(value_in(made.pdf, "free") == "كلمة أخرى");
    QPDF document;
    document.processMemoryFile("made", made.pdf.data(), made.pdf.size());
    CHECK(document.getObject(6, 0).getKey("/I").unparse() == "[ 1 3 ]");
    const auto refused =
        pdf::fill_form(form.bytes(), {{"city", {"Mecca"}}, {"city", {"1", "2"}}, {"days", {"Fri"}}});
    CHECK(findings(refused) == Findings{"fill.no_option city", "fill.one_value city", "fill.no_option days"});
    CHECK(refused.pdf.empty());
}

TEST_CASE("of a long list the part with what was chosen is shown", "[pdf]") {
    std::string options;
    for (int i = 0; i < 40; ++i) options += fmt::format("(option {}) ", i);
    const MadeForm form{{widget("/FT /Ch /T (l) /Ff 2097152 /Opt [" + options + "]", "20 100 200 150")}};
    CHECK(findings(pdf::fill_form(form.bytes(), {{"l", {"option 30", "option 31"}}})).empty());
    CHECK(findings(pdf::fill_form(form.bytes(), {{"l", {"option 1", "option 31"}}})) ==
          Findings{"fill.list_cut l"});
}
