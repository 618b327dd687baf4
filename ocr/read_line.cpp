#include "ocr/read_line.h"

#include <algorithm>
#include <cmath>

#include "core/arabic.h"
#include "core/letters.h"
#include "ocr/dot_pairs.h"
#include "ocr/edge_contrast.h"
#include "ocr/handwriting.h"
#include "ocr/line_commas.h"
#include "ocr/line_numbers.h"
#include "ocr/slant.h"
#include "ocr/text_chance.h"

namespace sanad::ocr {
namespace {

constexpr double unsure = 0.05, with_digits = 0.2;
constexpr double of_a_sure_number = 0.9995;  // decision 108
// A word of few letters, written neatly, can look like print to everybody.
constexpr std::size_t few_letters = 6;
constexpr std::size_t too_few_letters = 3;  // what is left of another word: عل of على
constexpr double of_few_letters = 0.98, rivals_of_few_letters = 0;
// Where print is pale or blurred its dots go first: the models and the witness then agree on what is not
// there.
constexpr double least_contrast = 55, of_faint_print = 0.98;
// Between there and this the ink may still vouch for what it shows clearly.
constexpr double least_contrast_if_clear = 40, clear_if_known = -1, clear = -2;
// What the witness, who knows print alone, sees so clearly was hardly written by hand: of 300 handwritten
// words four.
constexpr double print_shows = -1;
// In slanting faces everybody loses the same strokes, an alef between two lams most of all.
constexpr double most_slant = 9;
constexpr std::size_t letters_that_show_slant = 9;  // shorter words need not have an upright stroke

bool has_digit(const std::string& text) {
    const std::string western = western_digits(text);
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// ه and ا that stand alone are five and one.
bool may_hold_a_digit(const std::string& text) {
    const auto words = ' ' + tidy(text) + ' ';
    return has_digit(text) || words.find(" ه ") != std::string::npos ||
           words.find(" ا ") != std::string::npos;
}

std::size_t letters_in(const std::string& text) {
    const auto letters = tidy(text);
    return code_points(letters) - static_cast<std::size_t>(std::count(letters.begin(), letters.end(), ' '));
}

bool is_faint(const LineReading& line) {
    const bool shown_clearly =
        line.contrast >= least_contrast_if_clear &&
        line.testimony.log_rivals <= (line.testimony.known_words ? clear_if_known : clear);
    return line.contrast < least_contrast && !shown_clearly;
}

// A short word's slant is a guess: the page's longer texts, without which it is not accepted, show it better.
void doubt_slanting(LineReading& line) {
    if (std::abs(line.slant) <= most_slant) return;
    line.chance = std::min(line.chance, of_faint_print);
    if (letters_in(line.seen.text) >= letters_that_show_slant)
        line.if_typed = std::min(line.if_typed, of_faint_print);
}

LineReading judged(const cv::Mat& grey, RecognisedText seen, const TextWitness::Sight* sight) {
    LineReading line;
    if (sight == nullptr) {
        line.seen = std::move(seen);
        line.chance = chance_without_witness({line.seen.agreeing > 1, line.seen.mean});
    } else {
        line.seen = witnessed(std::move(seen), *sight, line.testimony);
        line.chance = chance_of_right(
            {line.seen.agreeing > 1, line.seen.mean, line.testimony.log_rivals, line.testimony.known_words});
    }
    line.handwritten = looks_handwritten(grey, line.seen);
    line.by_hand = line.handwritten && !(line.testimony.log_rivals <= print_shows);
    line.contrast = edge_contrast(grey);
    line.slant = slant_deg(grey);
    // Only what would be accepted is asked.
    if (is_faint(line) || (line.chance > of_faint_print && dots_seen(grey) > dots_in(line.seen.text)))
        line.chance = std::min(line.chance, of_faint_print);
    if (may_hold_a_digit(line.seen.text)) line.chance = std::min(line.chance, with_digits);
    if (line.handwritten) line.chance = std::min(line.chance, unsure);
    line.if_typed = line.chance;
    if (letters_in(line.seen.text) < few_letters) {
        line.chance = std::min(line.chance, of_few_letters);
        // A short word fallen apart makes shorter ones that are known.
        const bool one_word = tidy(line.seen.text).find(' ') == std::string::npos;
        if (!one_word || letters_in(line.seen.text) < too_few_letters || !line.testimony.known_words ||
            !(line.testimony.log_rivals <= rivals_of_few_letters))
            line.if_typed = line.chance;
    }
    doubt_slanting(line);
    return line;
}

RecognisedText without_commas(const cv::Mat& grey, TextEngine& engine, const TextWitness::Sight& sight) {
    const auto apart = commas_apart(grey, sight.placed());
    if (!apart) return engine.line(grey);
    auto seen = engine.line(apart->rest);
    seen.text = put_back(seen.text, apart->signs, apart->commas);
    for (auto& other : seen.others) other = put_back(other, apart->signs, apart->commas);
    return seen;
}

LineReading with_numbers_read(const NumbersApart& apart, TextEngine& engine, const TextWitness& witness) {
    LineReading line;
    const bool has_words = std::any_of(apart.signs.begin(), apart.signs.end(),
                                       [](char32_t c) { return c >= U'ء' && c <= U'ي'; });
    if (has_words) {
        const auto sight = witness.look(apart.words);
        line = judged(apart.words, without_commas(apart.words, engine, sight), &sight);
    } else {
        line.seen.text = encode(apart.signs), line.chance = 1;
    }
    line.seen.text = with_numbers(line.seen.text, apart);
    line.seen.others.clear();
    const bool sure = has_words && std::all_of(apart.numbers.begin(), apart.numbers.end(),
                                               [](const auto& number) { return number.sure; });
    for (const auto& number : apart.numbers) line.chance *= sure ? of_a_sure_number : number.confidence;
    if (!sure) line.chance = std::min(line.chance, with_digits);
    line.if_typed = line.chance;
    return line;
}

}  // namespace

LineReading judged(const cv::Mat& grey, RecognisedText seen, const TextWitness* witness) {
    if (witness == nullptr) return judged(grey, std::move(seen), static_cast<TextWitness::Sight*>(nullptr));
    const auto sight = witness->look(grey);
    return judged(grey, std::move(seen), &sight);
}

LineReading read_line(const cv::Mat& grey, TextEngine& engine, const TextWitness* witness,
                      const DigitReader* digits) {
    if (witness == nullptr) return judged(grey, engine.line(grey), witness);
    const auto sight = witness->look(grey);
    if (digits != nullptr)
        if (const auto apart = numbers_apart(grey, sight, *digits))
            return with_numbers_read(*apart, engine, *witness);
    return judged(grey, without_commas(grey, engine, sight), &sight);
}

}  // namespace sanad::ocr
