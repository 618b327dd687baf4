// Files that somebody else may have made: looked into within limits, or refused with a reason.
#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "core/error.h"
#include "core/messages.h"
#include "pdf/object_writer.h"
#include "tests/pdf_made.h"

#include <qpdf/QPDFWriter.hh>

using namespace sanad;
using namespace sanad::pdf;
using namespace sanad::test;

namespace {

// A file of these objects, number 1 being the catalogue. No table: readers have to find the objects, as they
// do.
std::string file_of(const std::vector<std::string>& objects) {
    std::string file = "%PDF-1.7\n",
                table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", file.size());
        file += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    return file + fmt::format("{}trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", table,
                              objects.size() + 1, file.size());
}

std::string page_with_box(const std::string& box, const std::string& more = "") {
    return file_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                    "<< /Type /Page /Parent 2 0 R /MediaBox " + box + " " + more + " >>"});
}

std::string stream(const std::string& entries, const std::string& data) {
    return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, data.size(), data);
}

// Two inches by two, with one grey image over all of it.
std::string scanned_page(int width, int height, const std::string& matrix = "144 0 0 144 0 0 cm") {
    const std::string image = stream(
        fmt::format(
            "/Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceGray /BitsPerComponent 1",
            width, height),
        std::string(static_cast<std::size_t>((width + 7) / 8) * static_cast<std::size_t>(height), '\0'));
    return file_of({"<< /Type /Catalog /Pages 2 0 R >>",
                    "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 144 144] /Resources << /XObject "
                    "<< /Im 5 0 R >> >> >>",
                    "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
                    stream("", "q " + matrix + " /Im Do Q"), image});
}

std::string encrypted(const std::string& user_password) {
    const std::string plain = page_of({"سند"});
    QPDF document;
    document.processMemoryFile("plain", plain.data(), plain.size());
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setR6EncryptionParameters(user_password.c_str(), "owner", true, true, true, true, true, true,
                                     qpdf_r3p_full, true);
    writer.write();
    const auto bytes = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

// The code and message id of the refusal; the message has to be in the catalogue.
std::pair<ErrorCode, std::string> refusal(const std::function<void()>& attempt) {
    try {
        attempt();
    } catch (const Error& e) {
        CHECK(has_message(e.message().id));
        CHECK_FALSE(describe(e, Language::ar).empty());
        return {e.code(), e.message().id};
    }
    return {ErrorCode::external, "not refused"};
}

using Refusal = std::pair<ErrorCode, std::string>;

}  // namespace

TEST_CASE("a scanned page comes at the resolution of its image", "[pdf]") {
    CHECK(rasterise(scanned_page(600, 600), 1, 150).dpi == Approx(300));
    CHECK(rasterise(scanned_page(1200, 1200), 1, 150).dpi == Approx(400));
    CHECK(rasterise(scanned_page(300, 300), 1, 300).dpi == Approx(300));
    CHECK(rasterise(scanned_page(600, 600, "72 0 0 144 0 0 cm"), 1, 150).dpi == Approx(150));
    CHECK(rasterise(scanned_page(600, 600, "2 0 0 2 0 0 cm 72 0 0 72 0 0 cm"), 1, 150).dpi == Approx(300));
    CHECK(rasterise(scanned_page(600, 600, "0 144 -144 0 144 0 cm"), 1, 150).dpi == Approx(300));
}

TEST_CASE("a page is drawn white where nothing is", "[pdf]") {
    const Page page = rasterise(page_with_box("[0 0 72 144]"), 1, 100);
    CHECK(page.width == 100);
    CHECK(page.height == 200);
    CHECK(std::all_of(page.pixels.begin(), page.pixels.end(), [](auto p) { return p == 255; }));
}

TEST_CASE("a turned page comes as it is shown", "[pdf]") {
    const Page page = rasterise(page_with_box("[0 0 72 144]", "/Rotate 90"), 1, 100);
    CHECK(page.width == 200);
    CHECK(page.height == 100);
}

