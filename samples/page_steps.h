// The steps of the page simulator, by what they change. Included by samples/*.cpp only.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "samples/dice.h"
#include "samples/page_simulator.h"

namespace sanad::samples {

struct Sheet {
    cv::Mat grey;  // CV_8UC1
    double dpi = 0;

    double px(double mm) const { return mm * dpi / 25.4; }
    int whole_px(double mm) const { return static_cast<int>(px(mm) + 0.5); }
};

struct StepAct {
    StepKind kind;
    void (*run)(Sheet& sheet, double amount, Dice& dice);
};

inline constexpr int lid_grey = 232;  // of what a scanner sees beside the paper

std::vector<StepAct> paper_steps();  // page_steps_paper.cpp: print, and what people do to paper
std::vector<StepAct> shape_steps();  // page_steps_shape.cpp: where on the picture the paper lies
std::vector<StepAct> light_steps();  // page_steps_light.cpp: light, scanner, compression

// grey = grey * factor, at one pixel.
inline void dim(std::uint8_t& pixel, double factor) {
    const double value = pixel * factor + 0.5;
    pixel = static_cast<std::uint8_t>(value > 255 ? 255 : value < 0 ? 0 : value);
}

// Smooth chance over the sheet, about -1 .. 1, its bumps about `size_mm` wide. CV_32FC1.
cv::Mat clouds(const Sheet& sheet, double size_mm, Dice& dice);

}  // namespace sanad::samples
