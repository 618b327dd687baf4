#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "core/arabic.h"

using namespace sanad;

namespace {

struct Pair {
    std::string a;
    std::string b;
    std::string why;
};

// Invented people. The line between them is 0.8.
const std::vector<Pair> one_person = {
    {"ماجد بن عبد الله الشمالي", "ماجد عبدالله الشمالي", "بن, and Abdullah in one word"},
    {"فاطمة سعد الوادي", "فاطمه سعد الوادى", "ة and ى"},
    {"أحمد إبراهيم السهلي", "احمد ابراهيم السهلي", "hamzas"},
    {"ماجد عبدالله سعد الشمالي", "ماجد عبدالله الشمالي", "the grandfather left out"},
    {"ماجد عبدالله سعد الشمالي", "ماجد الشمالي", "father and grandfather left out"},
    {"ماجد عبدالله سعد الشمالي", "ماجد سعد عبدالله الشمالي", "father and grandfather changed round"},
    {"الشمالي ماجد عبدالله", "ماجد عبدالله الشمالي", "the family first"},
    {"ماجد عبدالله الشمالي", "ماجد عبدالله الشملي", "a letter lost"},
    {"ماجد عبدالله الشمالي", "ماجد عبدالله الشمالى ", "a stray space"},
    {"ماجد عبدالله شمالي", "ماجد عبدالله الشمالي", "without the article"},
    {"مـاجـد عَبدُالله الشمالي", "ماجد عبدالله الشمالي", "tatweel and vowels"},
    {"نور الدين ماجد الوادي", "نورالدين ماجد الوادي", "a compound name in two words"},
    {"ماجد عبدالرحمن الوادي", "ماجد عبدالرحمان الوادي", "an alef more"},
    {"سلمان فهد ناصر السهلي", "سلمان فهد ناصر السلهي", "two letters changed places"},
};

const std::vector<Pair> two_people = {
    {"ماجد عبدالله الشمالي", "خالد عبدالله الشمالي", "brothers"},
    {"ماجد عبدالله الشمالي", "ماجد عبدالله الوادي", "another family"},
    {"ماجد فهد الشمالي", "ماجد سعد الشمالي", "cousins: another father"},
    {"عبدالله ماجد الشمالي", "ماجد الشمالي", "father and son"},
    {"ماجد", "ماجد عبدالله الشمالي", "only a first name"},
    {"سارة ناصر الوادي", "منى فهد السهلي", "nothing alike"},
    {"نورة ماجد الوادي", "ماجد الوادي", "daughter and father"},
};

}  // namespace

TEST_CASE("spellings of one person's name are alike", "[core]") {
    for (const Pair& pair : one_person) {
        INFO(pair.a << " | " << pair.b << " | " << pair.why);
        CHECK(name_similarity(pair.a, pair.b) > 0.8);
        CHECK(name_similarity(pair.a, pair.b) == name_similarity(pair.b, pair.a));
    }
}

TEST_CASE("names of two people are not alike", "[core]") {
    for (const Pair& pair : two_people) {
        INFO(pair.a << " | " << pair.b << " | " << pair.why);
        CHECK(name_similarity(pair.a, pair.b) < 0.8);
        CHECK(name_similarity(pair.a, pair.b) == name_similarity(pair.b, pair.a));
    }
}

TEST_CASE("similarity is between nothing and one, and one only for equal folds", "[core]") {
    CHECK(name_similarity("", "") == 0);
    CHECK(name_similarity("", "ماجد") == 0);
    CHECK(name_similarity("بن", "ماجد") == 0);
    CHECK(name_similarity("ماجد بن سعد", "ماجد سعد") == 1);
    for (const auto& list : {one_person, two_people})
        for (const Pair& pair : list) {
            CHECK(name_similarity(pair.a, pair.a) == 1);
            CHECK(name_similarity(pair.a, pair.b) >= 0);
            CHECK(name_similarity(pair.a, pair.b) <= 1);
        }
}

TEST_CASE("a missing middle name costs less than one that differs", "[core]") {
    CHECK(name_similarity("ماجد عبدالله الشمالي", "ماجد الشمالي") >
          name_similarity("ماجد عبدالله الشمالي", "ماجد صالح الشمالي"));
}

TEST_CASE("names are compared quickly enough for a whole register", "[core]") {
    const auto start = std::chrono::steady_clock::now();
    double sum = 0;
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i)
        sum += name_similarity("ماجد بن عبد الله سعد الشمالي", "خالد عبدالله سعيد الوادي");
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CHECK(sum > 0);
    INFO("name_similarity: " << static_cast<int>(count / seconds.count()) << " a second");
    CHECK(seconds.count() < 4);  // with sanitizers too
}