TEST_CASE("a large page is drawn coarser, within the limit of pixels", "[pdf][hostile]") {
    DecodeLimits limits;
    limits.max_pixels = 1'000'000;
    const Page page = rasterise(page_with_box("[0 0 595 842]"), 1, 300, limits);
    CHECK(page.pixels.size() <= 1'000'000);
    CHECK(page.pixels.size() > 900'000);
    CHECK(page.dpi < 150);
}

TEST_CASE("a page of impossible size is refused before it is drawn", "[pdf][hostile]") {
    const std::string box = GENERATE(as<std::string>{}, "[0 0 99999999 99999999]", "[0 0 1 9999999999]",
                                     "[0 0 1000000000000000000000000000000 1]", "[0 0 0.00001 0.00001]");
    CAPTURE(box);
    const auto refused = refusal([&] { rasterise(page_with_box(box), 1, 300); });
    CHECK(refused.second == "pdf.page_size");
    CHECK(refused.first == ErrorCode::resource);
}

TEST_CASE("an image that would not fit into memory is refused before it is drawn", "[pdf][hostile]") {
    std::string bytes = scanned_page(80, 10);
    const auto at = bytes.find("/Width 80 /Height 10");
    bytes.replace(at, 20, "/Width 9999999/Height 99999");
    CHECK(refusal([&] { rasterise(bytes, 1); }) == Refusal{ErrorCode::resource, "pdf.image_size"});
}

TEST_CASE("a page that unpacks to more than any page needs is refused", "[pdf][hostile]") {
    const std::string packed = deflated(std::string(120 << 20, ' '));
    const std::string bytes =
        file_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>",
                 stream("/Filter /FlateDecode", packed)});
    CHECK(bytes.size() < 1'000'000);
    CHECK(refusal([&] { rasterise(bytes, 1); }) == Refusal{ErrorCode::resource, "pdf.content_size"});
    CHECK(refusal([&] { page_text(bytes, 1); }) == Refusal{ErrorCode::resource, "pdf.content_size"});
}

TEST_CASE("form fields that share their children are not walked path by path", "[pdf][hostile]") {
    std::vector<std::string> objects = {"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
                                        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"};
    for (int i = 5; i < 60; ++i) objects.push_back(fmt::format("<< /Kids [{0} 0 R {0} 0 R] >>", i));
    objects.push_back("<< /T (end) /FT /Tx >>");
    const std::string bytes = file_of(objects);
    CHECK(refusal([&] { page_count(bytes); }) == Refusal{ErrorCode::bad_input, "pdf.damaged"});
    CHECK(refusal([&] { rasterise(bytes, 1); }) == Refusal{ErrorCode::bad_input, "pdf.damaged"});
    CHECK(form_values(bytes).size() <= 1);
}

TEST_CASE("operators packed as an image are not unpacked", "[pdf][hostile]") {
    const std::string filter = GENERATE(as<std::string>{}, "/JBIG2Decode", "[/FlateDecode /JPXDecode]");
    const std::string page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]";
    const std::string tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                      root = "<< /Type /Catalog /Pages 2 0 R >>";
    const std::string packed = stream("/Subtype /Form /Filter " + filter, "xyz");
    const std::string as_content = file_of({root, tree, page + " /Contents [4 0 R] >>", packed});
    const std::string as_form =
        file_of({root, tree, page + " /Resources << /XObject << /X 4 0 R >> >> >>", packed});
    CHECK(refusal([&] { rasterise(as_content, 1); }) == Refusal{ErrorCode::bad_input, "pdf.damaged"});
    CHECK(refusal([&] { rasterise(as_form, 1); }) == Refusal{ErrorCode::bad_input, "pdf.damaged"});
}

TEST_CASE("a page whose content cannot be unpacked is drawn as far as it goes", "[pdf][hostile]") {
    const std::string bytes =
        file_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] /Contents 4 0 R >>",
                 stream("/Filter /FlateDecode", "this was never deflated")});
    CHECK(rasterise(bytes, 1, 100).width == 100);
}

TEST_CASE("what is no PDF is said to be none", "[pdf][hostile]") {
    const std::string bytes = GENERATE(as<std::string>{}, "", "%PD", "\x89PNG\r\n", "PK\x03\x04",
                                       std::string(5000, ' ') + "%PDF-1.4");
    CHECK(refusal([&] { page_count(bytes); }) == Refusal{ErrorCode::bad_input, "pdf.not_pdf"});
    CHECK(refusal([&] { rasterise(bytes, 1); }) == Refusal{ErrorCode::bad_input, "pdf.not_pdf"});
    CHECK(refusal([&] { page_text(bytes, 1); }) == Refusal{ErrorCode::bad_input, "pdf.not_pdf"});
    CHECK(refusal([&] { form_values(bytes); }) == Refusal{ErrorCode::bad_input, "pdf.not_pdf"});
}

