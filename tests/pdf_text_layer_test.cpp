// What other people's readers get back from text that we drew.
#include <algorithm>

#include <hb.h>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "tests/pdf_made.h"
#include "tests/pdf_phrases.h"

using namespace sanad;
using namespace sanad::pdf;
using namespace sanad::test;

namespace {

std::vector<std::string> all_phrases() {
    auto all = phrases;
    all.insert(all.end(), phrases_with_glued_latin.begin(), phrases_with_glued_latin.end());
    return all;
}

// What is left of a text when the marks that are not seen are gone.
std::string seen(const std::string& text) { return tidy(strip_invisible(text)); }

}  // namespace

TEST_CASE("every phrase comes back in logical order", "[pdf]") {
    const auto all = all_phrases();
    REQUIRE(all.size() >= 100);
    const double size = GENERATE(8.0, 11.0, 18.0);
    TextStyle style;
    style.size_pt = size;
    const auto lines = lines_of(page_of(all, style));
    REQUIRE(lines.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        INFO("at " << size << " pt");
        CHECK(lines[i] == seen(all[i]));
    }
}

TEST_CASE("what only extractors see has an extent: PDFium drops a text without one", "[pdf]") {
    // The first letter stands higher than its neighbours' line and is drawn as outline over one unseen glyph.
    const auto bytes = page_of({"مجلس"});
    QPDF document;
    document.processMemoryFile("made", bytes.data(), bytes.size());
    int programs = 0;
    for (auto object : document.getAllObjects()) {
        if (!object.isDictionary() || !object.getKey("/FontFile2").isStream()) continue;
        const auto data = object.getKey("/FontFile2").getStreamData();
        hb_blob_t* blob =
            hb_blob_create(reinterpret_cast<const char*>(data->getBuffer()),
                           static_cast<unsigned>(data->getSize()), HB_MEMORY_MODE_READONLY, nullptr, nullptr);
        hb_face_t* face = hb_face_create(blob, 0);
        hb_font_t* font = hb_font_create(face);
        for (unsigned glyph = 1; glyph < hb_face_get_glyph_count(face); ++glyph) {
            hb_glyph_extents_t extents{};
            CHECK((hb_font_get_glyph_extents(font, glyph, &extents) != 0 && extents.width != 0));
        }
        hb_font_destroy(font);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
        ++programs;
    }
    CHECK(programs == 1);
}

TEST_CASE("bold, centred and justified text comes back as well", "[pdf]") {
    TextStyle style;
    style.weight = Weight::bold;
    style.align = GENERATE(Align::centre, Align::end, Align::justify);
    const auto all = all_phrases();
    const auto lines = lines_of(page_of(all, style));
    REQUIRE(lines.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(lines[i] == seen(all[i]));
}

TEST_CASE("a broken paragraph comes back line by line", "[pdf]") {
    const std::string paragraph =
        "أقر أنا الموقع أدناه بأن جميع البيانات الواردة في هذا الطلب صحيحة، وأتحمل المسؤولية النظامية عن أي "
        "بيان غير "
        "صحيح، وأوافق على أن تتحقق الجمعية منها خلال ٣٠ يومًا، وأن تحفظ وفق السياسة رقم 2026/17 المعتمدة.";
    TextStyle style;
    style.size_pt = 12;
    style.align = Align::justify;
    std::string together;
    const auto lines = lines_of(page_of({paragraph}, style));
    CHECK(lines.size() >= 2);
    for (const auto& line : lines) together += (together.empty() ? "" : " ") + line;
    CHECK(together == paragraph);
}

TEST_CASE("an identifier keeps its groups in order on the paper", "[pdf]") {
    // The eye misses it, so the places are measured: digits run from left to right, whatever their set.
    const std::string groups =
        GENERATE(as<std::string>{}, "٢٠٢٦-٠٤١٧", "2026-0417", "SA03 8000 0608", "١٢ ٣٤ ٥٦");
    auto shown = characters(page_of({"رقم " + keep_ltr(groups) + " في السجل"}));
    std::sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.left < b.left; });
    std::string from_left;
    for (const auto& c : shown) from_left += c.text;
    std::string wanted = groups;
    std::erase(wanted, ' ');
    CAPTURE(from_left);
    CHECK(strip_invisible(from_left).find(wanted) != std::string::npos);
}

