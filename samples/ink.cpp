#include "samples/ink.h"

#include <algorithm>

#include "core/error.h"

namespace sanad::samples {

void put_ink(Page& page, const Ink& ink, int grey, double opacity) {
    if (ink.cover.size() != page.pixels.size())
        throw Error(ErrorCode::bad_input, "the layer of ink is not as large as the page");
    for (std::size_t i = 0; i < page.pixels.size(); ++i) {
        if (ink.cover[i] == 0) continue;
        const double part = opacity * ink.cover[i] / 255;
        const double mixed = page.pixels[i] * (1 - part) + grey * part;
        page.pixels[i] = std::min(page.pixels[i], static_cast<std::uint8_t>(mixed + 0.5));
    }
}

}  // namespace sanad::samples
