#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/messages.h"
#include "pdf/embedded_objects.h"
#include "tests/pdf_made.h"

#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>

using namespace sanad;
using namespace sanad::pdf;
using namespace sanad::test;

namespace {

std::string a_form(bool fillable = true) {
    auto writer = new_writer();
    const int page = writer.add_page();
    writer.page(page).qr({10, 10, 20, 20}, "SANAD1 support-request 1 1 -");
    Writer::TextField name{"full_name", "الاسم الرباعي", "عبد الله بن محمد (الصالح)"};
    name.read_only = !fillable;
    writer.text_field(page, {40, 40, 100, 8}, name);
    Writer::TextField id{"national_id", "رقم الهوية", "1012345672"};
    id.comb = 10;
    id.read_only = !fillable;
    writer.text_field(page, {40, 60, 70, 7}, id);
    writer.check_box(page, {40, 80, 5, 5}, "food", "غذاء", true);
    writer.check_box(page, {60, 80, 5, 5}, "rent", "إيجار");
    writer.radio(page, "sex", "الجنس", {{"male", "ذكر", {40, 90, 5, 5}}, {"female", "أنثى", {60, 90, 5, 5}}},
                 "female");
    writer.radio(page, "status", "الحالة",
                 {{"single", "أعزب", {40, 99, 5, 5}}, {"married", "متزوج", {60, 99, 5, 5}}});
    writer.signature_field(page, {40, 110, 60, 20}, "Applicant", "توقيع مقدم الطلب");
    writer.attach("بيانات.json", "application/json", "{\"a\":1}", "بيانات المعاملة");
    return writer.finish();
}

// qpdf reads from the bytes as long as it lives.
struct Parsed {
    explicit Parsed(std::string made) : bytes(std::move(made)) {
        document->setSuppressWarnings(true);
        document->processMemoryFile("made", bytes.data(), bytes.size());
    }
    QPDF* operator->() const { return document.get(); }
    QPDF& operator*() const { return *document; }

    const std::string bytes;
    const std::unique_ptr<QPDF> document = std::make_unique<QPDF>();
};

}  // namespace

TEST_CASE("what is made is sound for qpdf", "[pdf]") {
    CHECK(complaints(a_form()).empty());
    CHECK(complaints(a_form(false)).empty());
    CHECK(complaints(page_of({"سند"})).empty());
}

TEST_CASE("the same input gives the same bytes", "[pdf]") {
    CHECK(a_form() == a_form());
    CHECK(a_form() != a_form(false));
}

TEST_CASE("a form's values read back", "[pdf]") {
    std::map<std::string, std::pair<std::string, std::string>> values;
    for (const auto& value : form_values(a_form())) {
        values[value.name] = {value.type, value.value};
        CHECK(value.page == 1);
    }
    using Pair = std::pair<std::string, std::string>;
    CHECK(values.size() == 7);
    CHECK(values["full_name"] == Pair{"Tx", "عبد الله بن محمد (الصالح)"});
    CHECK(values["national_id"] == Pair{"Tx", "1012345672"});
    CHECK(values["food"] == Pair{"Btn", "Yes"});
    CHECK(values["rent"] == Pair{"Btn", "Off"});
    CHECK(values["sex"] == Pair{"Btn", "female"});
    CHECK(values["status"] == Pair{"Btn", "Off"});
    CHECK(values["Applicant"] == Pair{"Sig", ""});
}

TEST_CASE("field values are seen without a viewer's help", "[pdf]") {
    const std::string text = page_text(a_form(), 1);
    CHECK(text.find("عبد الله بن محمد (الصالح)") != std::string::npos);
    CHECK(text.find("1012345672") != std::string::npos);
    const Parsed document(a_form());
    CHECK_FALSE(document->getRoot().getKey("/AcroForm").hasKey("/NeedAppearances"));
    auto page = document->getAllPages()[0];
    for (auto annotation : page.getKey("/Annots").getArrayAsVector()) {
        CHECK(annotation.hasKey("/AP"));  // a signature field too, of nothing: ISO 19005-2, 6.3.3
    }
}

