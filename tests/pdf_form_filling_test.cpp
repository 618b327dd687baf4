// Somebody else's forms, written by hand with what a form may be: what is filled, what is refused and said.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "pdf/raster.h"
#include "tests/foreign_forms.h"
#include "tests/pdf_made.h"

using namespace sanad;
using namespace sanad::test;

namespace {

using Findings = std::vector<std::string>;

MadeForm text_form(const std::string& entries, const std::string& rect = "20 200 300 224") {
    return {{widget("/FT /Tx /T (a) " + entries, rect)}, "/DA (/Helv 12 Tf 0 g)"};
}

std::string message_of(const std::function<void()>& refused) {
    try {
        refused();
    } catch (const Error& error) {
        return error.message().id;
    }
    return "";
}

std::string refusal(const std::string& pdf, const std::vector<pdf::FieldEntry>& entries = {{"a", {"قيمة"}}}) {
    return message_of([&] { pdf::fill_form(pdf, entries); });
}

// The decoded picture of a widget, and its dictionary.
std::pair<std::string, std::string> picture_of(const std::string& pdf, int object) {
    QPDF document;
    document.processMemoryFile("made", pdf.data(), pdf.size());
    auto normal = document.getObject(object, 0).getKey("/AP").getKey("/N");
    const auto data = normal.getStreamData();
    return {std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize()),
            normal.getDict().unparse()};
}

}  // namespace

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

TEST_CASE("what is not to be filled is not filled, and the rest is", "[pdf]") {
    const MadeForm form{{widget("/FT /Tx /T (fixed) /Ff 1 /V (x)"), widget("/FT /Tx /T (secret) /Ff 8192"),
                         widget("/FT /Btn /T (send) /Ff 65536"), widget("/FT /Sig /T (sign)"),
                         widget("/FT /Tx /T (a)"),
                         "<< /Subtype /Widget /FT /Tx /T (hidden) /F 2 /Rect [20 200 300 224] >>"}};
    const auto made = pdf::fill_form(form.bytes(), {{"fixed", {"y"}},
                                                    {"secret", {"y"}},
                                                    {"send", {"y"}},
                                                    {"sign", {"y"}},
                                                    {"a", {}, true},
                                                    {"a", {"1", "2"}},
                                                    {"fixd", {"y"}},
                                                    {"hidden", {"y"}},
                                                    {"a", {"سطر\nسطر"}}});
    CHECK(findings(made) == Findings{"fill.read_only fixed", "fill.not_fillable secret",
                                     "fill.not_fillable send", "fill.not_fillable sign", "fill.no_tick a",
                                     "fill.one_value a", "fill.no_field fixd", "fill.not_shown hidden",
                                     "fill.one_line a"});
    CHECK(made.checks[6].evidence == "fixed");
    CHECK(made.filled == Findings{"hidden", "a"});
    CHECK(value_in(made.pdf, "fixed") == "x");
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"حرف \xf0\x9f\x98\x80"}}})) ==
          Findings{"fill.no_glyph a"});
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {std::string("x\x01", 2)}}})) ==
          Findings{"fill.control_characters a"});
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {std::string(200'000, 'x')}}})) ==
          Findings{"fill.too_long a"});
}

TEST_CASE("what a script of the form computes is pointed out", "[pdf]") {
    const MadeForm form{
        {widget("/FT /Tx /T (a)"), widget("/FT /Tx /T (sum) /AA << /C << /S /JavaScript /JS (x) >> >>")}};
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"1"}}})) == Findings{"fill.computed sum"});
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"1"}}, {"sum", {"1"}}})).empty());
}

TEST_CASE("formatted text of the value before goes with it", "[pdf]") {
    const auto made =
        pdf::fill_form(text_form("/Ff 33554432 /V (old) /RV (<body>old</body>)").bytes(), {{"a", {"جديد"}}});
    QPDF document;
    document.processMemoryFile("made", made.pdf.data(), made.pdf.size());
    CHECK_FALSE(document.getObject(5, 0).hasKey("/RV"));
}

TEST_CASE("fields in whatever kind of file: streams of objects, linearised, hybrid, direct, with generations",
          "[pdf]") {
    const auto plain = text_form("/Q 2").bytes();
    std::vector<std::string> files = {
        rewritten(plain, [](QPDFWriter& writer) { writer.setObjectStreamMode(qpdf_o_generate); }),
        rewritten(plain, [](QPDFWriter& writer) { writer.setLinearization(true); }),
        rewritten(plain, [](QPDFWriter& writer) {
            writer.setLinearization(true), writer.setObjectStreamMode(qpdf_o_generate);
        })};
    // The form is a direct dictionary of the catalogue.
    auto direct = plain;
    direct.replace(direct.find("/AcroForm 4 0 R"), 15, "/AcroForm<</Fields[5 0 R]/NeedAppearances true>>");
    files.push_back(rewritten(direct, [](QPDFWriter&) {}));
    for (const auto& file : files) {
        const auto made = pdf::fill_form(file, {{"a", {"قيمة"}}});
        CHECK(made.checks.empty());
        CHECK(made.pdf.substr(0, file.size()) == file);
        CHECK(complaints(made.pdf).empty());
        CHECK(value_in(made.pdf, "a") == "قيمة");
        // Of the same kind as what it is appended to: a table after a table, a stream after a stream.
        const bool streams = file.find("/Type /XRef") != std::string::npos;
        CHECK((made.pdf.find("\nxref\n", file.size()) == std::string::npos) == streams);
    }
}

