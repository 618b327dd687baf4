// Fits what stands beside the network: the temperature and the size prior. Included by ocr/training/*.cpp
// only.
#pragma once

#include <cstdint>

#include "ocr/digits_model.h"
#include "ocr/training/font_digits.h"

namespace sanad::ocr::training {

// On made cells with fonts and hands that the network was not trained on.
void calibrate(DigitModel& model, const FontDigits& unseen, std::uint64_t seed, int cells = 12000);

}  // namespace sanad::ocr::training
