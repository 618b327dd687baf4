// Somebody else's forms, written by hand with what a form may be: what is filled, what is refused and said.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "pdf/raster.h"
#include "tests/small_forms.h"

using namespace sanad;
using namespace sanad::test;

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
                                                    {"nowhere", {"y"}},
                                                    {"hidden", {"y"}},
                                                    {"a", {"سطر\nسطر"}}});
    CHECK(findings(made) == Findings{"fill.read_only fixed", "fill.not_fillable secret",
                                     "fill.not_fillable send", "fill.not_fillable sign", "fill.no_tick a",
                                     "fill.one_value a", "fill.no_field_near fixd", "fill.no_field nowhere",
                                     "fill.not_shown hidden", "fill.one_line a"});
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

TEST_CASE("a field beside its page is filled, and said not to be seen", "[pdf]") {
    const std::string place =
        GENERATE("1000 20 1200 44", "-300 20 -10 44", "20 500 300 524", "20 -60 300 -36");
    const MadeForm form{{widget("/FT /Tx /T (a)", place)}};
    CHECK(findings(pdf::fill_form(form.bytes(), {{"a", {"سلمى"}}})) == Findings{"fill.not_shown a"});
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
    CHECK(refusal(deep.bytes()) == "fill.too_deep");
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
