// What was taken out of a line before it was read, put back among its words. Included by ocr/*.cpp only.
#pragma once

#include <string>
#include <vector>

namespace sanad::ocr {

struct TakenOut {
    std::string text;
    std::size_t at = 0;          // signs of the rest that stand before it
    bool space_after = false;    // behind it, in the order of reading
    bool closes_a_word = false;  // no space before it
};

// `words` was read of the rest, of which `signs` is what the witness saw, both in the order of reading:
// `taken`, in that order too, goes where the signs say, between two words rather than within one.
std::string put_back(const std::string& words, const std::u32string& signs,
                     const std::vector<TakenOut>& taken);

}  // namespace sanad::ocr
