// What the ink itself says to a reading of it: a small network that sees letters' shapes and knows no
// language (decision 106). Included by ocr/*.cpp only.
#pragma once

#include <limits>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace sanad::ocr {

struct Testimony {
    // log P(the line holds exactly this text), every row of letters being as likely beforehand. Minus
    // infinity where there is no ink.
    double log_chance = -std::numeric_limits<double>::infinity();
    // log of P(a text that differs in one character) / P(this text), over all such texts, one that makes an
    // unknown word of a known one less likely beforehand, and the other way round (decision 107); عبد الله
    // and عبدالله are one. Infinity where the text has no chance.
    double log_rivals = std::numeric_limits<double>::infinity();
    bool known_words = false;     // nothing but known words, each as it stands
    std::string rival = {};       // the strongest, for people: "3 ت>ث"
    std::string rival_text = {};  // it, where it has only another mark between sentences
};

class WordList;

class TextWitness {
public:
    // Throws Error(not_found) or Error(corrupt) naming the file.
    TextWitness(const std::string& model_file, const std::string& words_file);
    TextWitness(TextWitness&&) noexcept;
    ~TextWitness();

    // A sign where it was seen: Arabic letters, points, spaces, digits of either set as ٠ to ٩; ? for others.
    struct PlacedSign {
        char32_t letter = 0;
        double x = 0;  // px of the line, the middle of the columns that say so
    };

    // What was seen in one line, asked about any number of texts.
    class Sight {
    public:
        // Texts with characters that the network does not tell apart (Latin letters, tashkeel) and texts with
        // digits have no chance.
        Testimony of(const std::string& text) const;
        std::string plainest()
            const;  // the letters that are most likely column by column; ? for unknown ones
        std::vector<PlacedSign> placed() const;  // the same, in the order of reading: from the right

    private:
        friend class TextWitness;
        std::vector<float> logs_;
        double left_ = 0, column_px_ = 1;  // where the columns lie in the line
        const WordList* words_ = nullptr;  // the witness's
    };
    Sight look(const cv::Mat& grey) const;  // a line, dark on white
    const std::string& name() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr
