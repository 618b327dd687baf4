#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "core/arabic.h"

using namespace sanad;

TEST_CASE("both sets of Arabic digits become western and come back", "[core]") {
    CHECK(western_digits("رقم ٠١٢٣٤٥٦٧٨٩ و ۰۱۲۳۴۵۶۷۸۹") == "رقم 0123456789 و 0123456789");
    CHECK(arabic_digits("a-1029") == "a-١٠٢٩");
    CHECK(western_digits(arabic_digits("0123456789")) == "0123456789");
}

TEST_CASE("marks that are not seen are removed and nothing else is", "[core]") {
    CHECK(strip_invisible("\u200Fأ\u202Eب\u2067ج\uFEFF") == "أبج");
    CHECK(strip_invisible("كـَتب") == "كـَتب");
}

TEST_CASE("white space is tidied and letters are composed", "[core]") {
    CHECK(tidy("  محمد \t\u00A0 علي\n") == "محمد علي");
    CHECK(tidy("ا\u0654حمد") == "أحمد");  // alef and a hamza above are one letter
    CHECK(tidy(" \u3000 ").empty());
}

TEST_CASE("the light fold keeps what a stemmer needs", "[core]") {
    CHECK(fold_light("أُسْرَةٌ إلى آخِرِه") == "اسرة الى اخره");
    CHECK(fold_light("مـــحمد ٣") == "محمد 3");
    CHECK(fold_light("ABC é É") == "abc é é");
    CHECK(fold_light("ﻣﺤﻤﺪ ﻻ") == "محمد لا");  // presentation forms, as old PDF text has them
}

TEST_CASE("the full fold makes spellings of one name equal", "[core]") {
    CHECK(fold_name("عبد الله") == fold_name("عبدالله"));
    CHECK(fold_name("عبد الرَّحمن") == fold_name("عبدالرحمن"));
    CHECK(fold_name("فاطمة") == fold_name("فاطمه"));
    CHECK(fold_name("ليلى") == fold_name("ليلي"));
    CHECK(fold_name("مؤمن") == fold_name("مومن"));
    CHECK(fold_name("هناء") == fold_name("هنا"));
    CHECK(fold_name("أبو بكر") == fold_name("ابوبكر"));
    CHECK(fold_name("نور الدين") == fold_name("نورالدين"));
    CHECK(fold_name("ﷲ") == fold_name("الله"));
    CHECK(fold_name("ناصر، (سعد)-فهد") == "ناصر سعد فهد");
    CHECK(fold_name("عبد") == "عبد");
}

TEST_CASE("the tokens of a name leave out what is not a name", "[core]") {
    CHECK(name_tokens("سلمان بن فهد آل ماجد") == name_tokens("سلمان فهد ال ماجد"));
    CHECK(name_tokens("سلمان بن فهد الماجد") == std::vector<std::string>{"سلمان", "فهد", "ماجد"});
    CHECK(name_tokens("عبد الله الشمالي") == std::vector<std::string>{"عبدالله", "شمالي"});
    CHECK(name_tokens("ألاء") == std::vector<std::string>{"الا"});
    CHECK(name_tokens(" - ").empty());
}

TEST_CASE("letters are counted as code points, not bytes", "[core]") {
    CHECK(code_points("سند") == 3);
    CHECK(code_points("") == 0);
    CHECK(edit_distance("سند", "سد") == 1);
    CHECK(edit_distance("", "سند") == 3);
    CHECK(edit_distance("كتاب", "كاتب") == 2);
}

TEST_CASE("bytes that are not UTF-8 do no harm to any function of text", "[core][hostile]") {
    const std::string hostile = GENERATE(as<std::string>{}, "\xff\xfe\xfd", "\xd8", "\xd8\xd8\xd8",
                                         "\xed\xa0\x80", "\xf4\x90\x80\x80", std::string("a\0b", 3),
                                         std::string(1000, '\xc2'), "\xe2\x80", "\u202E\u202E\u202E");
    for (const auto& result : {western_digits(hostile), arabic_digits(hostile), strip_invisible(hostile),
                               tidy(hostile), fold_light(hostile), fold_name(hostile)})
        CHECK(tidy(result) == tidy(tidy(result)));
    CHECK(name_similarity(hostile, hostile) <= 1);
    CHECK(name_similarity(hostile, "سعد") < 0.5);
}

TEST_CASE("ten megabytes are folded in a moment and compared in no time", "[core][hostile]") {
    std::string huge;
    while (huge.size() < 10'000'000) huge += "عبد الله بن محمد ";
    const auto start = std::chrono::steady_clock::now();
    CHECK(!fold_light(huge).empty());
    const auto folded = std::chrono::steady_clock::now();
    CHECK(name_similarity(huge, huge + "x") <= 1);
    CHECK(name_similarity(std::string(10'000'000, 'x'), "سعد") == 0);
    const auto compared = std::chrono::steady_clock::now();
    CHECK(folded - start < std::chrono::seconds(10));
    CHECK(compared - folded < std::chrono::milliseconds(200));
}
