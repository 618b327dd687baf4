// Reads numbers written or printed in boxed cells, in either digit set (٠–٩, 0–9), by a classifier of ours.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/reading.h"

namespace sanad::ocr {

struct DigitModel;

// One cell cut out of a registered page: grey, 0 black; `cell` says where the printed border is expected.
struct CellImage {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> pixels;  // width * height
    // The cell's own rectangle inside the cut-out (which has a margin around it), px.
    int left = 0, top = 0, right = 0, bottom = 0;
};

enum class CellState { digit, empty, crossed_out };

// P(value = d) if the field is in Arabic-Indic digits, and if it is in Western ones; each sums to 1.
struct DigitChances {
    std::array<double, 10> arabic = {};
    std::array<double, 10> western = {};
};

struct CellReading {
    CellState state = CellState::empty;
    DigitChances written;         // if a hand wrote it
    DigitChances printed;         // if it was printed
    double log_odds_arabic = 0;   // log P(ink | Arabic-Indic) / P(ink | Western)
    double log_odds_printed = 0;  // log P(ink | printed) / P(ink | written by hand)
    bool ink = false;             // something lies in the cell that could be writing, be it only a speck
    double p_empty = 0;
    double p_not_a_digit = 0;  // scribble, crossed out, letter
};

// How a number must be made, used to rank whole strings, never to repair one silently.
enum class NumberRule { none, national_id, iban, phone, date_ddmmyyyy };

struct NumberReading {
    ReadState state = ReadState::empty;
    std::string value;  // 0–9
    std::string text;   // as written, in the set that was written
    bool arabic_digits = false;
    double printed = 0;                     // the probability that no hand wrote it
    double confidence = 0;                  // that the whole string is right
    std::vector<Alternative> alternatives;  // of whole strings, best first, at most 5
};

// What the rest of a page says about the numbers on it, as log odds.
struct PageEvidence {
    double arabic = 0;   // P(Arabic-Indic digits) / P(Western ones)
    double printed = 0;  // P(printed) / P(written by hand)
};

// What one dip means: a printed and commonly written ٢, but in Egyptian handwriting a ٣. Nothing in the shape
// tells.
enum class OneDip { two, three };

class DigitReader {
public:
    // Throws Error(not_found) or Error(corrupt).
    // `one_dip` is the paper's or the office's setting; without it the model's own, which it may have
    // learned.
    explicit DigitReader(const std::string& model_file, std::optional<OneDip> one_dip = {});
    // Of a model in memory: one that an office taught (ocr/digits_model.h).
    explicit DigitReader(DigitModel model, std::optional<OneDip> one_dip = {});
    // The same from the bytes of a model file. Throws Error(corrupt).
    static DigitReader of_bytes(std::string_view bytes, std::optional<OneDip> one_dip = {});
    DigitReader(DigitReader&&) noexcept;
    ~DigitReader();

    std::string model_name() const;  // "digits-5"
    std::vector<CellReading> cells(const std::vector<CellImage>& images) const;

    // The cells of one field, read jointly. Blank cells are allowed at either end only (none for a rule of
    // fixed length); a hole in the middle makes the field illegible.
    NumberReading number(const std::vector<CellReading>& cells, NumberRule rule,
                         const PageEvidence& page = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr
