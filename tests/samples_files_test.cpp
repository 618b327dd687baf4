// The files of samples/ as they are committed: what the demo and the guides rely on.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/files.h"
#include "core/identifiers.h"
#include "core/json.h"
#include "samples/form_filler.h"
#include "templates/library.h"

using namespace sanad;

namespace {

std::string sample(const std::string& name) {
    return read_file(std::string(SANAD_SOURCE_DIR "/samples/") + name);
}

using Row = std::map<std::string, std::string>;

// No value of the register holds a comma or a quote.
std::vector<Row> register_rows() {
    std::istringstream lines(sample("people.csv"));
    std::vector<std::string> keys;
    std::vector<Row> rows;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        std::istringstream parts(line);
        std::vector<std::string> values;
        for (std::string part; std::getline(parts, part, ',');) values.push_back(part);
        if (keys.empty()) {
            keys = values;
            continue;
        }
        REQUIRE(values.size() == keys.size());
        Row row;
        for (std::size_t i = 0; i < keys.size(); ++i) row[keys[i]] = values[i];
        rows.push_back(row);
    }
    return rows;
}

const std::vector<std::string> requests{"request-typed", "request-handwritten", "request-skewed",
                                        "request-unknown"};

}  // namespace

TEST_CASE("the register has 200 people with valid numbers, none twice", "[samples]") {
    const auto rows = register_rows();
    REQUIRE(rows.size() == 200);
    std::set<std::string> ids, phones, ibans;
    for (auto row : rows) {
        CAPTURE(row["full_name"]);
        CHECK(national_id_valid(row["national_id"]));
        CHECK(phone_valid(row["phone"]));
        CHECK(iban_valid(row["iban"]));
        CHECK(amount_valid(row["monthly_income"]));
        const auto born = parse_written_date(row["birth_date"]);
        REQUIRE(born.has_value());
        CHECK(to_gregorian(*born).has_value());
        ids.insert(row["national_id"]), phones.insert(row["phone"]), ibans.insert(row["iban"]);
    }
    CHECK(ids.size() == 200);
    CHECK(phones.size() == 200);
    CHECK(ibans.size() == 200);
}

TEST_CASE("numbers of the register lie where none are given out", "[samples]") {
    for (auto row : register_rows()) {
        CHECK((row["national_id"][1] == '8' || row["national_id"][1] == '9'));
        CHECK(row["phone"].starts_with("052"));
        CHECK(row["iban"].substr(4, 2) == "97");
    }
}

TEST_CASE("the register has people who are easily taken for each other", "[samples]") {
    const auto rows = register_rows();
    int same = 0, same_folded = 0, alike = 0;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        const auto& a = rows[i].at("full_name");
        const auto& b = rows[i + 1].at("full_name");
        if (a == b)
            ++same;
        else if (fold_name(a) == fold_name(b))
            ++same_folded;
        else if (name_similarity(a, b) > 0.6)
            ++alike;
    }
    CHECK(same >= 5);
    CHECK(same_folded >= 3);
    CHECK(alike >= 5);
}

TEST_CASE("each request's truth fits its paper, and its applicant the register", "[samples]") {
    const auto library = templates::Library::load(SANAD_SOURCE_DIR "/templates/library");
    const auto rows = register_rows();
    for (const auto& name : requests) {
        CAPTURE(name);
        const auto truth = parse_json(sample(name + ".truth.json"));
        CHECK_FALSE(sample(truth["file"].get<std::string>()).empty());
        const auto* paper = library.find(truth["form"].get<std::string>(), truth["version"].get<int>());
        REQUIRE(paper != nullptr);
        INFO("a box of the paper has moved since the samples were made: run samples/make.sh");
        CHECK(truth.at("layout").get<std::string>() == samples::layout_mark(*paper));
        for (const auto& field : paper->fields) CHECK(truth["values"].contains(field.key));
        const auto id = truth["values"]["national_id"].get<std::string>();
        const auto found = std::find_if(rows.begin(), rows.end(),
                                        [&](const auto& row) { return row.at("national_id") == id; });
        CHECK((found != rows.end()) == truth["known"].get<bool>());
        if (found == rows.end()) continue;
        for (const auto* key : {"full_name", "phone", "iban", "city", "sex"})
            CHECK(truth["values"][key].get<std::string>() == found->at(key));
    }
}

TEST_CASE("three of the four applicants have someone in the register who could be taken for them",
          "[samples]") {
    const auto rows = register_rows();
    int mistakable = 0;
    for (const auto& name : requests) {
        const auto truth = parse_json(sample(name + ".truth.json"));
        const auto applicant = truth["values"]["full_name"].get<std::string>();
        const auto id = truth["values"]["national_id"].get<std::string>();
        mistakable += std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
            return row.at("national_id") != id && name_similarity(row.at("full_name"), applicant) > 0.6;
        });
    }
    CHECK(mistakable >= 3);
}

TEST_CASE("the scan that breaks off has no end of image, the others have", "[samples]") {
    const auto whole = sample("request-handwritten.jpg"), broken = sample("truncated.jpg");
    CHECK(whole.ends_with("\xff\xd9"));
    CHECK(broken.starts_with("\xff\xd8"));
    CHECK_FALSE(broken.ends_with("\xff\xd9"));
}
