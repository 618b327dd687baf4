#include "app/media_type.h"

#include <array>

namespace sanad::app {
namespace {

struct Signature {
    std::string_view start;
    std::string_view type;
};

using namespace std::string_view_literals;

constexpr std::array signatures = {
    Signature{"\x89PNG\r\n\x1a\n"sv, "image/png"sv},
    Signature{"\xff\xd8\xff"sv, "image/jpeg"sv},
    Signature{"II*\0"sv, "image/tiff"sv},
    Signature{"MM\0*"sv, "image/tiff"sv},
    Signature{"BM"sv, "image/bmp"sv},
};

}  // namespace

std::string media_type(std::string_view bytes) {
    for (const auto& [start, type] : signatures)
        if (bytes.substr(0, start.size()) == start) return std::string(type);
    // Some producers write a few bytes before the header; readers look for it in the first kilobyte.
    if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return "application/pdf";
    return "application/octet-stream";
}

}  // namespace sanad::app
