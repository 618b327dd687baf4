#include "bench/text_fields.h"

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "bench/words.h"
#include "core/error.h"
#include "samples/people.h"

namespace sanad::bench {
namespace {

using samples::Dice;

struct FieldQuality {
    std::string_view name;
    bool ordinary;
    std::string_view steps;  // as of bench/qualities.h; what is left of a skew when the page is placed
};

constexpr std::array<FieldQuality, 14> qualities = {{
    {"clean 300", true, "print 0.2; skew {}; blur 0.04; noise 1.5"},
    {"grey 200", true, "print 0.3; grain 4; skew {}; scan 200; blur 0.05; noise 2"},
    {"grey 200", true, "print 0.3; grain 4; skew {}; scan 200; blur 0.05; noise 2"},
    {"bitonal 300", true, "print 0.3; skew {}; blur 0.05; noise 4; bitonal 162"},
    {"jpeg", true, "print 0.3; grain 6; skew {}; scan 200; blur 0.05; noise 2; jpeg 25"},
    {"jpeg", true, "print 0.3; grain 6; skew {}; scan 250; blur 0.05; noise 2; jpeg 45"},
    {"skewed", true, "print 0.3; grain 4; skew {}; scan 200; blur 0.05; noise 2"},
    {"feeder", true, "print 0.3; skew {}; stretch 100.8; scan 200; blur 0.05; noise 3"},
    {"grey 150", false, "print 0.3; grain 4; skew {}; scan 150; blur 0.06; noise 2"},
    {"grey 400", false, "print 0.2; skew {}; scan 400; blur 0.04; noise 2"},
    {"fax", false, "print 0.4; skew {}; scan 200; blur 0.07; noise 9; bitonal 158"},
    {"noisy", false, "print 0.4; grain 10; skew {}; scan 240; noise 18"},
    {"blurred", false, "print 0.3; skew {}; scan 200; blur 0.15; noise 2"},
    {"pale", false, "print 0.5; grain 8; fade 0.5; skew {}; scan 200; blur 0.05; noise 3"},
}};

const std::vector<std::vector<std::string>>& faces_of(TypedIn which) {
    static const auto calibration = [] {
        std::vector<std::vector<std::string>> list;
        for (const auto& file : samples::arabic_faces(samples::Faces::calibration))
            list.push_back({file, "DejaVuSans.ttf"});
        return list;
    }();
    return which == TypedIn::stand ? fonts() : calibration;
}

// Pages lie a little turned, some of them much.
double drawn_skew(Dice& dice) { return dice.chance(0.2) ? dice.uniform(-6, 6) : dice.uniform(-1, 1); }

std::string some_words(Dice& dice) {
    const auto& sentence = dice.one_of(needs());
    std::vector<std::string> words;
    for (std::size_t at = 0; at < sentence.size();) {
        const auto end = std::min(sentence.find(' ', at), sentence.size());
        words.push_back(sentence.substr(at, end - at));
        at = end + 1;
    }
    const auto first = dice.pick(words.size());
    std::string text;
    for (auto i = first; i < std::min(words.size(), first + 7); ++i)
        text += (text.empty() ? "" : " ") + words[i];
    return text;
}

std::string text_of(Wording wording, Dice& dice) {
    static const auto crowd = samples::people(4000, 90'017);
    const auto& person = dice.one_of(crowd);
    switch (wording) {
        case Wording::name:
            return person.full_name;
        case Wording::place:
            return dice.one_of<std::string>(
                {person.city, person.district, person.nationality, dice.one_of(short_texts())});
        case Wording::rare:
            return samples::random_words(dice, 4);
        case Wording::sentence:
            return some_words(dice);
        case Wording::mixed:
            return dice.chance(0.5) ? person.address : samples::random_text(dice, 5);
        case Wording::given:
            break;
    }
    return {};
}

}  // namespace

std::string_view name_of(Wording wording) {
    constexpr std::array<std::string_view, 6> names{"name", "place", "rare", "sentence", "mixed", "given"};
    return names[static_cast<std::size_t>(wording)];
}

MadeText made_text(TypedIn which, std::uint64_t seed, std::size_t number,
                   const std::vector<std::string>& given) {
    Dice dice(seed * 7'368'787 + number);
    static const std::vector<Wording> wordings{
        Wording::name, Wording::name,  Wording::name,  Wording::name,     Wording::rare,     Wording::rare,
        Wording::rare, Wording::place, Wording::place, Wording::sentence, Wording::sentence, Wording::mixed};
    for (;;) {
        MadeText made;
        made.wording = given.empty() ? dice.one_of(wordings) : Wording::given;
        const auto& faces = dice.one_of(faces_of(which));
        made.face = std::filesystem::path(faces.front()).stem().string();
        const auto& quality = qualities[dice.pick(qualities.size())];
        made.quality = quality.name, made.ordinary = quality.ordinary;
        const samples::Typing how{
            dice.uniform(10, 12.5), dice.between(10, 60),
            fmt::format(fmt::runtime(quality.steps), fmt::format("{:.2f}", dice.normal(0.07))), dice.number(),
            drawn_skew(dice)};
        try {
            made.field =
                samples::typed_field(samples::Typeface(faces),
                                     given.empty() ? text_of(made.wording, dice) : dice.one_of(given), how);
            return made;
        } catch (const Error&) {  // no face has some character
        }
    }
}

}  // namespace sanad::bench