TEST_CASE("a damaged file is said to be damaged", "[pdf][hostile]") {
    const std::string bytes =
        GENERATE(as<std::string>{}, "%PDF-1.7\n", "%PDF-1.7\ntrailer << /Root 1 0 R >>",
                 file_of({"<< /Type /Catalog >>"}),
                 file_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
                 file_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 9 >>"}));
    CHECK(refusal([&] { page_count(bytes); }) == Refusal{ErrorCode::bad_input, "pdf.damaged"});
}

TEST_CASE("an encrypted file is refused, whatever the password", "[pdf][hostile]") {
    const std::string bytes = encrypted(GENERATE(as<std::string>{}, "", "secret"));
    CHECK(refusal([&] { page_count(bytes); }) == Refusal{ErrorCode::unsupported, "pdf.encrypted"});
}

TEST_CASE("files and page numbers over the limits are refused", "[pdf][hostile]") {
    const std::string bytes = page_of({"سند"});
    DecodeLimits limits;
    limits.max_file_bytes = bytes.size() - 1;
    CHECK(refusal([&] { page_count(bytes, limits); }) == Refusal{ErrorCode::resource, "pdf.file_too_large"});
    limits = {};
    limits.max_pages = 0;
    CHECK(refusal([&] { page_count(bytes, limits); }) == Refusal{ErrorCode::resource, "pdf.too_many_pages"});
    const int number = GENERATE(0, -1, 2, 1'000'000);
    CHECK(refusal([&] { rasterise(bytes, number); }) == Refusal{ErrorCode::not_found, "pdf.no_such_page"});
    CHECK(refusal([&] { page_text(bytes, number); }) == Refusal{ErrorCode::not_found, "pdf.no_such_page"});
}

TEST_CASE("a file cut off anywhere ends in an answer or a reason", "[pdf][hostile]") {
    const std::string whole = page_of({"سند", "طلب دعم"});
    for (std::size_t length = 0; length < whole.size(); length += whole.size() / 40) {
        const std::string part = whole.substr(0, length);
        std::string reason = "answered";
        try {
            page_count(part);
            rasterise(part, 1, 50);
        } catch (const Error& e) {
            reason = e.message().id;
        }
        INFO(length << " bytes: " << reason);
        CHECK((reason == "answered" || has_message(reason)));
        CHECK((length > 0 || reason == "pdf.not_pdf"));
    }
}

TEST_CASE("a form that refers to itself is read to its end", "[pdf][hostile]") {
    const auto values = form_values(
        file_of({"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 4 0 R 7 0 R] >> >>",
                 "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [6 0 R] >>",
                 "<< /T (a) /FT /Tx /V (top) /Parent 6 0 R /Kids [5 0 R] >>",
                 "<< /T (b) /Parent 4 0 R /Kids [6 0 R 4 0 R 5 0 R] >>",
                 "<< /T (c) /Parent 6 0 R /P 3 0 R >>", "<< /T (loop) /FT /Btn /Kids [7 0 R 7 0 R] >>"}));
    REQUIRE(values.size() == 1);
    CHECK(values[0].name == "a.b.c");
    CHECK(values[0].value == "top");
    CHECK(values[0].page == 1);
}

TEST_CASE("names and values of foreign forms are understood", "[pdf]") {
    const auto values = form_values(file_of(
        {"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R 5 0 R 6 0 R 7 0 R 8 0 R] >> >>",
         "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
         "<< /T <FEFF06330646062F> /FT /Tx /V (caf\\351) >>",  // UTF-16 name, PDFDocEncoding value
         "<< /T (group) /FT /Btn /Ff 32768 /Kids [<< /AS /Off >> << /AS /two >>] >>",  // set in the widgets
                                                                                       // only
         "<< /T (list) /FT /Ch /V [(a) <FEFF0628>] >>", "<< /T (push) /FT /Btn /Ff 65536 >>",
         "<< /T (signed) /FT /Sig /V << /Type /Sig >> >>"}));
    REQUIRE(values.size() == 5);
    CHECK(values[0].name == "سند");
    CHECK(values[0].value == "café");
    CHECK(values[1].value == "two");
    CHECK(values[2].value == "a\nب");
    CHECK(values[3].value.empty());
    CHECK(values[4].value == "signed");
}

TEST_CASE("values of the wrong kind are passed over", "[pdf][hostile]") {
    const auto values =
        form_values(file_of({"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R null 3 (x) 5 0 R << "
                             "/T 7 /FT (x) /V [[[]]] >>] >> >>",
                             "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                             "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots 12 >>",
                             "<< /T (a) /FT /Tx /V 12 /Kids 9 >>",
                             "<< /T (b) /FT /Btn /V (not a name) /Ff (flags) /Kids [1 2 null] >>"}));
    REQUIRE(values.size() == 2);
    CHECK(values[0].value.empty());
    CHECK(values[1].value == "Off");
}
