#include <cmath>

#include <catch2/catch.hpp>

#include "ocr/digits_curve.h"
#ifdef SANAD_DIGIT_TRAINING
#include "ocr/training/calibrate_numbers.h"
#include "ocr/training/number_reliability.h"
#endif

using namespace sanad::ocr;

TEST_CASE("a curve is straight between its points, falls before them and is flat beyond", "[ocr]") {
    const Curve curve{{0, -1}, {4, 3}, {6, 4}};
    CHECK(along(curve, 2) == Approx(1));
    CHECK(along(curve, 5) == Approx(3.5));
    CHECK(along(curve, 20) == Approx(4));
    CHECK(along(curve, -5) == Approx(-6));
    CHECK(along({}, 1.25) == 1.25);
}

TEST_CASE("a number that may be printed or written is as sure as both say", "[ocr]") {
    NumberCurves curves;
    curves.of[1][0][0] = {{0, 0}};
    curves.of[1][1][0] = {{0, 10}};
    CHECK(calibrated(curves, NumberRule::national_id, 1, false, 0.9) == Approx(1).margin(1e-4));
    CHECK(calibrated(curves, NumberRule::national_id, 0, false, 0.9) == Approx(0.5));
    CHECK(calibrated(curves, NumberRule::national_id, 0.5, false, 0.9) == Approx(0.75).margin(1e-4));
    CHECK(log_odds(1) < 31);
    CHECK(log_odds(0) > -31);
}

#ifdef SANAD_DIGIT_TRAINING
TEST_CASE("a fitted curve rises and promises no more than its numbers bear out", "[ocr]") {
    using namespace sanad::ocr::training;
    CHECK(rising_curve({}).front().to == 0);
    CHECK(rising_curve(std::vector<Outcome>(10, {5, true})).front().to == 0);
    std::vector<Outcome> outcomes;
    for (int i = 0; i < 1000; ++i) {
        outcomes.push_back({8, true});         // never wrong
        outcomes.push_back({4, i % 50 != 0});  // one in fifty
        outcomes.push_back({0, i % 2 == 0});   // half
    }
    const Curve curve = rising_curve(outcomes);
    for (std::size_t i = 1; i < curve.size(); ++i) {
        CHECK(curve[i].from > curve[i - 1].from);
        CHECK(curve[i].to >= curve[i - 1].to);
    }
    const auto probability = [&](double at) { return 1 / (1 + std::exp(-along(curve, at))); };
    CHECK(probability(8) > 0.998);
    CHECK(probability(8) < 0.9999);
    CHECK(probability(4) == Approx(0.98).margin(0.01));
    CHECK(probability(0) == Approx(0.5).margin(0.03));
}

TEST_CASE("numbers are accepted from where the wrong ones among them are few enough, counted with one more",
          "[ocr]") {
    using namespace sanad::ocr::training;
    std::vector<Outcome> outcomes(4000, {9, true});
    for (int i = 0; i < 1000; ++i) outcomes.push_back({5, i % 100 != 0});
    const Curve curve{{0, 0}, {10, 10}};
    const auto half = least_confidence(curve, outcomes, 0.0005);
    CHECK(half.confidence == Approx(1 / (1 + std::exp(-9.0))));
    CHECK(half.accepted == Approx(0.8));
    CHECK(half.wrong == 0);
    CHECK(least_confidence(curve, outcomes, 0.005).accepted == Approx(1));
    CHECK(least_confidence(curve, outcomes, 0.0002).accepted == 0);  // one more than none is too many of 4000
    CHECK(least_confidence(curve, {}, 0.5).confidence == 1);
}
#endif
