// A picture that is accepted has exactly the pixels that its sides ask for.
#include "pdf/signature_picture.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto picture = pdf::parse_png(fuzz::text_of(data, size));
    if (!picture) return 0;
    fuzz::must(picture->width >= 1 && picture->width <= 4096 && picture->height >= 1 &&
               picture->height <= 4096);
    const auto sides = static_cast<std::size_t>(picture->width) * static_cast<std::size_t>(picture->height);
    const std::size_t channels = picture->pixels.size() / sides;
    fuzz::must(channels >= 1 && channels <= 4 && picture->pixels.size() == sides * channels);
    return 0;
}
