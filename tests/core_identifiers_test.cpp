#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "core/case_id.h"
#include "core/identifiers.h"

using namespace sanad;

TEST_CASE("a national id has ten digits, starts with 1 or 2 and ends with its check digit", "[core]") {
    CHECK(national_id_valid("1012345672"));
    CHECK(national_id_format("1012345678"));
    CHECK_FALSE(national_id_valid("1012345678"));
    for (const char* bad : {"", "101234567", "10123456721", "3012345672", "0012345672", "101234567x",
                            "١٠١٢٣٤٥٦٧٢", "1012345672 ", "-101234567"}) {
        CAPTURE(bad);
        CHECK_FALSE(national_id_format(bad));
        CHECK_FALSE(national_id_valid(bad));
    }
}

TEST_CASE("every single wrong digit of a national id is noticed", "[core]") {
    const std::string good = "1012345672";
    for (std::size_t i = 0; i < good.size(); ++i)
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string other = good;
            other[i] = digit;
            CHECK(national_id_valid(other) == (other == good));
        }
}

TEST_CASE("an IBAN has its country's length and modulo 97 leaves 1", "[core]") {
    CHECK(iban_valid("SA0380000000608010167519"));  // the registry's example
    CHECK(iban_valid("GB82WEST12345698765432"));
    CHECK(iban_valid("NO9386011117947"));
    CHECK(iban_format("SA0480000000608010167519"));
    for (const char* bad :
         {"SA0480000000608010167519", "SA038000000060801016751", "SA03800000006080101675190",
          "SA03 8000 0000 6080 1016 7519", "sa0380000000608010167519", "SA038000000060801016751X", "", "SA",
          "0000000000000000", "GB82WEST1234569876543"}) {
        CAPTURE(bad);
        CHECK_FALSE(iban_valid(bad));
    }
}

TEST_CASE("every single wrong digit and every swap of neighbours in an IBAN is noticed", "[core]") {
    const std::string good = "SA0380000000608010167519";
    for (std::size_t i = 2; i < good.size(); ++i)
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string other = good;
            other[i] = digit;
            CHECK(iban_valid(other) == (other == good));
        }
    for (std::size_t i = 4; i + 1 < good.size(); ++i) {
        std::string other = good;
        std::swap(other[i], other[i + 1]);
        CHECK(iban_valid(other) == (other == good));
    }
}

TEST_CASE("mobile numbers and amounts have one form", "[core]") {
    CHECK(phone_valid("0512345678"));
    for (const char* bad :
         {"512345678", "0412345678", "05123456789", "+966512345678", "05١2345678", "05 1234567"})
        CHECK_FALSE(phone_valid(bad));
    for (const char* good : {"0", "4500", "4500.5", "4500.50", "0.25", "999999999999"})
        CHECK(amount_valid(good));
    for (const char* bad :
         {"", ".", "04500", "4,500", "4500.", ".5", "4500.505", "-1", "1e3", "4500 ", "1000000000000"})
        CHECK_FALSE(amount_valid(bad));
}

TEST_CASE("a case id says its year and comes back as it was made", "[core]") {
    const std::string id = make_case_id(2026, 0x123456789abcdefull);
    CHECK(id.size() == 13);
    CHECK(id.substr(0, 5) == "2026-");
    CHECK(parse_case_id(id) == id);
    CHECK(make_case_id(2026, 1) != make_case_id(2026, 2));
    CHECK(make_case_id(2026, 1ull << 34) != make_case_id(2026, 0));
}

TEST_CASE("a case id is understood as people type it", "[core]") {
    const std::string id = make_case_id(2026, 0x21);  // "2026-1100000…"
    REQUIRE(id.find("11") != std::string::npos);
    std::string typed = id;
    std::replace(typed.begin() + 5, typed.end(), '1', 'l');
    std::replace(typed.begin() + 5, typed.end(), '0', 'o');
    CHECK(parse_case_id(typed) == id);
    CHECK(parse_case_id("\u200F" + id.substr(0, 4) + id.substr(5) + " ") == id);
    const std::string arabic = make_case_id(2026, 0x21);
    CHECK(parse_case_id("٢٠٢٦" + arabic.substr(4)) == arabic);
}

TEST_CASE("one wrong character, or two that changed places, make a case id invalid", "[core]") {
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (const unsigned long long entropy : {0ull, 0x7ffffffffull, 0x2a1b3c4d5ull, 0x123456789ull}) {
        const std::string id = make_case_id(2026, entropy);
        for (std::size_t i = 0; i < id.size(); ++i) {
            if (id[i] == '-') continue;
            for (const char letter : alphabet) {
                std::string other = id;
                other[i] = letter;
                if (other != id) CHECK_FALSE(parse_case_id(other));
            }
            for (std::size_t j = i + 1; j < id.size(); ++j) {
                std::string other = id;
                std::swap(other[i], other[j]);
                if (other != id && other[4] == '-') CHECK_FALSE(parse_case_id(other));
            }
        }
    }
}

TEST_CASE("what is no case id is not taken for one", "[core][hostile]") {
    const std::string text =
        GENERATE(as<std::string>{}, "", "2026", "2026-", "2026-UUUUUUUU", "20x6-7KQ4M2X9", "----------------",
                 std::string("2026-7KQ4M2X\0", 13), std::string(1'000'000, '2'));
    CHECK_FALSE(parse_case_id(text));
}
