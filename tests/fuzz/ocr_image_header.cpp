// A header says sizes that a library can be asked to allocate for, or nothing; and it never throws.
#include <cmath>

#include "ocr/image_header.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto bytes = fuzz::text_of(data, size);
    const auto kind = ocr::sniff_kind(bytes);
    if (!kind || *kind == ocr::FileKind::tiff || *kind == ocr::FileKind::pdf) return 0;
    const auto header = ocr::parse_image_header(*kind, bytes);
    if (!header) return 0;
    fuzz::must(header->width > 0 && header->height > 0);
    fuzz::must(header->width <= 0xffffffffu && header->height <= 0xffffffffu);
    fuzz::must(std::isfinite(header->dpi) && header->dpi >= 0);
    return 0;
}
