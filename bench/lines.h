// Real printed lines with their truth ($SANAD_TEST_DATA/ocr/lines-*): the product's reading of a line beside
// Tesseract's plain one. Measured with, never trained on, and no part of the project.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/page.h"

namespace sanad::bench {

struct LineSum {
    std::size_t lines = 0, letters = 0;
    std::size_t errors = 0, empty = 0;              // of the product's line reading
    std::size_t plain_errors = 0, plain_empty = 0;  // of `tesseract --psm 7 -l ara`, Debian's model
    double ms = 0, plain_ms = 0;                    // in all

    void add(const LineSum& other);
    double error_rate_percent() const;  // character errors of the truth's letters; 0 where there are none
    double plain_error_rate_percent() const;
};

struct LineSet {
    std::string name;  // "lines-modern"
    LineSum sum;
};

// The sets below the folder, every `step`-th line of each; sets that are not there are left out. Texts are
// compared as `tidy` leaves them, nothing else folded.
std::vector<LineSet> measure_lines(const std::string& folder, const std::string& tessdata, std::size_t step);

std::string table_of(const std::vector<LineSet>& sets);

// A grey picture from a file. Throws Error(bad_input).
Page picture_of(const std::string& file);

}  // namespace sanad::bench
