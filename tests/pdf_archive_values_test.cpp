// Whatever is written into a document, it keeps PDF/A and PDF/UA; and any file may be asked.
#include "tests/archive_check.h"  // before qpdf: it says which pointers qpdf uses

#include <cstdlib>
#include <sstream>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "tests/pdf_made.h"

using namespace sanad;
using test::archive_findings;
using test::joined;

TEST_CASE("control characters in a title do not part Info and XMP", "[pdf][hostile]") {
    pdf::Writer writer(pdf::open_fonts(), {"a\x01 <b> & \"c\"\n\tد", "ar", "x\x7f", "\x1b[2J", Moment{}});
    auto& page = writer.page(writer.add_page());
    page.tag(writer.structure().add(pdf::Structure::root, pdf::Role::heading1));
    page.text({20, 20, 100, 0}, "عنوان");
    const auto findings = archive_findings(writer.finish());
    INFO(joined(findings));
    CHECK(findings.empty());
}

TEST_CASE("values that nobody should type leave the document what it is", "[pdf][hostile]") {
    const std::string hostile =
        GENERATE(as<std::string>{}, "\xef\xbf\xbe\xef\xbf\xbf\xef\xb7\x90",
                 "\xe2\x80\xae"
                 "abc سند \xe2\x80\xac",
                 "\xf0\x9f\x98\x80\xee\x80\x80 سند", std::string("a\0b\x1b[2J\x7f\xc2\x85", 10),
                 "\xed\xa0\x80\xff\xc0\x80", "\xef\xbb\xbf\xe2\x81\xa6\xe2\x81\xa9\xf3\xa0\x80\x81",
                 "<>&\"'/()\\\r\n");
    pdf::Writer writer(pdf::open_fonts(), {"ع" + hostile, "ar", hostile, hostile, Moment{}});
    auto& page = writer.page(writer.add_page());
    page.tag(writer.structure().add(pdf::Structure::root, pdf::Role::heading1));
    page.text({20, 20, 100, 0}, "عنوان " + hostile);
    writer.fields_in(writer.structure().add(pdf::Structure::root, pdf::Role::division));
    writer.text_field(1, {20, 50, 100, 20}, {"name", "الاسم " + hostile, hostile, true});
    const auto bytes = writer.finish();
    const auto findings = archive_findings(bytes);
    INFO(joined(findings));
    CHECK(findings.empty());
}

TEST_CASE("no string and no name is longer than the standard allows", "[pdf][hostile]") {
    std::string text;
    while (text.size() < 40'000) text += "كلمة أخرى ";
    pdf::Writer writer(pdf::open_fonts(), {"عنوان", "ar", "", "", Moment{}});
    auto& page = writer.page(writer.add_page(200, 4900));
    page.tag(writer.structure().add(pdf::Structure::root, pdf::Role::heading1));
    page.text({20, 20, 100, 0}, "عنوان");
    page.tag(writer.structure().add(pdf::Structure::root, pdf::Role::paragraph));
    page.text({20, 40, 160, 0}, text);
    CHECK_THROWS_AS(writer.radio(1, "choice", "اختيار", {{std::string(128, 'k'), "خيار", {20, 30, 4, 4}}}),
                    Error);
    const auto findings = archive_findings(writer.finish());
    INFO(joined(findings));
    CHECK(findings.empty());
}

TEST_CASE("a page is never smaller than the standard allows", "[pdf][hostile]") {
    pdf::Writer writer(pdf::open_fonts(), {"عنوان", "ar", "", "", Moment{}});
    CHECK(writer.page(writer.add_page(0.4, 0.4)).width_mm() * pt_per_mm > 2.999);
}

// Any file: SANAD_CHECK=a.pdf:b.pdf pdf_tests "[check]"
TEST_CASE("the files named in SANAD_CHECK keep the standards", "[.][check]") {
    std::istringstream names(std::getenv("SANAD_CHECK") != nullptr ? std::getenv("SANAD_CHECK") : "");
    for (std::string name; std::getline(names, name, ':');) {
        const auto findings = archive_findings(read_file(name));
        INFO(name << "\n" << joined(findings));
        CHECK(findings.empty());
    }
}
