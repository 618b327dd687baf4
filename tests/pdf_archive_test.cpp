// Documents keep PDF/A-2b, PDF/A-3b and PDF/UA-1; and the checker that says so catches what is broken.
#include "tests/archive_check.h"  // before qpdf: it says which pointers qpdf uses

#include <functional>

#include <catch2/catch.hpp>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFWriter.hh>

#include "pdf/signature_update.h"
#include "tests/pdf_made.h"

using namespace sanad;
using test::archive_findings;
using test::joined;
using Object = QPDFObjectHandle;

namespace {

const std::string picture(16 * 16 * 4, '\x80');

// One of everything that a document of ours can have.
std::string everything(bool attached = true) {
    auto writer = test::new_writer();
    auto& tree = writer.structure();
    const int number = writer.add_page(), second = writer.add_page();
    auto& page = writer.page(number);
    const auto text = [&](pdf::Node node, double x, double y, const char* utf8) {
        page.tag(node);
        page.text({x, y, 60, 0}, utf8);
    };
    const auto root = pdf::Structure::root;
    text(tree.add(root, pdf::Role::heading1), 130, 20, "إقرار");
    const auto list = tree.add(root, pdf::Role::list), item = tree.add(list, pdf::Role::list_item);
    text(tree.add(item, pdf::Role::item_label), 180, 40, "1.");
    text(tree.add(item, pdf::Role::item_body), 110, 40, "الله وَلِيُّ التوفيق (Sanad 2026)");
    const auto table = tree.add(root, pdf::Role::table), row = tree.add(table, pdf::Role::table_row);
    text(tree.add(row, {pdf::Role::header_cell, {}, pdf::Scope::row}), 130, 60, "الاسم");
    text(tree.add(row, pdf::Role::cell), 60, 60, "سلمى");
    const auto wide = tree.add(table, pdf::Role::table_row);
    text(tree.add(wide, {pdf::Role::header_cell, {}, pdf::Scope::row, 2}), 60, 70, "أطول");
    page.tag(tree.add(root, {pdf::Role::figure, "رمز المعاملة"}));
    page.qr({20, 20, 20, 20}, "SANAD1");
    page.tag(tree.add(root, {pdf::Role::figure, "صورة التوقيع"}));
    page.picture({20, 50, 20, 20}, 16, 16, picture);
    page.tag(pdf::untagged);
    page.rect({15, 15, 180, 100});
    page.text({15, 120, 180, 0}, "فقرة لم يسمها أحد, mixed مع لاتيني و٢٠٢٦ ونوع من 漢字 لا يعرفه الخط");
    page.unseen_line({{"سطر", {100, 140, 20, 6}}, {"مقروء", {70, 140, 25, 6}}});
    writer.page(second).line({10, 10}, {100, 10});
    writer.page(second).fill({10, 20, 5, 5}, {0.5, 0.2, 0.1});
    pdf::Writer::TextField field;
    field.name = "full_name";
    field.tip = "الاسم";
    field.value = "عبد الله";
    writer.text_field(number, {100, 150, 60, 8}, field);
    field.name = "need";
    field.multiline = true;
    writer.text_field(number, {100, 160, 60, 30}, field);
    writer.check_box(number, {100, 200, 4, 4}, "documents-lease", "المرفقات: عقد الإيجار", true);
    writer.radio(second, "sex", "الجنس",
                 {{"male", "ذكر", {100, 50, 4, 4}}, {"female", "أنثى", {80, 50, 4, 4}}}, "male");
    writer.signature_field(second, {100, 80, 70, 20}, "Applicant", "توقيع مقدم الطلب");
    if (attached) writer.attach("data.json", "application/json", "{}", "البيانات");
    return writer.finish();
}

std::string changed(const std::function<void(QPDF&)>& change) {
    const auto good = everything();
    QPDF pdf;
    pdf.processMemoryFile("good", good.data(), good.size());
    change(pdf);
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setStaticID(true);
    writer.setObjectStreamMode(qpdf_o_disable);
    writer.setPreserveUnreferencedObjects(true);
    writer.setNewlineBeforeEndstream(true);
    writer.write();
    const std::unique_ptr<Buffer> buffer(writer.getBuffer());
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

Object first_page(QPDF& pdf) { return pdf.getAllPages().at(0); }
Object widget(QPDF& pdf, int index) { return first_page(pdf).getKey("/Annots").getArrayItem(index); }
Object a_font(QPDF& pdf) {
    return first_page(pdf).getKey("/Resources").getKey("/Font").getDictAsMap().begin()->second;
}
Object descendant(QPDF& pdf) { return a_font(pdf).getKey("/DescendantFonts").getArrayItem(0); }

// The first structure element of that role.
Object element(QPDF& pdf, const char* role) {
    for (auto& object : pdf.getAllObjects())
        if (object.isDictionary() && object.getKey("/Type").isNameAndEquals("/StructElem") &&
            object.getKey("/S").isNameAndEquals(role))
            return object;
    FAIL("no element " << role);
    return Object::newNull();
}

void edit_stream(Object stream, const std::string& from, const std::string& to) {
    const auto data = stream.getStreamData(qpdf_dl_all);
    std::string bytes(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
    const auto at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    bytes.replace(at, from.size(), to);
    stream.replaceStreamData(bytes, Object::newNull(), Object::newNull());
}

struct Break {
    const char* finding;
    std::function<void(QPDF&)> change;
};

const std::vector<Break>& breaks() {
    const auto metadata = [](QPDF& pdf) { return pdf.getRoot().getKey("/Metadata"); };
    const auto content = [](QPDF& pdf) { return first_page(pdf).getKey("/Contents"); };
    static const std::vector<Break> all = {
        {"limit.string",
         [](QPDF& p) {
             element(p, "/P").replaceKey("/ActualText", Object::newString(std::string(40000, 'a')));
         }},
        {"limit.name",
         [](QPDF& p) { element(p, "/P").replaceKey("/C", Object::newName("/" + std::string(128, 'a'))); }},
        {"limit.page", [](QPDF& p) { first_page(p).replaceKey("/MediaBox", Object::parse("[0 0 2 2]")); }},
        {"metadata.not_xml",
         [=](QPDF& p) { edit_stream(metadata(p), "<dc:title>", "<dc:title>\xef\xbf\xbe"); }},
        {"metadata.missing", [](QPDF& p) { p.getRoot().removeKey("/Metadata"); }},
        {"metadata.type",
         [=](QPDF& p) { metadata(p).getDict().replaceKey("/Subtype", Object::newName("/HTML")); }},
        {"metadata.prefix", [=](QPDF& p) { edit_stream(metadata(p), "xmlns:pdfuaid", "xmlns:pdfuaix"); }},
        {"limit.integer", [](QPDF& p) { element(p, "/P").replaceKey("/C", Object::parse("[2147483648]")); }},
        {"attachment.type",
         [](QPDF& p) {
             Object file = p.getRoot().getKey("/AF").getArrayItem(0).getKey("/EF").getKey("/F");
             file.getDict().replaceKey("/Subtype", Object::newName("/json"));
         }},
        {"colour.output_intent",
         [](QPDF& p) {
             p.getRoot()
                 .getKey("/OutputIntents")
                 .getArrayItem(0)
                 .replaceKey("/DestOutputProfileRef", Object::newDictionary());
         }},
        {"file.language",
         [](QPDF& p) { element(p, "/P").replaceKey("/Lang", Object::newString("العربية")); }},
        {"forbidden.action: /Named",
         [](QPDF& p) {
             p.getRoot().replaceKey("/OpenAction",
                                    p.makeIndirectObject(Object::parse("<< /S /Named /N /Print >>")));
         }},
        {"font.kind",
         [](QPDF& p) { descendant(p).replaceKey("/Subtype", Object::newName("/CIDFontType0")); }},
        {"content.unknown_operator: sanad",
         [=](QPDF& p) { edit_stream(content(p), "EMC\n", "EMC\nBX 1 sanad EX\n"); }},
        {"content.unknown_operator: ri",
         [=](QPDF& p) { edit_stream(content(p), "EMC\n", "EMC\n/Mine ri\n"); }},
        {"content.nested",
         [=](QPDF& p) { edit_stream(content(p), "/Artifact BMC\n", "/Artifact BMC\n/P BMC EMC\n"); }},
        {"structure.cells_overlap",
         [](QPDF& p) { element(p, "/TH").getKey("/A").replaceKey("/RowSpan", Object::newInteger(2)); }},
        {"annotation.appearance_kind: sex",
         [](QPDF& p) {
             Object page = p.getAllPages().at(1);
             page.getKey("/Annots").getArrayItem(0).removeKey("/FT");
         }},
        {"annotation.appearance_kind: documents-lease", [](QPDF& p) { widget(p, 2).removeKey("/FT"); }},
        {"structure.second_title",
         [](QPDF& p) { element(p, "/P").replaceKey("/S", Object::newName("/H1")); }},
        {"metadata.pdfa_part",
         [=](QPDF& p) { edit_stream(metadata(p), "<pdfaid:part>3", "<pdfaid:part>2"); }},
        {"metadata.pdfa_conformance",
         [=](QPDF& p) { edit_stream(metadata(p), "conformance>B", "conformance>X"); }},
        {"metadata.pdfua_part",
         [=](QPDF& p) { edit_stream(metadata(p), "<pdfuaid:part>1", "<pdfuaid:part>2"); }},
        {"metadata.extension_schema",
         [=](QPDF& p) { edit_stream(metadata(p), "pdfua/ns/id/</pdfa", "other/</pdfa"); }},
        {"metadata.differs: /Title",
         [](QPDF& p) {
             p.getTrailer().getKey("/Info").replaceKey("/Title", Object::newUnicodeString("آخر"));
         }},
        {"metadata.differs: dates",
         [](QPDF& p) {
             p.getTrailer().getKey("/Info").replaceKey("/ModDate", Object::newString("D:20270101000000Z"));
         }},
        {"colour.output_intent", [](QPDF& p) { p.getRoot().removeKey("/OutputIntents"); }},
        {"colour.profile",
         [](QPDF& p) {
             edit_stream(p.getRoot().getKey("/OutputIntents").getArrayItem(0).getKey("/DestOutputProfile"),
                         "acsp", "acsq");
         }},
        {"colour.space", [=](QPDF& p) { edit_stream(content(p), "0 g", "0 0 0 1 k"); }},
        {"file.language", [](QPDF& p) { p.getRoot().removeKey("/Lang"); }},
        {"file.title_not_shown", [](QPDF& p) { p.getRoot().removeKey("/ViewerPreferences"); }},
        {"form.appearances",
         [](QPDF& p) {
             p.getRoot().getKey("/AcroForm").replaceKey("/NeedAppearances", Object::newBool(true));
         }},
        {"forbidden.action: /JavaScript",
         [](QPDF& p) {
             p.getRoot().replaceKey("/OpenAction",
                                    p.makeIndirectObject(Object::parse("<< /S /JavaScript >>")));
         }},
        {"forbidden.key: /AA", [](QPDF& p) { p.getRoot().replaceKey("/AA", Object::newDictionary()); }},
        {"forbidden.key: /XFA",
         [](QPDF& p) { p.getRoot().getKey("/AcroForm").replaceKey("/XFA", Object::newString("x")); }},
        {"attachment.not_associated", [](QPDF& p) { p.getRoot().replaceKey("/AF", Object::newArray()); }},
        {"attachment.relationship",
         [](QPDF& p) { p.getRoot().getKey("/AF").getArrayItem(0).removeKey("/AFRelationship"); }},
        {"font.not_embedded",
         [](QPDF& p) { descendant(p).getKey("/FontDescriptor").removeKey("/FontFile2"); }},
        {"font.no_unicode", [](QPDF& p) { a_font(p).removeKey("/ToUnicode"); }},
        {"font.glyph_map", [](QPDF& p) { descendant(p).removeKey("/CIDToGIDMap"); }},
        {"font.notdef",
         [](QPDF& p) {
             descendant(p)
                 .getKey("/CIDToGIDMap")
                 .replaceStreamData(std::string(4000, '\0'), Object::newNull(), Object::newNull());
         }},
        {"font.width",
         [](QPDF& p) { descendant(p).getKey("/W").getArrayItem(1).setArrayItem(3, Object::newInteger(7)); }},
        {"annotation.tab_order", [](QPDF& p) { first_page(p).replaceKey("/Tabs", Object::newName("/R")); }},
        {"annotation.no_appearance: full_name", [](QPDF& p) { widget(p, 0).removeKey("/AP"); }},
        {"annotation.flags: full_name",
         [](QPDF& p) { widget(p, 0).replaceKey("/F", Object::newInteger(6)); }},
        {"annotation.no_description: full_name", [](QPDF& p) { widget(p, 0).removeKey("/TU"); }},
        {"annotation.not_in_structure: full_name", [](QPDF& p) { widget(p, 0).removeKey("/StructParent"); }},
        {"annotation.action: full_name",
         [](QPDF& p) { widget(p, 0).replaceKey("/A", Object::newDictionary()); }},
        {"annotation.state: documents-lease",
         [](QPDF& p) { widget(p, 2).replaceKey("/AS", Object::newName("/Other")); }},
        {"annotation.kind", [](QPDF& p) { widget(p, 0).replaceKey("/Subtype", Object::newName("/Text")); }},
        {"structure.missing", [](QPDF& p) { p.getRoot().removeKey("/StructTreeRoot"); }},
        {"structure.not_marked", [](QPDF& p) { p.getRoot().removeKey("/MarkInfo"); }},
        {"structure.no_heading", [](QPDF& p) { element(p, "/H1").replaceKey("/S", Object::newName("/P")); }},
        {"structure.first_heading",
         [](QPDF& p) { element(p, "/H1").replaceKey("/S", Object::newName("/H2")); }},
        {"structure.role: /H7", [](QPDF& p) { element(p, "/P").replaceKey("/S", Object::newName("/H7")); }},
        {"structure.figure_without_words", [](QPDF& p) { element(p, "/Figure").removeKey("/Alt"); }},
        {"structure.header_without_scope", [](QPDF& p) { element(p, "/TH").removeKey("/A"); }},
        {"structure.list_numbering", [](QPDF& p) { element(p, "/L").removeKey("/A"); }},
        {"structure.misplaced: /LI",
         [](QPDF& p) { element(p, "/L").replaceKey("/S", Object::newName("/Div")); }},
        {"structure.misplaced: /P",
         [](QPDF& p) { element(p, "/LBody").replaceKey("/S", Object::newName("/P")); }},
        {"structure.cell_without_header",
         [](QPDF& p) { element(p, "/TH").getKey("/A").replaceKey("/Scope", Object::newName("/None")); }},
        {"structure.table_irregular",
         [](QPDF& p) {
             for (auto& object : p.getAllObjects())
                 if (object.isDictionary() && object.getKey("/A").isDictionary() &&
                     object.getKey("/A").hasKey("/ColSpan"))
                     object.getKey("/A").removeKey("/ColSpan");
         }},
        {"structure.parent: /P",
         [](QPDF& p) { element(p, "/P").replaceKey("/P", p.getRoot().getKey("/StructTreeRoot")); }},
        {"structure.widget_outside_form",
         [](QPDF& p) { element(p, "/Form").replaceKey("/S", Object::newName("/P")); }},
        {"structure.content_left_out",
         [](QPDF& p) { element(p, "/P").replaceKey("/K", Object::newArray()); }},
        {"structure.parent_tree", [](QPDF& p) { first_page(p).removeKey("/StructParents"); }},
        {"content.untagged", [=](QPDF& p) { edit_stream(content(p), "/Artifact BMC\n", "\n"); }},
        {"content.unbalanced", [=](QPDF& p) { edit_stream(content(p), "EMC\n", "\n"); }},
        {"limit.saved_states",
         [=](QPDF& p) {
             std::string deep;
             for (int i = 0; i < 30; ++i) deep = "q " + deep + " Q";
             edit_stream(content(p), "EMC\n", "EMC\n" + deep + "\n");
         }},
        {"metadata.packet", [=](QPDF& p) { edit_stream(metadata(p), " id=", " encoding=\"UTF-8\" id="); }},
        {"file.language", [](QPDF& p) { p.getRoot().replaceKey("/Lang", Object::newString("Arabic_x")); }},
        {"forbidden.key: /NeedsRendering",
         [](QPDF& p) { p.getRoot().replaceKey("/NeedsRendering", Object::newBool(true)); }},
        {"forbidden.key: /CIDSet",
         [](QPDF& p) {
             descendant(p).getKey("/FontDescriptor").replaceKey("/CIDSet", Object::newStream(&p, "\x80"));
         }},
        {"structure.suspects",
         [](QPDF& p) { p.getRoot().getKey("/MarkInfo").replaceKey("/Suspects", Object::newBool(true)); }},
        {"structure.form_without_its_field",
         [](QPDF& p) { element(p, "/Form").replaceKey("/K", Object::newArray()); }},
        {"signature.permissions",
         [](QPDF& p) { p.getRoot().replaceKey("/Perms", Object::parse("<< /UR9 << >> >>")); }},
        {"signature.range",
         [](QPDF& p) {
             p.getRoot().replaceKey(
                 "/Sanad", p.makeIndirectObject(
                               Object::parse("<< /Type /Sig /ByteRange [0 10 20 30] /Contents <00> >>")));
         }},
        {"signature.reference",
         [](QPDF& p) {
             p.getRoot().replaceKey("/Sanad",
                                    p.makeIndirectObject(Object::parse(
                                        "<< /ByteRange [0 1 2 3] /Reference [<< /DigestValue <00> >>] >>")));
         }},
        {"font.bad_unicode",
         [](QPDF& p) {
             auto map = a_font(p).getKey("/ToUnicode");
             edit_stream(map, "<0020>", "<FEFF>");
         }},
    };
    return all;
}

}  // namespace

TEST_CASE("a document keeps PDF/A-2b and PDF/UA-1, and 3b with an attachment", "[pdf]") {
    const bool attached = GENERATE(false, true);
    const auto findings = archive_findings(everything(attached));
    INFO(joined(findings));
    CHECK(findings.empty());
}

TEST_CASE("a document says what it keeps", "[pdf]") {
    CHECK(everything(false).find("<pdfaid:part>2</pdfaid:part>") != std::string::npos);
    CHECK(everything(true).find("<pdfaid:part>3</pdfaid:part>") != std::string::npos);
}

TEST_CASE("the checker finds nothing in a sound document that another program has written anew", "[pdf]") {
    const auto findings = archive_findings(changed([](QPDF&) {}));
    INFO(joined(findings));
    CHECK(findings.empty());
}

TEST_CASE("the checker catches a document that is broken on purpose", "[pdf][hostile]") {
    for (const auto& one : breaks()) {
        const auto findings = joined(archive_findings(changed(one.change)));
        INFO(one.finding << " expected; found:\n" << findings);
        CHECK(("\n" + findings).find(std::string("\n") + one.finding) != std::string::npos);
    }
}

TEST_CASE("the checker catches what is spelt wrong", "[pdf][hostile]") {
    const auto good = everything();
    const auto with = [&](const std::string& from, const std::string& to) {
        auto bytes = good;
        const auto at = bytes.find(from);
        REQUIRE((at != std::string::npos && from.size() == to.size()));
        return joined(archive_findings(bytes.replace(at, from.size(), to)));
    };
    const auto has = [](const std::string& findings, const char* one) {
        return findings.find(one) != std::string::npos;
    };
    CHECK(has(with(" 0 obj\n", " 0 obj "), "spelling.object"));
    CHECK(has(with("\nendobj", " endobj"), "spelling.object"));
    CHECK(has(with("endobj\n", "endobj "), "spelling.object"));
    CHECK(has(with("stream\n", "stream "), "spelling.stream"));
    CHECK(has(with("\nendstream", " endstream"), "spelling.stream"));
    CHECK(has(with(" 65535 f \n", " 65535 f\t\n"), "spelling.cross_reference"));
    CHECK(has(with("xref\n0 ", "xref\n0\t"), "spelling.cross_reference"));
    CHECK(has(with("/Title <feff", "/Title <fef "), "spelling.hexadecimal"));
    CHECK(has(with("%PDF-1.7", "%PDF-1.8"), "file.header"));
}

TEST_CASE("the checker catches what stands behind the end of a file", "[pdf][hostile]") {
    CHECK(archive_findings(everything() + "x").count("file.after_end") == 1);
    CHECK(archive_findings(everything() + "\n\n\n").count("file.after_end") == 1);
}

TEST_CASE("a signature leaves the document what it was", "[pdf]") {
    pdf::Canvas appearance(pdf::open_fonts(), 70, 20);
    appearance.picture({1, 1, 20, 18}, 16, 16, picture);
    appearance.text({25, 2, 43, 0}, "وقعته سلمى في 22 نوفمبر 2026م");
    pdf::SignatureRequest request;
    request.field = "Applicant";
    request.appearance = &appearance;
    request.certify = 2;
    const std::string der = "0\x03\x02\x01\x01";
    auto bytes = pdf::fill_signature(pdf::prepare_signature(everything(), request), der);
    if (GENERATE(false, true)) bytes = pdf::fill_signature(pdf::prepare_document_timestamp(bytes), der);
    const auto findings = archive_findings(bytes);
    INFO(joined(findings));
    CHECK(findings.empty());
}

TEST_CASE("who reads aloud gets the text as it is spelt", "[pdf]") {
    const auto bytes = everything();
    QPDF pdf;
    pdf.processMemoryFile("made", bytes.data(), bytes.size());
    CHECK(element(pdf, "/H1").getKey("/ActualText").getUTF8Value() == "إقرار");
    CHECK(element(pdf, "/LBody").getKey("/ActualText").getUTF8Value() == "الله وَلِيُّ التوفيق (Sanad 2026)");
}
