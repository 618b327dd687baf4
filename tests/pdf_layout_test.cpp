#include <algorithm>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "pdf/font_face.h"
#include "tests/pdf_made.h"

using namespace sanad;
using namespace sanad::pdf;
using namespace sanad::test;

namespace {

struct Span {
    double left = 1e9, right = 0;  // mm
};

// How far the text of a page reaches.
Span span_of(const std::string& bytes) {
    Span span;
    for (const auto& c : characters(bytes)) {
        span.left = std::min(span.left, c.left / pt_per_mm);
        span.right = std::max(span.right, c.right / pt_per_mm);
    }
    return span;
}

std::string one_text(const std::string& text, const TextStyle& style) {
    auto writer = new_writer();
    writer.page(writer.add_page()).text({40, 40, 100, 50}, text, style);
    return writer.finish();
}

const std::string sentence = "تنظر لجنة البحث الاجتماعي في الطلب بعد اكتمال المستندات المطلوبة من المتقدم";

}  // namespace

TEST_CASE("text starts where its direction begins", "[pdf]") {
    TextStyle style;
    style.direction = GENERATE(Direction::rtl, Direction::ltr);
    style.align = GENERATE(Align::start, Align::end);
    const bool right = (style.direction == Direction::rtl) == (style.align == Align::start);
    const Span span = span_of(one_text("سند", style));
    CHECK((right ? span.right : span.left) == Approx(right ? 140 : 40).margin(0.3));
    CHECK(span.right - span.left < 20);
}

TEST_CASE("centred text has the same room on both sides", "[pdf]") {
    TextStyle style;
    style.align = Align::centre;
    const Span span = span_of(one_text("بيانات مقدم الطلب", style));
    CHECK(span.left - 40 == Approx(140 - span.right).margin(0.3));
}

TEST_CASE("justified lines fill the width, the last one does not", "[pdf]") {
    TextStyle style;
    style.align = Align::justify;
    style.size_pt = 14;
    const auto shown = characters(one_text(sentence, style));
    std::map<int, Span> lines;
    for (const auto& c : shown) {
        Span& line = lines[static_cast<int>(c.top)];
        line.left = std::min(line.left, c.left / pt_per_mm);
        line.right = std::max(line.right, c.right / pt_per_mm);
    }
    REQUIRE(lines.size() >= 2);
    for (auto it = lines.begin(); it != std::prev(lines.end()); ++it) {
        CHECK(it->second.left == Approx(40).margin(0.3));
        CHECK(it->second.right == Approx(140).margin(0.3));
    }
    CHECK(std::prev(lines.end())->second.left > 45);
}

TEST_CASE("measuring tells what drawing takes", "[pdf]") {
    auto writer = new_writer();
    Canvas& page = writer.page(writer.add_page());
    const double width = GENERATE(20.0, 60.0, 170.0);
    TextStyle style;
    style.size_pt = 12;
    const auto measured = page.measure(sentence, style, width);
    const auto drawn = page.text({10, 10, width, 100}, sentence, style);
    CHECK(measured.lines == drawn.lines);
    CHECK(measured.height_mm == Approx(drawn.height_mm));
    CHECK(measured.width_mm <= width + 0.01);
    CHECK(measured.height_mm == Approx(measured.lines * 12 * 1.45 / pt_per_mm));
}

TEST_CASE("narrower columns take more lines and no text goes over the edge", "[pdf]") {
    auto writer = new_writer();
    Canvas& page = writer.page(writer.add_page());
    int before = 0;
    for (const double width : {170.0, 80.0, 40.0, 20.0}) {
        const auto extent = page.measure(sentence, {}, width);
        CHECK(extent.lines >= before);
        CHECK(extent.width_mm <= width + 0.01);
        before = extent.lines;
    }
    CHECK(before >= 5);
}

TEST_CASE("an identifier is not broken between two lines", "[pdf]") {
    const std::string iban = "SA03 8000 0000 6080 1016 7519";
    const auto lines = lines_of([&] {
        auto writer = new_writer();
        writer.page(writer.add_page())
            .text({20, 20, 70, 50}, "رقم الحساب المصرفي هو " + keep_ltr(iban) + " فقط");
        return writer.finish();
    }());
    CHECK(std::count_if(lines.begin(), lines.end(),
                        [&](const auto& l) { return l.find(iban) != std::string::npos; }) == 1);
}

TEST_CASE("one line shrinks to its box, but not below 8 points", "[pdf]") {
    auto writer = new_writer();
    Canvas& page = writer.page(writer.add_page());
    TextStyle style;
    style.size_pt = 12;
    const double natural = page.measure(sentence, style, 1000).width_mm;
    CHECK(page.line_of_text({10, 10, natural + 1, 8}, sentence, style));
    CHECK(page.line_of_text({10, 20, natural * 0.8, 8}, sentence, style));
    CHECK_FALSE(page.line_of_text({10, 30, natural * 0.5, 8}, sentence, style));
    CHECK(page.line_of_text({10, 40, 10, 8}, "", style));
}

TEST_CASE("the whole of a shrunk line lies inside its box", "[pdf]") {
    auto writer = new_writer();
    Canvas& page = writer.page(writer.add_page());
    TextStyle style;
    style.size_pt = 12;
    const double natural = page.measure(sentence, style, 1000).width_mm;
    page.line_of_text({30, 30, natural * 0.75, 8}, sentence, style);
    const Span span = span_of(writer.finish());
    CHECK(span.left >= 29.9);
    CHECK(span.right <= 30 + natural * 0.75 + 0.1);
}

TEST_CASE("a missing font is named", "[pdf][hostile]") {
    try {
        open_faces({"/nowhere"});
        FAIL("no font, and nobody said so");
    } catch (const Error& e) {
        CHECK(e.code() == ErrorCode::not_found);
        CHECK(e.message().id == "pdf.font_missing");
        CHECK(std::string(e.what()).find("Amiri-Regular.ttf") != std::string::npos);
    }
}

TEST_CASE("a canvas without a size is refused", "[pdf][hostile]") {
    const double side = GENERATE(0.0, -1.0, 1e9, std::numeric_limits<double>::quiet_NaN());
    CHECK_THROWS_AS(Canvas(open_fonts(), side, 10), Error);
    CHECK_THROWS_AS(Canvas(open_fonts(), 10, side), Error);
}