TEST_CASE("right-to-left text runs from right to left", "[pdf]") {
    const auto shown = characters(page_of({"سند ثم عدل"}));
    const auto place = [&](const std::string& letter) {
        const auto found =
            std::find_if(shown.begin(), shown.end(), [&](const auto& c) { return c.text == letter; });
        REQUIRE(found != shown.end());
        return found->left;
    };
    CHECK(place("س") > place("ن"));
    CHECK(place("ن") > place("ث"));
    CHECK(place("ث") > place("ع"));
    CHECK(place("ع") > place("ل"));
}

TEST_CASE("characters in cells are one word, each in its cell", "[pdf]") {
    auto writer = new_writer();
    const int page = writer.add_page();
    const std::string id = GENERATE(as<std::string>{}, "1012345672", "١٠١٢٣٤٥٦٧٢");
    writer.page(page).cells({50, 50, 70, 7}, 10, id);
    const std::string bytes = writer.finish();
    CHECK(lines_of(bytes) == std::vector<std::string>{id});
    auto shown = characters(bytes);
    REQUIRE(shown.size() == 10);
    std::sort(shown.begin(), shown.end(), [](const auto& a, const auto& b) { return a.left < b.left; });
    for (std::size_t i = 0; i < 10; ++i) {
        const double middle_mm = (shown[i].left + shown[i].right) / 2 / pt_per_mm;
        CHECK(middle_mm == Approx(50 + 7 * (static_cast<double>(i) + 0.5)).margin(0.3));
    }
}

TEST_CASE("a number longer than its cells is refused, not cut", "[pdf][hostile]") {
    auto writer = new_writer();
    const int page = writer.add_page();
    CHECK_THROWS_AS(writer.page(page).cells({50, 50, 70, 7}, 10, "10123456721"), Error);
    CHECK_THROWS_AS(writer.page(page).cells({50, 50, 70, 7}, 0, ""), Error);
}

TEST_CASE("text that cannot be drawn well is drawn all the same", "[pdf][hostile]") {
    const std::string text =
        GENERATE(as<std::string>{}, "", " ", "\n\n\n", "\xff\xfe\x80", "\xe2\x80", std::string("\0a\0", 3),
                 "\xe2\x80\xad", "\xe2\x80\xac\xe2\x80\xac", "\xd9\x8e\xd9\x8f",
                 "\xf0\x9f\x98\x80 \xf0\x93\x80\x80", "\xe2\x80\x8d\xe2\x80\x8c", "\xcc\x81",
                 "ا\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "\xef\xb7\xba \xef\xb7\xb2");
    const std::string bytes = page_of({text, "نهاية"});
    CHECK(complaints(bytes).empty());
    CHECK(page_text(bytes, 1).find("نهاية") != std::string::npos);
}

TEST_CASE("what no face has is told of, on pages and in fields", "[pdf][hostile]") {
    auto writer = new_writer();
    const int page = writer.add_page();
    for (const auto& phrase : all_phrases()) writer.page(page).text({20, 20, 170, 20}, phrase);
    CHECK(writer.undrawable().empty());
    writer.page(page).cells({20, 60, 20, 8}, 2, "5\xe4\xb8\xad");
    writer.text_field(page, {20, 80, 60, 9}, {"name", "الاسم", "سلمى \xf0\x9f\x98\x80"});
    REQUIRE(writer.undrawable().size() == 2);
    CHECK(writer.undrawable()[0].text == "5\xe4\xb8\xad");
    CHECK(writer.undrawable()[1].characters == "\xf0\x9f\x98\x80 (U+1F600)");
}

TEST_CASE("deeply nested overrides do no harm", "[pdf][hostile]") {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += i % 2 == 0 ? "\xe2\x80\xad" : "\xe2\x80\xae";
    CHECK(complaints(page_of({text + "سند 12"})).empty());
}

TEST_CASE("an extremely long word is broken, none of it is lost", "[pdf][hostile]") {
    std::string word;
    for (int i = 0; i < 600; ++i) word += "ب";
    std::string together;
    for (const auto& line : lines_of(page_of({word}))) together += line;
    CHECK(together == word);
}
