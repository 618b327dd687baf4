#include <array>

#include <fmt/format.h>

#include "samples/text_field.h"

namespace sanad::samples {
namespace {

using Letters = std::vector<std::string>;

const Letters every{"ا", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", "ر", "ز", "س", "ش", "ص", "ض", "ط",
                    "ظ", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "و", "ي", "أ", "ئ", "ؤ"};
// As often as Arabic has them, about.
const Letters frequent{"ا", "ا", "ا", "ا", "ل", "ل", "ل", "ي", "ي", "ي", "م", "م", "ن", "ن", "ر",
                       "ر", "و", "و", "ت", "ت", "ب", "ب", "ع", "د", "س", "ف", "ه", "ك", "ق", "ح"};
const Letters endings{"ة", "ة", "ة", "ى", "ي", "ي", "ه", "ن", "ا", "اء", "ات", "ين", "ون", "ية", "ئ"};
const Letters beginnings{"ال", "ال", "ال", "ال", "لل", "وال", "بال", "أ", "إ", "آ", "م", "لا", "الا", "الأ"};
const Letters small_words{"عبد", "بن",  "بنت", "أبو",  "أم", "آل", "من",
                          "في",  "على", "إلى", "الله", "لا", "حي"};
const Letters points{"،", ".", ":", "-", "؟", "/"};
const Letters marks{"َ", "ِ", "ُ", "ْ", "ّ", "ً"};
const Letters foreign{"A", "b", "S", "e", "o", "%", "#", "N", "x", "+"};

std::string word(Dice& dice) {
    if (dice.chance(0.1)) return dice.one_of(small_words);
    std::string text = dice.chance(0.4) ? dice.one_of(beginnings) : "";
    const bool any = dice.chance(0.6);
    for (int left = dice.between(text.empty() ? 2 : 1, dice.chance(0.8) ? 5 : 8); left > 0; --left)
        text += dice.one_of(any ? every : frequent);
    if (dice.chance(0.4)) text += dice.one_of(endings);
    return text;
}

std::string with_marks(Dice& dice, const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        out += text.substr(at, 2);
        if (dice.chance(0.35)) out += dice.one_of(marks);
    }
    return out;
}

std::string number(Dice& dice) {
    std::string text;
    const bool western = dice.chance(0.5);
    for (int left = dice.between(1, 5); left > 0; --left) {
        const int digit = dice.between(0, 9);
        text += western ? std::string(1, static_cast<char>('0' + digit))
                        : std::string{'\xD9', static_cast<char>('\xA0' + digit)};
    }
    return text;
}

std::string odd_word(Dice& dice) {
    const auto kind = dice.pick(10);
    if (kind < 4) return number(dice);
    if (kind < 6) return with_marks(dice, word(dice));
    if (kind < 8) return "(" + word(dice) + ")";
    std::string text;
    for (int left = dice.between(1, 3); left > 0; --left) text += dice.one_of(foreign);
    return text;
}

}  // namespace

std::string random_words(Dice& dice, int most_words) {
    std::string text;
    for (int left = dice.between(1, most_words); left > 0; --left)
        text += (text.empty() ? "" : " ") + word(dice);
    return text;
}

std::string random_text(Dice& dice, int most_words) {
    std::string text;
    for (int left = dice.between(1, most_words); left > 0; --left) {
        if (!text.empty()) text += ' ';
        text += dice.chance(0.1) ? odd_word(dice) : word(dice);
        if (dice.chance(0.06)) text += dice.one_of(points);
    }
    return text;
}

std::string random_steps(Dice& dice) {
    static const std::vector<int> scans{150, 200, 200, 200, 200, 240, 300, 300, 300, 400};
    const int scan = dice.one_of(scans);
    std::string steps = fmt::format("print {:.2f}; grain {:.1f}; ", dice.uniform(0, 0.6), dice.uniform(0, 8));
    if (dice.chance(0.15)) steps += fmt::format("fade {:.2f}; ", dice.uniform(0.1, 0.6));
    steps += fmt::format("skew {:.2f}; stretch {:.1f}; scan {}; ", dice.normal(0.25), 100 + dice.normal(0.8),
                         scan);
    const double blur = dice.chance(0.15) ? dice.uniform(0.08, 0.18) : dice.uniform(0.02, 0.09);
    const double noise = dice.chance(0.12) ? dice.uniform(6, 22) : dice.uniform(0.5, 6);
    steps += fmt::format("blur {:.3f}; noise {:.1f}", blur, noise);
    if (dice.chance(0.22)) steps += fmt::format("; bitonal {}", dice.between(135, 185));
    if (dice.chance(0.25)) steps += fmt::format("; jpeg {}", dice.between(25, 80));
    return steps;
}

}  // namespace sanad::samples
