#include <cmath>
#include <random>

#include <catch2/catch.hpp>

#include "core/identifiers.h"
#include "ocr/digits_strings.h"

using namespace sanad;
using namespace sanad::ocr;

namespace {

std::string random_digits(std::mt19937_64& random, std::size_t length) {
    std::string digits;
    for (std::size_t i = 0; i < length; ++i) digits += static_cast<char>('0' + random() % 10);
    return digits;
}

DigitTable random_table(std::mt19937_64& random, std::size_t places) {
    DigitTable table(places);
    for (auto& place : table) {
        double sum = 0;
        for (auto& p : place) sum += p = std::pow(static_cast<double>(random() % 1000 + 1) / 1000, 6);
        for (auto& p : place) p /= sum;
    }
    return table;
}

}  // namespace

TEST_CASE("the machines of identity numbers and IBANs agree with the checks of those numbers", "[ocr]") {
    std::mt19937_64 random(3);
    const auto& id = *machine_of(NumberRule::national_id);
    const auto& iban = *machine_of(NumberRule::iban);
    int ids = 0, ibans = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string number = random_digits(random, 10);
        number[0] = static_cast<char>('0' + random() % 4);
        CHECK(keeps(id, number) == national_id_valid(number));
        ids += keeps(id, number) ? 1 : 0;
        const std::string account = random_digits(random, 22);
        CHECK(keeps(iban, account) == iban_valid("SA" + account));
        ibans += keeps(iban, account) ? 1 : 0;
    }
    CHECK(ids > 500);
    CHECK(ibans > 100);
}

TEST_CASE("the machine of dates takes days and years that can be, in either calendar", "[ocr]") {
    const auto& date = *machine_of(NumberRule::date_ddmmyyyy);
    for (const char* good : {"01011448", "30121500", "22112026", "31011990", "29021999", "10101300"}) {
        INFO(good);
        CHECK(keeps(date, good));
    }
    for (const char* bad : {"00011448", "32011448", "31011448", "01001448", "01131448", "01011501",
                            "01011600", "01012100", "01011250", "0101144", "010114480"}) {
        INFO(bad);
        CHECK_FALSE(keeps(date, bad));
    }
}

TEST_CASE("the machine of phone numbers wants 05", "[ocr]") {
    const auto& phone = *machine_of(NumberRule::phone);
    CHECK(keeps(phone, "0512345678"));
    CHECK_FALSE(keeps(phone, "0612345678"));
    CHECK_FALSE(keeps(phone, "1512345678"));
    CHECK_FALSE(keeps(phone, "051234567"));
}

TEST_CASE("the share of strings that keep a rule is what the rule says it is", "[ocr]") {
    for (const auto rule :
         {NumberRule::national_id, NumberRule::iban, NumberRule::phone, NumberRule::date_ddmmyyyy}) {
        const auto& machine = *machine_of(rule);
        DigitTable even(machine.length);
        for (auto& place : even) place.fill(0.1);
        const double share = probability_of(even, machine);
        INFO("rule " << static_cast<int>(rule) << ": " << share << " against " << machine.share);
        CHECK(share == Approx(machine.share).epsilon(0.02));
    }
}

TEST_CASE("the best strings are exactly the best of all, with a rule and without", "[ocr]") {
    std::mt19937_64 random(5);
    // Phone numbers have a rule that any length could keep: four places are few enough to try every string.
    const RuleMachine four{4, 1, machine_of(NumberRule::phone)->step, machine_of(NumberRule::phone)->accepts,
                           0.01};
    for (int round = 0; round < 5; ++round) {
        const auto table = random_table(random, 4);
        for (const RuleMachine* rule : {static_cast<const RuleMachine*>(nullptr), &four}) {
            std::vector<double> all;
            double sum = 0;
            for (int n = 0; n < 10000; ++n) {
                std::string digits = std::to_string(10000 + n).substr(1);
                if (rule != nullptr && !keeps(*rule, digits)) continue;
                all.push_back(log_probability(table, digits));
                sum += std::exp(all.back());
            }
            std::sort(all.rbegin(), all.rend());
            const auto best = best_strings(table, rule, 6);
            REQUIRE(best.size() == 6);
            for (std::size_t i = 0; i < best.size(); ++i) {
                CHECK(best[i].log_p == Approx(all[i]));
                CHECK(log_probability(table, best[i].digits) == Approx(best[i].log_p));
            }
            if (rule != nullptr) CHECK(probability_of(table, *rule) == Approx(sum));
        }
    }
}

TEST_CASE("the best strings under the IBAN's rule keep it", "[ocr]") {
    std::mt19937_64 random(6);
    const auto table = random_table(random, 22);
    const auto best = best_strings(table, machine_of(NumberRule::iban), 5);
    REQUIRE(best.size() == 5);
    for (const auto& string : best) CHECK(iban_valid("SA" + string.digits));
    CHECK(best[0].log_p >= best[1].log_p);
}
