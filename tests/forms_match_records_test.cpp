#include <chrono>
#include <string>

#include "forms_rules_paper.h"

using namespace sanad;
using namespace sanad::test;
using forms::check_match;
using forms::match_records;

namespace {

const Record majed{"R-000001",
                   {{"national_id", "1012345672"},
                    {"full_name", "ماجد عبدالله سعد الشمالي"},
                    {"birth_date", "1990-02-03"},
                    {"phone", "0512345678"},
                    {"iban", "SA0380000000608010167519"},
                    {"city", "الواحة"}}};
const Record khaled{"R-000002",
                    {{"national_id", "1087654327"},
                     {"full_name", "خالد عبدالله سعد الشمالي"},
                     {"birth_date", "1992-05-06"},
                     {"phone", "0512345678"}}};  // brothers with one phone

std::optional<Verdict> about(const forms::Match& match, const std::string& key) {
    return verdict(match.differences, "record.differs", key);
}

}  // namespace

TEST_CASE("the same national id and a name spelt alike are certain", "[forms]") {
    const std::vector<Reading> form = {read("national_id", "1012345672"),
                                       read("full_name", "ماجد بن عبد الله الشمالى")};
    const auto matches = match_records(form, {khaled, majed});
    REQUIRE_FALSE(matches.empty());
    CHECK(matches[0].record_id == "R-000001");
    CHECK(matches[0].confidence >= forms::certain_match);
    CHECK(matches[0].how == "national_id");
    CHECK(matches[0].differences.empty());
    const auto checks = check_match(matches, form);
    REQUIRE(checks.size() == 1);
    CHECK(checks[0].id == "record.matched");
    CHECK(checks[0].verdict == Verdict::passed);
}

TEST_CASE("a name alone is never certain", "[forms]") {
    const std::vector<Reading> form = {read("full_name", "ماجد عبدالله سعد الشمالي")};
    const auto matches = match_records(form, {majed});
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].confidence <= 0.8);
    CHECK(matches[0].how == "name");
    CHECK(check_match(matches, form)[0].id == "record.likely");
    CHECK(check_match(matches, form)[0].verdict == Verdict::doubtful);
}

TEST_CASE("an identity number that is stored under another name is a finding", "[forms]") {
    const std::vector<Reading> form = {read("national_id", "1012345672"),
                                       read("full_name", "سارة ناصر الوادي")};
    const auto matches = match_records(form, {majed});
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].confidence < forms::certain_match);
    CHECK(verdict(matches[0].differences, "record.id_of_another", "national_id") == Verdict::doubtful);
    CHECK(check_match(matches, form)[0].id == "record.id_of_another");
}

TEST_CASE("a phone, an account or a birthday with the name is likely, and says how", "[forms]") {
    const auto how = [](const Reading& reading) {
        const auto matches = match_records({read("full_name", "ماجد الشمالي"), reading}, {majed});
        REQUIRE(matches.size() == 1);
        CHECK(matches[0].confidence < forms::certain_match);
        CHECK(matches[0].confidence > 0.8);
        return matches[0].how;
    };
    CHECK(how(read("phone", "0512345678")) == "phone+name");
    CHECK(how(read("iban", "SA0380000000608010167519")) == "iban+name");
    CHECK(how(read("birth_date", "1990-02-03")) == "birth_date+name");
}

TEST_CASE("brothers who share a phone are told apart by the name", "[forms]") {
    const auto matches = match_records(
        {read("full_name", "خالد عبدالله الشمالي"), read("phone", "0512345678")}, {majed, khaled});
    REQUIRE(matches.size() == 2);
    CHECK(matches[0].record_id == "R-000002");
    CHECK(matches[0].confidence - matches[1].confidence > 0.3);
}

TEST_CASE("two people of one name are ambiguous", "[forms]") {
    Record twin = majed;
    twin.id = "R-000009";
    const std::vector<Reading> form = {read("full_name", "ماجد عبدالله سعد الشمالي")};
    const auto checks = check_match(match_records(form, {majed, twin}), form);
    REQUIRE(checks.size() == 1);
    CHECK(checks[0].id == "record.ambiguous");
    CHECK(checks[0].evidence == "R-000001, R-000009");
    const std::vector<Reading> with_id = {read("full_name", "ماجد عبدالله سعد الشمالي"),
                                          read("national_id", "1012345672")};
    CHECK(check_match(match_records(with_id, {majed, twin}), with_id)[0].id == "record.ambiguous");
}

TEST_CASE("nobody like the applicant is a finding too", "[forms]") {
    const std::vector<Reading> form = {read("full_name", "سارة ناصر الوادي"),
                                       read("national_id", "2012345671")};
    CHECK(match_records(form, {majed, khaled}).empty());
    CHECK(check_match({}, form)[0].id == "record.missing");
    CHECK(check_match({}, form)[0].evidence == "سارة ناصر الوادي");
    CHECK(match_records({}, {majed}).empty());
    CHECK(match_records({unread("national_id", ReadState::illegible)}, {majed}).empty());
    CHECK(match_records(form, {Record{"R-1", {}}}).empty());
}

TEST_CASE("another certain identity number makes the same name another person", "[forms]") {
    const auto matches = match_records(
        {read("full_name", "ماجد عبدالله سعد الشمالي"), read("national_id", "2099999990")}, {majed});
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].confidence < 0.5);
}

TEST_CASE("a number that is longer by one digit and otherwise different is no slip", "[forms]") {
    const auto matches = match_records({read("full_name", "ماجد عبدالله سعد الشمالي"),
                                        unsure("national_id", "20999999901"), read("phone", "0512345678")},
                                       {majed});
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].confidence < 0.5);
}

TEST_CASE("an identity number one slip away, with the phone and the name, is still likely", "[forms]") {
    for (const char* id : {"1012345627", "1012345673", "101234567", "10123456722"}) {
        CAPTURE(id);
        const auto matches = match_records({read("full_name", "ماجد عبدالله سعد الشمالي"),
                                            unsure("national_id", id), read("phone", "0512345678")},
                                           {majed});
        REQUIRE(matches.size() == 1);
        CHECK(matches[0].confidence > 0.8);
        CHECK(matches[0].confidence < forms::certain_match);
        CHECK(about(matches[0], "national_id") == Verdict::doubtful);
    }
}

TEST_CASE("a less likely reading of the number that is a stored one counts, but is not certain", "[forms]") {
    Reading id = unsure("national_id", "1072345672");
    id.alternatives = {{"1012345672", 0.3}};
    const auto matches = match_records({id, read("full_name", "ماجد عبدالله سعد الشمالي")}, {majed});
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].how == "national_id");
    CHECK(matches[0].confidence > 0.9);
    CHECK(matches[0].confidence < forms::certain_match);
}

TEST_CASE("of a number that is certain the less likely readings do not count", "[forms]") {
    Reading id = read("national_id", "1072345672");
    id.alternatives = {{"1012345672", 0.001}};
    const auto matches = match_records({id, read("full_name", "ماجد عبدالله سعد الشمالي")}, {majed});
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].how == "name");
}

TEST_CASE("what the form says otherwise than the record is listed", "[forms]") {
    std::vector<Reading> form = {read("national_id", "1012345672"),
                                 read("full_name", "ماجد عبدالله الشمالي"),
                                 read("birth_date", "1990-02-04"),
                                 read("phone", "0598765432"),
                                 read("iban", "SA4420000001234567891234"),
                                 read("city", "الواحه"),
                                 read("need", "x")};
    auto match = match_records(form, {majed}).front();
    CHECK(about(match, "birth_date") == Verdict::doubtful);
    CHECK(about(match, "iban") == Verdict::doubtful);
    CHECK(about(match, "phone") == Verdict::noted);
    CHECK_FALSE(about(match, "city"));
    CHECK_FALSE(about(match, "full_name"));
    CHECK_FALSE(about(match, "need"));
    const auto iban = std::find_if(match.differences.begin(), match.differences.end(),
                                   [](const Check& c) { return c.subject == "iban"; });
    CHECK(iban->evidence == "SA4420000001234567891234 | SA0380000000608010167519");
    for (Reading& reading : form) reading.source = Source::person;  // a clerk has looked: it is so
    match = match_records(form, {majed}).front();
    CHECK(about(match, "iban") == Verdict::noted);
}

TEST_CASE("hostile values match nobody and cost little", "[forms][hostile]") {
    const std::string value = GENERATE(as<std::string>{}, std::string(10'000'000, '1'),
                                       std::string(1000, '\0'), "\xff\xfe", "\u202E");
    const auto start = std::chrono::steady_clock::now();
    Record stored{"R-1",
                  {{"national_id", value + "2"},
                   {"full_name", value + "س"},
                   {"city", value},
                   {"address", value + "x"}}};
    const std::vector<Reading> form = {read("national_id", value), read("full_name", value),
                                       read("city", value + "y"), read("address", value)};
    for (const auto& match : match_records(form, {majed, stored})) {
        CHECK(match.confidence <= 1);
        for (const Check& check : match.differences) CHECK(check.evidence.size() < 2000);
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("likely duplicates of a list are found, each pair once", "[forms]") {
    Record again = majed;
    again.id = "R-000003";
    Record other_id = majed;
    other_id.fields["national_id"] = "1022222220";
    other_id.fields.erase("iban");
    const auto found = forms::find_duplicates({majed, khaled, again, other_id});
    REQUIRE(found.size() == 3);
    CHECK((found[0].first == 0 && found[0].second == 2 && found[0].how == "national_id"));
    CHECK((found[1].first == 0 && found[1].second == 3 && found[1].how == "phone+name"));
    CHECK((found[2].first == 2 && found[2].second == 3));
    CHECK(forms::find_duplicates({majed, khaled}).empty());
    CHECK(forms::find_duplicates({}).empty());
}

TEST_CASE("many records with one phone number do not cost the square of their number", "[forms][hostile]") {
    std::vector<Record> list;
    for (int i = 0; i < 5000; ++i)
        list.push_back({"R-" + std::to_string(i),
                        {{"phone", "0500000000"}, {"full_name", "شخص رقم " + std::to_string(i)}}});
    const auto start = std::chrono::steady_clock::now();
    CHECK(forms::find_duplicates(list).size() <= 5000 * 50);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("a record is checked before it is stored", "[forms]") {
    CHECK(forms::check_record(majed).empty());
    const auto refused = [](std::map<std::string, std::string> fields) {
        const auto found = forms::check_record({"", std::move(fields)});
        return found.empty() ? std::string() : found.front().id;
    };
    CHECK(refused({}) == "record.nameless");
    CHECK(refused({{"city", "الواحة"}}) == "record.nameless");
    CHECK(refused({{"national_id", "1012345678"}}) == "identity.check_digit");
    CHECK(refused({{"national_id", "10123"}}) == "identity.format");
    CHECK(forms::check_record({"", {{"national_id", "10123"}}}).size() == 1);
    CHECK(refused({{"full_name", "ماجد"}, {"phone", "123"}}) == "phone.format");
    CHECK(refused({{"full_name", "ماجد"}, {"iban", "SA0480000000608010167519"}}) == "iban.check_digit");
    CHECK(refused({{"full_name", "ماجد"}, {"birth_date", "1990-02-30"}}) == "date.exists");
    CHECK(refused({{"full_name", "ماجد"}, {"unknown", std::string(10'000'000, 'x')}}) == "text.too_long");
    CHECK(overall(forms::check_record({"", {{"full_name", "ماجد"}, {"monthly_income", "abc"}}})) ==
          Verdict::noted);
}
