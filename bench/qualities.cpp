#include "bench/qualities.h"

#include <charconv>

#include <fmt/format.h>

#include "bench/incomplete.h"
#include "samples/dice.h"
#include "samples/page_simulator.h"

namespace sanad::bench {
namespace {

double number_in(std::string_view text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// "skew -6..6; scan 200" becomes "skew 2.31; scan 200".
std::string drawn(std::string_view steps, samples::Dice& dice) {
    std::string text;
    for (std::size_t at = 0; at < steps.size();) {
        const auto end = std::min(steps.find(';', at), steps.size());
        auto step = steps.substr(at, end - at);
        const auto dots = step.find("..");
        if (dots == std::string_view::npos) {
            text += step;
        } else {
            const auto space = step.rfind(' ');
            const double low = number_in(step.substr(space + 1, dots - space - 1)),
                         high = number_in(step.substr(dots + 2));
            text += fmt::format("{} {:.2f}", step.substr(0, space), dice.uniform(low, high));
        }
        if (end < steps.size()) text += ';';
        at = end + 1;
    }
    return text;
}

}  // namespace

const std::vector<Quality>& qualities() {
    static const std::vector<Quality> all{
        {"clean 300", "clean", "print 0.2; skew -0.5..0.5; blur 0.04; noise 1.5", Use::ordinary},
        {"grey 200", "clean", "print 0.3; grain 4; skew -1..1; scan 200; blur 0.05; noise 2", Use::ordinary},
        {"grey 150", "coarse", "print 0.3; grain 4; skew -1..1; scan 150; blur 0.06; noise 2"},
        {"grey 400", "clean", "print 0.2; skew -0.5..0.5; scan 400; blur 0.04; noise 2"},
        {"bitonal 300", "bitonal", "print 0.3; skew -0.8..0.8; blur 0.05; noise 4; bitonal 150..175",
         Use::ordinary},
        {"jpeg", "clean", "print 0.3; grain 6; skew -1..1; scan 200..300; blur 0.05; noise 2; jpeg 25..55",
         Use::ordinary},
        {"fax", "bitonal", "print 0.4; skew -1..1; scan 200; blur 0.07; noise 9; bitonal 140..175", Use::fax},
        {"noisy", "noisy", "print 0.4; grain 10; skew -1..1; scan 200..300; noise 12..24", Use::hurt},
        {"blurred", "noisy", "print 0.3; skew -1..1; scan 200; blur 0.1..0.2; noise 2", Use::hurt},
        {"pale", "noisy", "print 0.5; grain 8; fade 0.4..0.65; skew -1..1; scan 200; blur 0.05; noise 3",
         Use::hurt},
        {"folded", "damaged", "print 0.3; grain 5; fold 1..3; skew -1..1; scan 200; blur 0.05; noise 3",
         Use::hurt},
        {"stamped", "damaged", "print 0.3; stamp 25..40; skew -1..1; scan 200; blur 0.05; noise 2",
         Use::hurt},
        {"stained", "damaged", "print 0.3; stain 60..100; skew -1..1; scan 200; blur 0.05; noise 3",
         Use::hurt},
        {"cut corner", "damaged", "print 0.3; cut 12..30; skew -1..1; scan 200; blur 0.05; noise 2",
         Use::hurt},
        {"missing mark", "damaged", "print 0.3; unmark 1..2.9; skew -1..1; scan 200; blur 0.05; noise 2",
         Use::hurt},
        {"show-through", "damaged", "print 0.3; bleed 0.08..0.25; skew -1..1; scan 200; blur 0.05; noise 2",
         Use::hurt},
        {"skewed", "turned", "print 0.3; grain 4; bed 15; skew -6..6; scan 200; blur 0.05; noise 2",
         Use::ordinary},
        {"turned", "turned", "print 0.3; skew -2..2; turn 0.6..3; scan 200; blur 0.05; noise 2",
         Use::ordinary},
        {"feeder", "turned", "print 0.3; stretch 98.8..101.2; streaks 2; scan 200; blur 0.05; noise 3",
         Use::ordinary},
        {"phone", "photo", "print 0.3; grain 5; photo 0.2..0.8; shade 10..50; blur 0.08; noise 4; jpeg 70"},
        {"beside the glass", "incomplete", "print 0.3; skew -1..1; scan 200; blur 0.05; noise 2", Use::other,
         "beside"},
        {"torn edge", "incomplete", "print 0.3; skew -1..1; scan 200; blur 0.05; noise 2", Use::other,
         "torn"},
        {"note stuck over", "incomplete", "print 0.3; skew -1..1; scan 200; blur 0.05; noise 2", Use::other,
         "note"},
        {"cropped photo", "incomplete", "print 0.3; shade 10..50; skew -4..4; blur 0.08; noise 4; jpeg 70",
         Use::other, "cropped"},
    };
    return all;
}

Scanned scanned(const Page& page, const Quality& quality, std::uint64_t seed) {
    samples::Dice dice(seed);
    const auto steps = drawn(quality.steps, dice);
    if (quality.lack.empty()) return {samples::simulate(page, samples::parse_steps(steps), seed), steps, {}};
    auto sheet = without_part(page, quality.lack, dice);
    return {samples::simulate(sheet.page, samples::parse_steps(steps), seed), steps, std::move(sheet.gone)};
}

}  // namespace sanad::bench