TEST_CASE("a form that a person fills has the whole font to go on with", "[pdf]") {
    const Parsed whole(a_form());
    auto font = whole->getRoot().getKey("/AcroForm").getKey("/DR").getKey("/Font").getKey("/Wingdings");
    CHECK(font.getKey("/BaseFont").getName() == "/Amiri-Regular");
    auto file =
        font.getKey("/DescendantFonts").getArrayItem(0).getKey("/FontDescriptor").getKey("/FontFile2");
    CHECK(file.getStreamData()->getSize() > 500'000);
    CHECK(a_form(false).size() < a_form().size() / 4);
}

TEST_CASE("screen readers are told what each field is, in reading order", "[pdf]") {
    const Parsed document(a_form());
    auto page = document->getAllPages()[0];
    CHECK(page.getKey("/Tabs").getName() == "/S");
    CHECK(document->getRoot().getKey("/ViewerPreferences").getKey("/Direction").getName() == "/R2L");
    CHECK(document->getRoot().getKey("/Lang").getUTF8Value() == "ar");
    auto first = page.getKey("/Annots").getArrayItem(0);
    CHECK(first.getKey("/TU").getUTF8Value() == "الاسم الرباعي");
}

TEST_CASE("Info and XMP say the same", "[pdf]") {
    Writer writer(open_fonts(),
                  {"طلب <دعم> & \"غيره\"", "ar", "جمعية", "", Moment{std::chrono::seconds{1'800'000'000}}});
    writer.add_page();
    const Parsed document(writer.finish());
    auto info = document->getTrailer().getKey("/Info");
    auto stream = document->getRoot().getKey("/Metadata").getStreamData();
    const std::string xmp(reinterpret_cast<const char*>(stream->getBuffer()), stream->getSize());
    CHECK(info.getKey("/Title").getUTF8Value() == "طلب <دعم> & \"غيره\"");
    CHECK(xmp.find("طلب &lt;دعم&gt; &amp; \"غيره\"") != std::string::npos);
    CHECK(info.getKey("/CreationDate").getStringValue() == "D:20270115080000Z");
    CHECK(xmp.find("<xmp:CreateDate>2027-01-15T08:00:00Z</xmp:CreateDate>") != std::string::npos);
    CHECK(xmp.find("<rdf:li>جمعية</rdf:li>") != std::string::npos);
}

TEST_CASE("an attached file comes out as it went in", "[pdf]") {
    const Parsed document(a_form());
    QPDFEmbeddedFileDocumentHelper files(*document);
    REQUIRE(files.getEmbeddedFiles().size() == 1);
    const auto file = files.getEmbeddedFiles().begin()->second;
    CHECK(file->getFilename() == "بيانات.json");
    auto data = file->getEmbeddedFileStream().getStreamData();
    CHECK(std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize()) == "{\"a\":1}");
    CHECK(document->getRoot().getKey("/AF").getArrayNItems() == 1);
}

TEST_CASE("every font is embedded and no larger than what was drawn", "[pdf]") {
    const Parsed document(page_of({"سند ✓ ABC"}));
    int fonts = 0;
    for (auto& object : document->getAllObjects()) {
        if (!object.isDictionaryOfType("/FontDescriptor")) continue;
        ++fonts;
        REQUIRE(object.getKey("/FontFile2").isStream());
        CHECK(object.getKey("/FontFile2").getStreamData()->getSize() < 12'000);
        CHECK(object.getKey("/FontName").getName().find('+') == 7);
    }
    CHECK(fonts == 2);
}

TEST_CASE("a canvas can go into a file that numbers objects in its own way", "[pdf]") {
    Canvas canvas(open_fonts(), 60, 20);
    canvas.text({0, 0, 60, 20}, "وقّعه إلكترونيًا 2026");
    canvas.picture({0, 10, 10, 10}, 1, 1, std::string("\x80", 1));
    int next = 500;
    ObjectSet objects([&next] { return next += 7; });
    const int form = embed_canvas(objects, canvas);
    CHECK(objects.bodies().count(form) == 1);
    CHECK(objects.bodies().at(form).find("/Subtype /Form") != std::string::npos);
    QPDF context;
    context.emptyPDF();
    for (const auto& [number, body] : objects.bodies()) {
        CHECK((number - 500) % 7 == 0);
        auto value = QPDFObjectHandle::parse(&context, body.substr(0, body.find("\nstream\n")));
        CHECK(value.isDictionary());
    }
}

TEST_CASE("what cannot be a form is refused", "[pdf][hostile]") {
    auto writer = new_writer();
    const int page = writer.add_page();
    writer.check_box(page, {10, 10, 5, 5}, "food", "غذاء");
    CHECK_THROWS_AS(writer.check_box(page, {10, 20, 5, 5}, "food", "again"), Error);
    CHECK_THROWS_AS(writer.check_box(page, {10, 20, 5, 5}, "", ""), Error);
    CHECK_THROWS_AS(writer.check_box(page, {10, 20, 5, 5}, "a.b", ""), Error);
    CHECK_THROWS_AS(writer.check_box(2, {10, 20, 5, 5}, "other", ""), Error);
    CHECK_THROWS_AS(writer.radio(page, "sex", "", {}), Error);
    CHECK_THROWS_AS(writer.radio(page, "sex", "", {{"male", "", {1, 1, 5, 5}}}, "neither"), Error);
    CHECK_THROWS_AS(writer.page(0), Error);
    CHECK_THROWS_AS(writer.page(2), Error);
    CHECK(complaints(writer.finish()).empty());
    CHECK_THROWS_AS(writer.finish(), Error);
    CHECK_THROWS_AS(new_writer().finish(), Error);
}

TEST_CASE("names and values of any kind leave the file sound", "[pdf][hostile]") {
    auto writer = new_writer();
    const int page = writer.add_page();
    const std::string odd = "a (b\\ <c> /d #e %f\x01 ا";
    writer.radio(page, odd, odd, {{odd, odd, {10, 10, 5, 5}}, {"/#()", "", {20, 10, 5, 5}}}, odd);
    writer.text_field(page, {10, 20, 50, 8}, {"text", odd, ") Tj ET Q (" + odd});
    writer.attach(odd, odd, "", odd);
    const std::string bytes = writer.finish();
    CHECK(complaints(bytes).empty());
    const auto values = form_values(bytes);
    REQUIRE(values.size() == 2);
    CHECK(values[0].name == odd);
    CHECK(values[0].value == odd);
    CHECK(values[1].value == ") Tj ET Q (" + odd);
}

TEST_CASE("a long document keeps its pages", "[pdf][hostile]") {
    auto writer = new_writer();
    for (int i = 1; i <= 200; ++i)
        writer.page(writer.add_page()).text({20, 20, 100, 10}, "صفحة " + std::to_string(i));
    const std::string bytes = writer.finish();
    CHECK(page_count(bytes) == 200);
    CHECK(page_text(bytes, 137) == "صفحة 137");
}
