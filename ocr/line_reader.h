// One printed line to its text, by the path that text fields go: for measuring it on lines that are no
// form's.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/page.h"

namespace sanad::ocr {

class LineReader {
public:
    // Throws Error(not_found) where the folder has no model of that name.
    LineReader(const std::string& tessdata, const std::string& language);
    ~LineReader();

    std::string line(const Page& picture);   // as a text field's line is read; empty where nothing was read
    std::string plain(const Page& picture);  // Tesseract's single-line mode, nothing done to the picture

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// How a field of text on a sheet of its own is read, and what that rests on: for measuring.
struct FieldReading {
    std::string text;                 // of its first line
    std::vector<std::string> others;  // what was read beside that
    double mean = 0;                  // confidence of the surest model, 0..100
    int readings = 0, agreeing = 0;
    double rivals = 0;         // log odds, by the ink, of texts that differ in one character
    std::string rival;         // the strongest of them
    double log_chance = 0;     // of the text itself, by the ink; that of no text is surer than 0
    bool handwritten = false;  // looks so
    double contrast = 0;       // of its edges, grey levels a pixel
    double slant = 0;          // of its strokes, degrees
    bool known_words = false;  // nothing but known words
    double chance = 0;         // of the text's being right; 0 where there is not one line
    std::size_t lines = 0;
    double ms = 0;  // of CPU time, Tesseract's with it where no reading was given
};

class FieldReader {
public:
    // Throws Error(not_found) where a model is missing.
    FieldReader(const std::string& tessdata, const std::string& witness_model,
                const std::string& digits_model);
    ~FieldReader();

    // `box` in a sheet that is width_mm x height_mm and was turned clockwise about its middle by skew_deg.
    // Where `known` has a text, that is taken for what the models read.
    FieldReading read(const Page& sheet, double width_mm, double height_mm, const BoxMm& box,
                      const FieldReading* known = nullptr, double skew_deg = 0);
    FieldReading line(const Page& picture);  // the whole of it

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr
