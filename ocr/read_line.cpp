#include "ocr/read_line.h"

#include <algorithm>

#include "core/arabic.h"
#include "ocr/dot_pairs.h"
#include "ocr/edge_contrast.h"
#include "ocr/handwriting.h"
#include "ocr/text_chance.h"

namespace sanad::ocr {
namespace {

constexpr double unsure = 0.05, with_digits = 0.2;
// A word of few letters, written neatly, can look like print to everybody.
constexpr std::size_t few_letters = 6;
constexpr std::size_t too_few_letters = 3;  // what is left of another word: عل of على
constexpr double of_few_letters = 0.98, rivals_of_few_letters = -2;
// Where print is pale or blurred its dots go first: the models and the witness then agree on what is not
// there.
constexpr double least_contrast = 55, of_faint_print = 0.98;

bool has_digit(const std::string& text) {
    const std::string western = western_digits(text);
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::size_t letters_in(const std::string& text) {
    const auto letters = tidy(text);
    return code_points(letters) - static_cast<std::size_t>(std::count(letters.begin(), letters.end(), ' '));
}

}  // namespace

LineReading judged(const cv::Mat& grey, RecognisedText seen, const TextWitness* witness) {
    LineReading line;
    if (witness == nullptr) {
        line.seen = std::move(seen);
        line.chance = chance_without_witness({line.seen.agreeing > 1, line.seen.mean});
    } else {
        line.seen = witnessed(std::move(seen), witness->look(grey), line.testimony);
        line.chance = chance_of_right(
            {line.seen.agreeing > 1, line.seen.mean, line.testimony.log_rivals, line.testimony.known_words});
    }
    line.handwritten = looks_handwritten(grey, line.seen);
    line.contrast = edge_contrast(grey);
    // Only what would be accepted is asked.
    if (line.contrast < least_contrast ||
        (line.chance > of_faint_print && dots_seen(grey) > dots_in(line.seen.text)))
        line.chance = std::min(line.chance, of_faint_print);
    if (has_digit(line.seen.text)) line.chance = std::min(line.chance, with_digits);
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
    return line;
}

}  // namespace sanad::ocr