TEST_CASE("a hybrid file, with a table for old readers and a stream for new ones, is filled for both",
          "[pdf]") {
    // The field stands in an object stream that only the stream of the hybrid section knows.
    const std::string field = widget("/FT /Tx /T (a)");
    std::string file = "%PDF-1.5\n";
    std::vector<std::size_t> at(9, 0);
    const auto add = [&](int number, const std::string& body) {
        at[static_cast<std::size_t>(number)] = file.size();
        file += fmt::format("{} 0 obj\n{}\nendobj\n", number, body);
    };
    add(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>");
    add(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    add(3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Annots [5 0 R] >>");
    const std::string packed = "5 0 " + field;
    add(6, fmt::format("<< /Type /ObjStm /N 1 /First 4 /Length {} >>\nstream\n{}\nendstream", packed.size(),
                       packed));
    const std::string entries("\2\0\0\6\0\0", 6);
    const auto hidden = file.size();
    add(7,
        fmt::format(
            "<< /Type /XRef /Size 8 /W [1 3 2] /Index [5 1] /Root 1 0 R /Length {} >>\nstream\n{}\nendstream",
            entries.size(), entries));
    const auto table = file.size();
    file += "xref\n0 8\n0000000000 65535 f \n";
    for (int i = 1; i < 8; ++i)
        file += i == 4 || i == 5 ? std::string("0000000000 00000 f \n")
                                 : fmt::format("{:010} 00000 n \n", at[static_cast<std::size_t>(i)]);
    file +=
        fmt::format("trailer\n<< /Size 8 /Root 1 0 R /XRefStm {} >>\nstartxref\n{}\n%%EOF\n", hidden, table);
    REQUIRE(complaints(file).empty());
    const auto made = pdf::fill_form(file, {{"a", {"قيمة"}}});
    CHECK(made.checks.empty());
    CHECK(complaints(made.pdf).empty());
    CHECK(value_in(made.pdf, "a") == "قيمة");
}

TEST_CASE("a flag that has viewers draw goes, and what relied on it is drawn", "[pdf]") {
    const MadeForm form{{widget("/FT /Tx /T (a)"), widget("/FT /Tx /T (kept) /V (before)", "20 100 300 124"),
                         widget("/FT /Btn /T (tick) /V /Yes /AS /Yes", "20 50 40 70")},
                        "/NeedAppearances true"};
    const auto made = pdf::fill_form(form.bytes(), {{"a", {"قيمة"}}});
    CHECK(made.checks.empty());
    QPDF document;
    document.processMemoryFile("made", made.pdf.data(), made.pdf.size());
    CHECK_FALSE(document.getObject(4, 0).hasKey("/NeedAppearances"));
    CHECK(document.getObject(6, 0).getKey("/AP").getKey("/N").isStream());
    CHECK(document.getObject(7, 0).getKey("/AP").getKey("/N").getKey("/Yes").isStream());
    CHECK(value_in(made.pdf, "kept") == "before");
}

TEST_CASE("what signatures lock stays as it is", "[pdf]") {
    const auto signed_form = [](const std::string& reference, const std::string& field = "") {
        return MadeForm{{widget("/FT /Tx /T (a)"), widget("/FT /Tx /T (b)", "20 100 300 124"),
                         widget("/FT /Sig /T (s) /V 8 0 R " + field),
                         "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 "
                         "1 2 3] /Contents <00> "
                         "/Reference [" +
                             reference + "] >>"},
                        "/SigFlags 3",
                        "",
                        "",
                        "5 0 R 6 0 R 7 0 R",
                        "5 0 R 6 0 R 7 0 R"}
            .bytes();
    };
    const std::string closed = "<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>";
    const std::string filling = "<< /TransformMethod /DocMDP /TransformParams << /P 2 >> >>";
    const std::string lock =
        "<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(a)] >> >>";
    CHECK(refusal(signed_form(closed)) == "fill.closed");
    CHECK(refusal(signed_form("", "/Lock << /Action /All /P 1 >>")) == "fill.closed");
    CHECK(findings(pdf::fill_form(signed_form(filling), {{"a", {"1"}}})) == Findings{"fill.signed s"});
    const auto made = pdf::fill_form(signed_form(lock), {{"a", {"1"}}, {"b", {"2"}}, {"s", {"x"}}});
    CHECK(findings(made) == Findings{"fill.locked a", "fill.not_fillable s", "fill.signed s"});
    CHECK(value_in(made.pdf, "b") == "2");
    CHECK(field_of(pdf::describe_form(signed_form(lock)), "a")->locked);
    CHECK_FALSE(field_of(pdf::describe_form(signed_form(lock)), "b")->locked);
}

TEST_CASE("files that are no form, or none to be filled, are refused with the reason", "[pdf][hostile]") {
    const auto plain = text_form("");
    CHECK(refusal("") == "pdf.not_pdf");
    CHECK(refusal("PK\x03\x04 a zip") == "pdf.not_pdf");
    CHECK(refusal(page_of({"نص"})) == "fill.no_form");
    CHECK(message_of([] { pdf::describe_form(page_of({"نص"})); }) == "fill.no_form");
    for (const std::string form : {"/XFA (x)", "/XFA [(template) 5 0 R]"}) {
        auto xfa = plain;
        xfa.form = form;
        CHECK(refusal(xfa.bytes()) == "fill.xfa");
        CHECK(message_of([&] { pdf::describe_form(xfa.bytes()); }) == "fill.xfa");
    }
    const auto encrypted = rewritten(plain.bytes(), [](QPDFWriter& writer) {
        writer.setDeterministicID(false);
        writer.setR6EncryptionParameters("", "owner", true, true, true, true, true, true, qpdf_r3p_full,
                                         true);
    });
    CHECK(refusal(encrypted) == "pdf.encrypted");
    // Readers could differ on what an update to it means.
    auto shifted = plain.bytes();
    shifted.replace(shifted.rfind("startxref\n") + 10, 1, "9");
    CHECK(refusal(shifted) == "fill.needs_repair");
    CHECK(refusal("junk before\n" + plain.bytes()) == "fill.needs_repair");
    // An object of the highest number: there is none left for what would be added.
    auto highest = plain.bytes();
    highest.replace(highest.rfind("trailer"), 0, "2147483647 1\n0000000015 00000 n \n");
    CHECK(refusal(highest) == "fill.needs_repair");
    const auto whole = plain.bytes();
    for (std::size_t length = 40; length < whole.size(); length += 97) {
        CAPTURE(length);
        CHECK_FALSE(refusal(whole.substr(0, length)).empty());
    }
}

TEST_CASE("hostile trees of fields end in a refusal or a value, never in a loop", "[pdf][hostile]") {
    const MadeForm own_kid{{"<< /T (a) /FT /Tx /Kids [5 0 R] >>"}};
    CHECK(refusal(own_kid.bytes()) != "?");
    const MadeForm ring{{"<< /T (a) /FT /Tx /Kids [6 0 R] >>", "<< /T (b) /Kids [5 0 R] >>"}};
    CHECK(refusal(ring.bytes()) != "?");
    MadeForm deep{{}};
    for (int i = 0; i < 60; ++i)
        deep.objects.push_back(fmt::format("<< /T (a) /FT /Tx /Kids [{} 0 R] >>", i + 6));
    deep.objects.push_back(widget("/T (a)"));
    deep.fields = "5 0 R";
    CHECK_FALSE(refusal(deep.bytes()).empty());
    // Entries of wrong types, sides exchanged, no size, no number.
    for (const std::string entries :
         {"/Rect [300 224 20 200]", "/Rect [0 0 0 0]", "/Rect [1 2]", "/Rect (x)", "/Rect [1e300 0 1 1e308]",
          "/MK 7 /BS 3 /DA 5 /Q (x)", "/MK << /BG [1 2 3 4 5] /BC [(x)] /R 45 >> /BS << /W -4 /S 3 >>",
          "/DA (((((() /MaxLen -5", "/DA (/F 1e9 Tf 9 9 9 9 9 k)", "/AP 5 /AA [1] /TU 9 /V [1 2]",
          "/AP << /N 6 0 R >> /F (x)", "/DA (/Helv -12 Tf)", "/Ff 99999999999"}) {
        CAPTURE(entries);
        const MadeForm form{{"<< /Subtype /Widget /FT /Tx /T (a) " + entries + " >>"}};
        try {
            const auto made = pdf::fill_form(form.bytes(), {{"a", {"قيمة"}}});
            if (!made.pdf.empty()) CHECK(value_in(made.pdf, "a") == "قيمة");
        } catch (const Error& error) {
            CHECK_FALSE(error.message().id.empty());
        }
    }
}
