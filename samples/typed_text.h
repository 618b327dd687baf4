// Text as other people's programs print it: any font of the machine, so that what is typed into a sample form
// does not look like the form's own print.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "samples/ink.h"

namespace sanad::samples {

// Where a character came to stand: millimetres from the right end of its line. Characters that share one
// shape share its place.
struct LetterPlace {
    char32_t letter = 0;
    double from = 0, until = 0;  // its right and its left side
};

class Typeface {
public:
    // Font files by name ("DejaVuSans.ttf"), looked for in the folders of Debian's font packages, or with
    // their folder; a later one helps out with the characters that the earlier ones lack. Throws
    // Error(not_found) naming the file that is missing.
    explicit Typeface(const std::vector<std::string>& files);
    Typeface(Typeface&&) noexcept;
    ~Typeface();

    // One line, right to left, in logical order; a character that no font has throws Error(unsupported).
    double width_mm(std::string_view utf8, double size_pt) const;
    // `right` is where the base line begins. The ink is added to the layer.
    void draw(Ink& into, PointMm right, std::string_view utf8, double size_pt) const;

    // Every character, in logical order.
    std::vector<LetterPlace> places(std::string_view utf8, double size_pt) const;

    // Words put into lines that are at most as wide as that; a longer word stands alone.
    std::vector<std::string> broken(std::string_view utf8, double size_pt, double most_mm) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::samples
