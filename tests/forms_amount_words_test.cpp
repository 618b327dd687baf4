// Amounts in words: the forms of the grammar one by one, and every kind of number read back by an ear that
// knows nothing of how they are put together.
#include <map>
#include <sstream>
#include <vector>

#include <catch2/catch.hpp>

#include "forms/amount_words.h"

using namespace sanad;
using forms::amount_in_words;

namespace {

struct Heard {
    long riyals = 0;
    long halalas = 0;
    bool understood = true;
};

const std::map<std::string, long>& numerals() {
    static const std::map<std::string, long> words = [] {
        std::map<std::string, long> all = {{"صفر", 0},    {"واحد", 1},  {"واحدة", 1},  {"إحدى", 1},
                                           {"أحد", 1},    {"اثنان", 2}, {"اثنتان", 2}, {"اثنا", 2},
                                           {"اثنتا", 2},  {"ثمانٍ", 8},  {"مائة", 100}, {"مائتان", 200},
                                           {"مائتا", 200}};
        const char* three_to_ten[][2] = {{"ثلاثة", "ثلاث"}, {"أربعة", "أربع"}, {"خمسة", "خمس"},
                                         {"ستة", "ست"},     {"سبعة", "سبع"},   {"ثمانية", "ثماني"},
                                         {"تسعة", "تسع"},   {"عشرة", "عشر"}};
        for (long n = 3; n <= 10; ++n)
            for (const char* word : three_to_ten[n - 3]) all[word] = n;
        const char* tens[] = {"عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"};
        for (long n = 2; n <= 9; ++n) all[tens[n - 2]] = n * 10;
        const char* hundreds[] = {"ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة",
                                  "سبعمائة",  "ثمانمائة", "تسعمائة"};
        for (long n = 3; n <= 9; ++n) all[hundreds[n - 3]] = n * 100;
        return all;
    }();
    return words;
}

Heard hear(const std::string& text) {
    const std::map<std::string, long> scales = {
        {"مليار", 1000000000}, {"مليارًا", 1000000000}, {"مليارات", 1000000000},
        {"ألف", 1000},         {"ألفًا", 1000},         {"آلاف", 1000},
        {"مليون", 1000000},    {"مليونًا", 1000000},    {"ملايين", 1000000}};
    const std::map<std::string, long> pairs = {{"ملياران", 2000000000}, {"مليارا", 2000000000},
                                               {"ألفان", 2000},         {"ألفا", 2000},
                                               {"مليونان", 2000000},    {"مليونا", 2000000}};
    Heard heard;
    long total = 0, group = 0;
    bool small = false;  // what is counted now are halalas
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const bool known = numerals().count(word) + scales.count(word) + pairs.count(word) > 0;
        if (!known && word.rfind("و", 0) == 0) word = word.substr(std::string("و").size());
        if (numerals().count(word) == 1) {
            group += numerals().at(word);
        } else if (scales.count(word) == 1) {
            total += std::max(group, 1L) * scales.at(word);
            group = 0;
        } else if (pairs.count(word) == 1) {
            total += pairs.at(word);
        } else if (word == "ريال" || word == "ريالات" || word == "ريالًا") {
            heard.riyals += total + group;
            total = group = 0;
        } else if (word == "ريالان") {
            heard.riyals += total + group + 2;
            total = group = 0;
        } else if (word == "هللة" || word == "هللات") {
            heard.halalas += group;
            group = 0;
            small = true;
        } else if (word == "هللتان") {
            heard.halalas += 2;
        } else {
            heard.understood = false;
        }
    }
    // "ريال واحد": the number follows what it counts.
    (small ? heard.halalas : heard.riyals) += total + group;
    return heard;
}

std::string words_of(const std::string& amount) {
    const auto words = amount_in_words(amount);
    REQUIRE(words.has_value());
    return *words;
}

