// The digit reader learns an office's own handwriting from numbers that its clerks confirmed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/digits.h"

namespace sanad::ocr {

// The cells of a number field as they were cut from the scan, and what a person said stands there.
struct ConfirmedNumber {
    std::string
        document;  // whatever names the scan: all numbers of one document learn or are held out together
    std::vector<CellImage> cells;
    std::string digits;  // 0-9, without what is printed before the cells
};

struct LearnOptions {
    std::string fonts = "/usr/share/fonts";  // print that goes on being read; missing fonts are done without
    std::uint64_t seed = 1;
    int least_cells = 200;  // to learn from
    int calibration_cells = 12000, calibration_fields = 800;
    std::function<void(int percent)> progress = {};
};

// Of one model on the same cells.
struct CellScore {
    int cells = 0;
    int right = 0;
    double loss = 0;  // mean negative log probability of the right digit, nats
};

struct Lesson {
    int documents = 0, numbers = 0;       // that could be used
    int taught = 0;                       // cells learned from
    CellScore held_before, held_after;    // the held-out documents' cells
    CellScore mixed_before, mixed_after;  // made cells of other hands and print
    bool better = false;  // on the held-out cells, and not worse elsewhere: `model` is to be used
    std::string name;     // of the new model: "digits-5+1", "digits-5+2"
    std::string model;    // its bytes; empty where there was too little to learn from
};

// One document in four is held out, by a hash of its name. A number is used where its ink stands in as many
// cells as it has digits. Throws Error(corrupt) for bytes that are no digit model. Minutes of one core; the
// same arguments give the same model.
Lesson learn(std::string_view model, const std::vector<ConfirmedNumber>& confirmed,
             const LearnOptions& options = {});

}  // namespace sanad::ocr
