// The digits of installed fonts as outlines. Included by ocr/training/*.cpp and tests only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sanad::ocr::training {

// Fonts of these families never train: they stand for the fonts that the model has not seen.
bool held_out(const std::string& file_name);

enum class Script { arabic, western };

// How an outline is placed: `em` px high, its baseline's left end at (x, y), leaning by `shear`, turned
// clockwise by `turn` radians, `stretch` times as wide.
struct Setting {
    double em = 40;
    double x = 0, y = 0;
    double shear = 0, turn = 0, stretch = 1;
};

class FontDigits {
public:
    // Every font under `folder` whose ten digits have outlines; the held-out ones or the others. Sorted by
    // name.
    FontDigits(const std::string& folder, bool want_held_out);
    ~FontDigits();

    std::size_t count(Script script) const;
    const std::string& name(Script script, std::size_t font) const;  // file name

    // Adds the coverage (0..255) of a digit 0..9 to an image of width x height pixels. The digit stands in
    // the middle of (setting.x, setting.y) by the box that the font's ten digits have in common, so that a
    // zero keeps its place.
    void draw_digit(Script script, std::size_t font, int digit, const Setting& setting, int width, int height,
                    std::vector<std::uint8_t>& image) const;

    // One of the letters that the font has, by any number; nothing where it has none.
    void draw_letter(Script script, std::size_t font, std::uint64_t which, const Setting& setting, int width,
                     int height, std::vector<std::uint8_t>& image) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr::training
