// The words that Tesseract's Arabic model was given with, for what a line of text is likely to say at all.
// Included by ocr/*.cpp only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::ocr {

class WordList {
public:
    // One word a line, UTF-8, in any order (`dawg2wordlist`). Words with anything but Arabic letters are left
    // out. Throws Error(not_found) naming the file.
    explicit WordList(const std::string& file);

    enum class Known { whole, with_particle, no };
    // As they are compared: أ إ آ as ا, ة as ه, ى as ي; with و ف ب ك ل and the article before it where at
    // least three letters are left.
    Known knows(std::u32string_view word) const;
    // How many words of a text are not known, one with a particle counting half; marks of punctuation part
    // words too.
    double unknown_in(std::u32string_view text) const;

    // Whole: behind a particle almost any three letters are a word. Of no words, true.
    bool knows_all(std::u32string_view text) const;

    std::size_t size() const { return hashes_.size(); }

private:
    std::vector<Known> each_of(std::u32string_view text) const;
    bool has(std::u32string_view folded) const;
    std::vector<std::uint64_t> hashes_;  // sorted
};

}  // namespace sanad::ocr