bool ends_with(const std::string& text, const std::string& end) {
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// A second derivation, from the sentence: every noun is put behind what counts it, and takes the nun of a
// dual or the tanween of an accusative away where it follows at once.
class Sentence {
public:
    void noun(const std::string& form) {
        for (const char* lost : {"\u0646", "\u064b\u0627"})
            if (droppable_ && ends_with(text_, lost)) text_.resize(text_.size() - std::string(lost).size());
        text_ += (text_.empty() ? "" : " ") + form;
        droppable_ = false;
    }
    void addend(const std::string& words, bool droppable = false) {
        text_ += (text_.empty() ? "" : " و") + words;
        droppable_ = droppable;
    }
    void may_drop() { droppable_ = true; }
    const std::string& text() const { return text_; }

private:
    std::string text_;
    bool droppable_ = false;  // the last word is a dual or an accusative
};

struct Noun {
    const char *one, *two, *few, *many, *hundred;  // 1, 2, 3 to 10, 11 to 99, 100
};

// 3 to 99, of a masculine noun.
std::string numeral(long n) {
    const char* low[] = {"",    "واحد", "اثنان",  "ثلاثة", "أربعة", "خمسة",
                         "ستة", "سبعة", "ثمانية", "تسعة",  "عشرة"};
    const char* round[] = {"عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"};
    if (n <= 10) return low[n];
    if (n == 11) return "أحد عشر";
    if (n == 12) return "اثنا عشر";
    if (n < 20) return std::string(low[n - 10]) + " عشر";
    return (n % 10 != 0 ? std::string(low[n % 10]) + " و" : "") + round[n / 10 - 2];
}

// Appends `n` (1 to 999) of the noun. `follows`: a larger part is there already, and the noun counts it too.
void append(Sentence& to, long n, const Noun& noun, bool follows) {
    const char* hundreds[] = {"مائة",   "مائتان",  "ثلاثمائة", "أربعمائة", "خمسمائة",
                              "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة"};
    if (n >= 100) to.addend(hundreds[n / 100 - 1], n / 100 == 2);
    const long rest = n % 100;
    if (rest <= 2 && (n >= 100 || follows)) to.noun(noun.hundred);
    if (rest == 1) to.addend(noun.one);
    if (rest == 2) to.addend(noun.two, true);
    if (rest < 3) return;
    to.addend(numeral(rest));
    to.noun(rest <= 10 ? noun.few : noun.many);
    if (rest > 10) to.may_drop();
}

std::string derived(long n) {
    const std::pair<long, Noun> scales[] = {{1000000000, {"مليار", "ملياران", "مليارات", "مليارًا", "مليار"}},
                                            {1000000, {"مليون", "مليونان", "ملايين", "مليونًا", "مليون"}},
                                            {1000, {"ألف", "ألفان", "آلاف", "ألفًا", "ألف"}}};
    Sentence sentence;
    for (const auto& [worth, noun] : scales)
        if (const long part = n / worth % 1000; part != 0) append(sentence, part, noun, false);
    append(sentence, n % 1000, {"ريال واحد", "ريالان", "ريالات", "ريالًا", "ريال"},
           n >= 1000 && n % 1000 < 100);
    return sentence.text();
}

}  // namespace

TEST_CASE("an amount in words is what a second derivation says", "[forms]") {
    const auto check = [](long n) {
        const auto words = amount_in_words(std::to_string(n));
        if (words != derived(n)) FAIL(n << ": " << words.value_or("nothing") << " / " << derived(n));
    };
    for (long n = 1; n <= 30000; ++n) check(n);
    const long parts[] = {0, 1, 2, 3, 8, 10, 11, 12, 19, 20, 22, 99, 100, 101, 102, 110, 200, 202, 999};
    for (const long a : parts)
        for (const long b : parts)
            for (const long c : parts)
                for (const long d : parts)
                    if (a + b + c + d > 0) check(((a * 1000 + b) * 1000 + c) * 1000 + d);
    CHECK(derived(202002211) == words_of("202002211"));
}

TEST_CASE("riyals are counted by the rules of the noun that follows a number", "[forms]") {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"0", "صفر ريال"},
        {"1", "ريال واحد"},
        {"2", "ريالان"},
        {"3", "ثلاثة ريالات"},
        {"8", "ثمانية ريالات"},
        {"10", "عشرة ريالات"},
        {"11", "أحد عشر ريالًا"},
        {"12", "اثنا عشر ريالًا"},
        {"13", "ثلاثة عشر ريالًا"},
        {"18", "ثمانية عشر ريالًا"},
        {"20", "عشرون ريالًا"},
        {"21", "واحد وعشرون ريالًا"},
        {"22", "اثنان وعشرون ريالًا"},
        {"28", "ثمانية وعشرون ريالًا"},
        {"99", "تسعة وتسعون ريالًا"},
        {"100", "مائة ريال"},
        {"101", "مائة ريال وريال واحد"},
        {"102", "مائة ريال وريالان"},
        {"103", "مائة وثلاثة ريالات"},
        {"110", "مائة وعشرة ريالات"},
        {"111", "مائة وأحد عشر ريالًا"},
        {"199", "مائة وتسعة وتسعون ريالًا"},
        {"200", "مائتا ريال"},
        {"201", "مائتا ريال وريال واحد"},
        {"205", "مائتان وخمسة ريالات"},
        {"300", "ثلاثمائة ريال"},
        {"850", "ثمانمائة وخمسون ريالًا"},
        {"1000", "ألف ريال"},
        {"1001", "ألف ريال وريال واحد"},
        {"1002", "ألف ريال وريالان"},
        {"1010", "ألف وعشرة ريالات"},
        {"1100", "ألف ومائة ريال"},
        {"1200", "ألف ومائتا ريال"},
        {"2000", "ألفا ريال"},
        {"2001", "ألفا ريال وريال واحد"},
        {"2005", "ألفان وخمسة ريالات"},
        {"2500", "ألفان وخمسمائة ريال"},
        {"3000", "ثلاثة آلاف ريال"},
        {"4500", "أربعة آلاف وخمسمائة ريال"},
        {"10000", "عشرة آلاف ريال"},
        {"11000", "أحد عشر ألف ريال"},
        {"11200", "أحد عشر ألفًا ومائتا ريال"},
        {"25075", "خمسة وعشرون ألفًا وخمسة وسبعون ريالًا"},
        {"100000", "مائة ألف ريال"},
        {"101000", "مائة ألف وألف ريال"},
        {"102000", "مائة ألف وألفا ريال"},
        {"102300", "مائة ألف وألفان وثلاثمائة ريال"},
        {"103000", "مائة وثلاثة آلاف ريال"},
        {"200000", "مائتا ألف ريال"},
        {"250000", "مائتان وخمسون ألف ريال"},
        {"1000000", "مليون ريال"},
        {"1000001", "مليون ريال وريال واحد"},
        {"2000000", "مليونا ريال"},
        {"2002002", "مليونان وألفا ريال وريالان"},
        {"3000000", "ثلاثة ملايين ريال"},
        {"12000000", "اثنا عشر مليون ريال"},
        {"12500000", "اثنا عشر مليونًا وخمسمائة ألف ريال"},
        {"1000000000", "مليار ريال"},
        {"2000000000", "مليارا ريال"},
        {"2000000003", "ملياران وثلاثة ريالات"},
        {"3000000100", "ثلاثة مليارات ومائة ريال"},
        {"10200000000", "عشرة مليارات ومائتا مليون ريال"},
        {"100011000000", "مائة مليار وأحد عشر مليون ريال"},
        {"202000000001", "مائتا مليار ومليارا ريال وريال واحد"},
        {"999999999", "تسعمائة وتسعة وتسعون مليونًا وتسعمائة وتسعة وتسعون ألفًا وتسعمائة وتسعة وتسعون ريالًا"}};
    for (const auto& [amount, words] : cases) {
        CAPTURE(amount);
        CHECK(words_of(amount) == words);
    }
}

TEST_CASE("halalas are feminine, and named only where there are some", "[forms]") {
    const std::vector<std::pair<const char*, const char*>> cases = {
        {"0.01", "هللة واحدة"},
        {"0.02", "هللتان"},
        {"0.03", "ثلاث هللات"},
        {"0.08", "ثماني هللات"},
        {"0.1", "عشر هللات"},
        {"0.10", "عشر هللات"},
        {"0.11", "إحدى عشرة هللة"},
        {"0.12", "اثنتا عشرة هللة"},
        {"0.18", "ثماني عشرة هللة"},
        {"0.21", "إحدى وعشرون هللة"},
        {"0.22", "اثنتان وعشرون هللة"},
        {"0.28", "ثمانٍ وعشرون هللة"},
        {"0.99", "تسع وتسعون هللة"},
        {"5.00", "خمسة ريالات"},
        {"1.01", "ريال واحد وهللة واحدة"},
        {"200.50", "مائتا ريال وخمسون هللة"},
        {"4500.50", "أربعة آلاف وخمسمائة ريال وخمسون هللة"},
        {"007.25", "سبعة ريالات وخمس وعشرون هللة"}};
    for (const auto& [amount, words] : cases) {
        CAPTURE(amount);
        CHECK(words_of(amount) == words);
    }
}

TEST_CASE("an amount in words says the same number", "[forms]") {
    std::vector<long> numbers;
    for (long n = 1; n <= 3000; ++n) numbers.push_back(n);
    for (long n = 1; n <= 999; ++n) {
        numbers.insert(numbers.end(), {n * 1000, n * 1000 + 1, n * 1000 + 17, n * 1000 + 202, n * 1000000,
                                       n * 1000000 + 2, n * 1001001, n * 1000000000, n * 1001001001});
    }
    for (const long n : numbers) {
        const auto words = words_of(std::to_string(n));
        const auto heard = hear(words);
        INFO(n << ": " << words);
        REQUIRE(heard.understood);
        REQUIRE(heard.riyals == n);
        const long rest = n % 100;
        if (rest >= 3 && rest <= 10) REQUIRE(ends_with(words, " ريالات"));
        if (rest >= 11) REQUIRE(ends_with(words, " ريالًا"));
        if (rest == 0) REQUIRE(ends_with(words, " ريال"));
    }
    for (int n = 1; n < 100; ++n) {
        const auto amount = "61." + std::string(n < 10 ? "0" : "") + std::to_string(n);
        const auto heard = hear(words_of(amount));
        INFO(amount << ": " << words_of(amount));
        REQUIRE(heard.understood);
        REQUIRE(heard.riyals == 61);
        REQUIRE(heard.halalas == n);
    }
}

TEST_CASE("in print, halalas take two places", "[forms]") {
    CHECK(forms::amount_in_digits("4500.5") == "4500.50");
    CHECK(forms::amount_in_digits("4500.05") == "4500.05");
    CHECK(forms::amount_in_digits("4500") == "4500");
}

TEST_CASE("what is no amount has no words", "[forms][hostile]") {
    const std::string text =
        GENERATE(as<std::string>{}, "", ".", ".5", "5.", "-1", "+1", "1,000", "1.234", "1e3", "٤٥٠٠",
                 "1000000000000", "1 000", "12a", "1.2.3", "99999999999999999999");
    CAPTURE(text);
    CHECK_FALSE(amount_in_words(text).has_value());
}
