// Forms of ten producers are filled in Arabic, and nothing else in them changes.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "pdf/raster.h"
#include "tests/foreign_forms.h"
#include "tests/pdf_made.h"
#include "tests/renderers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

const std::string name = "محمد عبدالله بن سالم الأحمدي";
const std::string letter =
    "السلام عليكم ورحمة الله وبركاته.\nأرجو النظر في طلبي رقم 2026/417 (الدفعة ٣)، فقد تعذّر عليّ السداد منذ "
    "محرم "
    "1448هـ بسبب المرض، وشكرًا.";

struct Producer {
    std::string file;
    std::string word;  // a text field without edges inside its border
    std::vector<pdf::FieldEntry> values;
};

const std::vector<Producer>& producers() {
    static const std::vector<Producer> all = {
        {"hyperref",
         "visitor",
         {{"visitor", {name}},
          {"why", {letter}},
          {"insured", {}, true},
          {"gate", {"Gamma"}},
          {"day", {"Mon"}}}},
        {"itext2",
         "tenant.name",
         {{"tenant.name", {name}},
          {"tenant.phone", {"0512345678"}},
          {"terms", {letter}},
          {"furnished", {}, true}}},
        {"itext5",
         "side",
         {{"holder", {name}},
          {"iban", {"SA0380000000608010167519"}},
          {"purpose", {letter}},
          {"side", {"مختوم"}},
          {"account", {"saving"}},
          {"confirm", {}, true},
          {"currency", {"EUR"}},
          {"branch", {"Airport"}}}},
        {"jspdf",
         "volunteer",
         {{"volunteer", {name}},
          {"skills", {letter}},
          {"code", {"٤٥٦٧٨"}},
          {"team", {"B"}},
          {"weekend", {}, true},
          {"shift", {"evening"}}}},
        {"libreoffice",
         "FullName",
         {{"FullName", {name}},
          {"Story", {"أحتاج إلى كرسي متحرك"}},
          {"Consent", {}, true},
          {"Kind", {"goods"}},
          {"Centre", {"Second centre"}}}},
        {"pdf-lib",
         "person.name.first",
         {{"person.name.first", {"مُحَمَّدٌ"}},
          {"person.id", {"1012345672"}},
          {"address", {letter}},
          {"turned", {"شهادة الجهة"}},
          {"tenure", {"tenant"}},
          {"has.car", {}, true},
          {"region", {"East"}},
          {"needs", {"fridge"}}}},
        {"pdfbox",
         "beneficiary",
         {{"caseno", {"٢٠٢٦-٠٤١٧"}}, {"beneficiary", {name}}, {"gender", {"أنثى"}}, {"minor", {}, true}}},
        {"pdfkit",
         "visit.name",
         {{"visit.name", {name}},
          {"visit.remarks", {letter}},
          {"visit.rating", {"ممتاز"}},
          {"visit.topics", {"speed", "place"}},
          {"visit.again", {}, true}}},
        {"podofo",
         "reporter",
         {{"reporter", {name}},
          {"events", {letter}},
          {"harm", {}, true},
          {"place", {"Street"}},
          {"who", {"Child"}}}},
        {"reportlab",
         "name",
         {{"name", {name}},
          {"notes", {"ملاحظة أولى\nملاحظة ثانية (abc) 12%"}},
          {"short", {"أ-12"}},
          {"agree", {}, true},
          {"status", {"married"}},
          {"city", {"Jeddah"}},
          {"services", {"rent", "school"}}}},
    };
    return all;
}

const Producer& producer(const std::string& file) {
    return *std::find_if(producers().begin(), producers().end(),
                         [&](const auto& p) { return p.file == file; });
}

struct PixelBox {
    int left, top, right, bottom;
};

PixelBox inside_of(const BoxMm& box, double dpi, double margin_mm) {
    const auto px = [&](double mm) { return static_cast<int>(mm * dpi / mm_per_inch); };
    return {px(box.x + margin_mm), px(box.y + margin_mm), px(box.right() - margin_mm),
            px(box.bottom() - margin_mm)};
}

// How many pieces of ink there are, pieces of a few pixels left out.
int pieces(const Page& page, const PixelBox& box) {
    std::set<std::pair<int, int>> ink;
    for (int y = std::max(box.top, 0); y < std::min(box.bottom, page.height); ++y)
        for (int x = std::max(box.left, 0); x < std::min(box.right, page.width); ++x)
            if (page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                            static_cast<std::size_t>(x)] < 128)
                ink.insert({x, y});
    int found = 0;
    while (!ink.empty()) {
        std::vector<std::pair<int, int>> open = {*ink.begin()};
        ink.erase(ink.begin());
        int size = 0;
        while (!open.empty()) {
            const auto [x, y] = open.back();
            open.pop_back();
            ++size;
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx)
                    if (ink.erase({x + dx, y + dy}) == 1) open.push_back({x + dx, y + dy});
        }
        if (size > 4) ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("forms of ten producers take Arabic values, and give them back", "[pdf]") {
    for (const auto& [file, word, values] : producers()) {
        CAPTURE(file);
        const auto form = foreign_form(file);
        const auto made = pdf::fill_form(form, values);
        CHECK(made.filled.size() == values.size());
        CHECK(overall(made.checks.empty() ? std::vector<Check>{{"", "", Verdict::passed}} : made.checks) <=
              Verdict::doubtful);
        REQUIRE(made.pdf.size() > form.size());
        CHECK(made.pdf.substr(0, form.size()) == form);
        CHECK(pdf::fill_form(form, values).pdf == made.pdf);  // the same bytes from the same input
        CHECK(complaints(made.pdf).empty());
        CHECK(pdf::page_count(made.pdf) == pdf::page_count(form));
        const auto after = pdf::describe_form(made.pdf);
        CHECK(after.fields.size() == pdf::describe_form(form).fields.size());
        for (const auto& entry : values) {
            CAPTURE(entry.name);
            const auto* field = field_of(after, entry.name);
            REQUIRE(field != nullptr);
            if (entry.ticked) CHECK(field->values.size() == 1);
            for (std::size_t i = 0; !entry.ticked && i < entry.values.size(); ++i) {
                REQUIRE(i < field->values.size());
                std::string seen = field->values[i];
                for (const auto& option : field->options)
                    if (option.key == seen && option.label == entry.values[i]) seen = option.label;
                CHECK(seen == entry.values[i]);
            }
        }
    }
}

