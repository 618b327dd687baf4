// A scan as a PDF that can be searched. Included by ocr/*.cpp only.
#pragma once

#include <string>

#include "core/time.h"
#include "ocr/letter_look.h"
#include "ocr/load.h"

namespace sanad::ocr {

std::string make_searchable(const SourceFile& source, Moment made, LetterModels models,
                            const DecodeLimits& limits);

}  // namespace sanad::ocr
