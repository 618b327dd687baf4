// The blank of a paper: what is printed on it, what can be filled in, and that it says so.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/messages.h"
#include "forms/documents.h"
#include "pdf/raster.h"
#include "templates/library.h"
#include "tests/forms_outside_view.h"

using namespace sanad;
using Catch::Contains;

namespace {

const templates::Library& papers() {
    static const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    return library;
}

const templates::Template& request() { return *papers().find("support-request"); }

const pdf::FormValue* find(const std::vector<pdf::FormValue>& values, const std::string& name) {
    const auto found =
        std::find_if(values.begin(), values.end(), [&](const auto& value) { return value.name == name; });
    return found == values.end() ? nullptr : &*found;
}

std::string value_of(const std::vector<pdf::FormValue>& values, const std::string& name) {
    const auto* value = find(values, name);
    REQUIRE(value != nullptr);
    return value->value;
}

forms::BlankOptions with(std::map<std::string, std::string> values) {
    forms::BlankOptions options;
    options.values = std::move(values);
    return options;
}

}  // namespace

TEST_CASE("the blank of every paper is a clean PDF with as many pages as the paper", "[forms]") {
    for (const auto& paper : papers().all()) {
        CAPTURE(paper.id);
        const auto pdf = forms::make_blank(paper, {});
        CHECK(pdf::page_count(pdf) == static_cast<int>(paper.pages.size()));
        CHECK(test::qpdf_finds_nothing(pdf));
    }
}

TEST_CASE("a blank has a form field for everything that can be typed", "[forms]") {
    const auto values = pdf::form_values(forms::make_blank(request(), {}));
    for (const auto& field : request().fields) {
        CAPTURE(field.key);
        if (field.kind == templates::Kind::choices) {
            for (const auto& option : field.options)
                CHECK(find(values, field.key + "-" + option.key) != nullptr);
        } else {
            CHECK(find(values, field.key) != nullptr);
        }
    }
    CHECK(find(values, "signature")->type == "Sig");
    CHECK(value_of(values, "full_name").empty());
}

TEST_CASE("every label of a paper is printed, and can be read out again", "[forms]") {
    for (const auto& paper : papers().all()) {
        const auto text = test::letters_of(pdf::page_text(forms::make_blank(paper, {}), 1));
        CAPTURE(paper.id, text);
        CHECK_THAT(text, Contains(test::letters_of(paper.title.ar)));
        for (const auto& field : paper.fields) {
            CHECK_THAT(text, Contains(test::letters_of(field.label.ar)));
            for (const auto& option : field.options)
                CHECK_THAT(text, Contains(test::letters_of(option.label.ar)));
        }
    }
}

TEST_CASE("every printed text fits its place at 8 points or more, measured in the face it is set in",
          "[forms]") {
    const pdf::Canvas canvas(pdf::open_fonts(), 210, 297);
    for (const auto& paper : papers().all()) {
        for (const auto& page : paper.pages) {
            for (const auto& print : page.prints) {
                pdf::TextStyle style;
                const bool paragraph = print.role == templates::TextRole::paragraph;
                style.size_pt = paragraph ? templates::size_pt(print.role) : 8;
                INFO(paper.id << ": " << print.text.ar << " in " << print.box.w << " x " << print.box.h);
                if (paragraph)
                    CHECK(canvas.measure(print.text.ar, style, print.box.w).height_mm <= print.box.h + 0.1);
                else
                    CHECK(canvas.measure(print.text.ar, style, 500).width_mm <= print.box.w);
            }
        }
    }
}

TEST_CASE("the blank of a declaration says what would be declared, with dots to write on", "[forms]") {
    const auto text =
        test::letters_of(pdf::page_text(forms::make_blank(*papers().find("applicant-declaration"), {}), 1));
    CHECK_THAT(text,
               Contains(test::letters_of("مسؤول مسؤولية مباشرة")) && Contains("........") && !Contains("{"));
}

TEST_CASE("values are prefilled as the paper writes them", "[forms]") {
    const auto pdf = forms::make_blank(request(), with({{"full_name", "ليلى بنت سالم الافتراضية"},
                                                        {"birth_date", "1987-03-09"},
                                                        {"iban", "SA0380000000608010167519"},
                                                        {"monthly_income", "4500.00"},
                                                        {"housing", "rented"},
                                                        {"support_kind", "rent,medicine"}}));
    const auto values = pdf::form_values(pdf);
    CHECK(value_of(values, "full_name") == "ليلى بنت سالم الافتراضية");
    CHECK(value_of(values, "birth_date") == "09031987");
    CHECK(value_of(values, "iban") == "0380000000608010167519");  // SA is printed in the cells before
    CHECK(value_of(values, "monthly_income") == "4500");
    CHECK(value_of(values, "housing") == "rented");
    CHECK(value_of(values, "support_kind-rent") != "Off");
    CHECK(value_of(values, "support_kind-food") == "Off");
    CHECK_THAT(test::letters_of(pdf::page_text(pdf, 1)),
               Contains(test::letters_of("ليلى بنت سالم الافتراضية")));
}

TEST_CASE("a value that its field can't hold is refused, not cut", "[forms][hostile]") {
    const auto bad =
        GENERATE(as<std::pair<std::string, std::string>>{}, std::pair{"national_id", "10123456789"},
                 std::pair{"birth_date", "1987-02-30"}, std::pair{"monthly_income", "4500.50"},
                 std::pair{"housing", "castle"}, std::pair{"support_kind", "rent,castle"},
                 std::pair{"phone", "٠٥١٢"}, std::pair{"no_such_field", "x"});
    CAPTURE(bad.first, bad.second);
    try {
        forms::make_blank(request(), with({bad}));
        FAIL("it was accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::bad_input);
        CHECK(error.where().field == bad.first);
        CHECK(has_message(error.message().id));
    }
}

TEST_CASE("the same input gives the same bytes, another case other ones", "[forms]") {
    forms::BlankOptions options;
    options.case_id = "2026-7KQ4M2X9";
    CHECK(forms::make_blank(request(), options) == forms::make_blank(request(), options));
    CHECK(forms::make_blank(request(), options) != forms::make_blank(request(), {}));
}

TEST_CASE("the blank prints true to size: the marks lie where the paper says", "[forms]") {
    const auto page = pdf::rasterise(forms::make_blank(request(), {}), 1, 100);
    const auto dark = [&](double x_mm, double y_mm) {
        const auto x = static_cast<std::size_t>(x_mm / mm_per_inch * 100),
                   y = static_cast<std::size_t>(y_mm / mm_per_inch * 100);
        return page.pixels.at(y * static_cast<std::size_t>(page.width) + x) < 100;
    };
    for (const auto& mark : request().pages.front().marks) {
        CHECK(dark(mark.centre.x - 2, mark.centre.y - 2));
        CHECK(dark(mark.centre.x + 2, mark.centre.y + 2));
        CHECK_FALSE(dark(mark.centre.x + 3.2, mark.centre.y));
        CHECK(dark(mark.centre.x, mark.centre.y) == (mark.shape == templates::MarkShape::solid));
    }
}
