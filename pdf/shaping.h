// Included by pdf/*.cpp only.
//
// HarfBuzz on one run: characters of one face, one script and one direction.
#pragma once

#include <hb.h>

#include <string_view>
#include <vector>

#include "pdf/font_set.h"

namespace sanad::pdf {

// The clusters in logical order; `begin` counts from the start of `run`. Words are remembered in `fonts`.
std::vector<Cluster> shape_run(FontSet& fonts, std::u32string_view run, int face, hb_script_t script,
                               bool rtl);

hb_script_t script_of(char32_t c);  // HB_SCRIPT_COMMON, HB_SCRIPT_INHERITED, HB_SCRIPT_ARABIC, …

}  // namespace sanad::pdf
