// The same ink as another scan or another moment of the pen would have left it. Included by
// ocr/training/*.cpp only.
#pragma once

#include "ocr/digits_network.h"
#include "ocr/training/chance.h"

namespace sanad::ocr::training {

// The square turned, moved, leaned and scaled a little and, if `uneven`, pushed out of shape here and there;
// now and then made coarse or stretched.
InkSquare jittered(const InkSquare& square, strokes::Random& random, bool uneven);

}  // namespace sanad::ocr::training