TEST_CASE("filling changes a form's fields and nothing else", "[pdf]") {
    // What a value is made of, and the flag that would have viewers draw it.
    const std::set<std::string> allowed = {"/V", "/AS", "/AP", "/RV", "/I", "/TI", "/NeedAppearances"};
    for (const auto& [file, word, values] : producers()) {
        CAPTURE(file);
        const auto form = foreign_form(file);
        for (const auto& [object, keys] : differences(form, pdf::fill_form(form, values).pdf)) {
            CAPTURE(object);
            for (const auto& key : keys) {
                CAPTURE(key);
                CHECK(allowed.count(key) == 1);
            }
        }
    }
}

TEST_CASE("no form is left to the viewer to draw", "[pdf]") {
    for (const auto& [file, word, values] : producers()) {
        CAPTURE(file);
        const auto made = pdf::fill_form(foreign_form(file), values).pdf;
        QPDF document;
        document.setSuppressWarnings(true);
        document.processMemoryFile("made", made.data(), made.size());
        CHECK_FALSE(document.getRoot().getKey("/AcroForm").hasKey("/NeedAppearances"));
    }
}

TEST_CASE("letters join in the form as three readers draw it", "[pdf]") {
    constexpr int dpi = 200;
    // The word has no dots: joined it is one piece of ink, else four.
    std::vector<Drawing> drawings;
    std::vector<PixelBox> boxes;
    for (const auto& [file, word, values] : producers()) {
        CAPTURE(file);
        const auto made = pdf::fill_form(foreign_form(file), {{word, {"محمد"}}}).pdf;
        REQUIRE_FALSE(made.empty());
        const auto form = pdf::describe_form(made);
        const auto place = field_of(form, word)->places.front();
        boxes.push_back(inside_of(place.box, dpi, 0.5));
        const auto page = pdf::rasterise(made, place.page, dpi);
        drawings.push_back({made, {{place.page, page.width, page.height}}});
        CHECK(pieces(page, boxes.back()) == 1);
        CHECK(pieces(drawn_by_mupdf(made, {place.page}, dpi).front(), boxes.back()) == 1);
    }
    const auto drawn = pages_by_pdfium(drawings);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        CAPTURE(producers()[i].file);
        CHECK(pieces(drawn[i].front(), boxes[i]) == 1);
    }
}

TEST_CASE("outside its fields a page looks as it did", "[pdf]") {
    constexpr int dpi = 60;
    for (const std::string file : {"itext2", "pdf-lib", "reportlab"}) {
        CAPTURE(file);
        const auto form = foreign_form(file);
        const auto made = pdf::fill_form(form, producer(file).values).pdf;
        const auto description = pdf::describe_form(form);
        for (int number = 1; number <= pdf::page_count(form); ++number) {
            const auto before = pdf::rasterise(form, number, dpi), after = pdf::rasterise(made, number, dpi);
            REQUIRE(before.pixels.size() == after.pixels.size());
            int changed = 0;
            for (int y = 0; y < before.height; ++y)
                for (int x = 0; x < before.width; ++x) {
                    const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(before.width) +
                                    static_cast<std::size_t>(x);
                    if (before.pixels[at] == after.pixels[at]) continue;
                    bool in_field = false;
                    for (const auto& field : description.fields)
                        for (const auto& place : field.places) {
                            const auto box = inside_of(place.box, dpi, -0.5);
                            in_field =
                                in_field || (place.page == number && x >= box.left - 1 &&
                                             x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 1);
                        }
                    if (!in_field) ++changed;
                }
            CHECK(changed == 0);
        }
    }
}

TEST_CASE("a form that is filled twice keeps both, and the second value counts", "[pdf]") {
    const auto once = pdf::fill_form(foreign_form("itext5"), {{"holder", {"سالم"}}, {"side", {"مختوم"}}}).pdf;
    const auto twice = pdf::fill_form(once, {{"holder", {"فهد"}}}).pdf;
    CHECK(twice.substr(0, once.size()) == once);
    CHECK(value_in(twice, "holder") == "فهد");
    CHECK(value_in(twice, "side") == "مختوم");
    CHECK(complaints(twice).empty());
}

TEST_CASE("a value is taken away again", "[pdf]") {
    const auto form = foreign_form("reportlab");
    const auto filled = pdf::fill_form(form, producer("reportlab").values).pdf;
    const auto made =
        pdf::fill_form(filled, {{"name"}, {"agree", {}, false}, {"status"}, {"city"}, {"services"}});
    CHECK(made.checks.empty());
    for (const std::string field : {"name", "agree", "status", "city", "services"})
        CHECK(value_in(made.pdf, field).empty());
    CHECK(value_in(made.pdf, "short") == "أ-12");
}
