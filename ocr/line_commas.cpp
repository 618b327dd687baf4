#include "ocr/line_commas.h"

namespace sanad::ocr {
namespace {

constexpr double highest = 0.45;  // of the line's ink height
constexpr double lowest_middle = 0.5;

// The one piece that a sign is; the dots of letters beside it are none of its.
std::vector<int> comma_at(std::size_t k, const PlacedSigns& signs, const LinePieces& pieces) {
    if (k == 0 || signs[k].letter != U'،') return {};
    auto own = pieces.of({k, k + 1}, signs);
    if (own.size() != 1) return {};
    const auto box = pieces.box(own.front());
    const auto line = pieces.bounds_of_all();
    const bool is_low = box.y + box.height / 2.0 > line.y + lowest_middle * line.height;
    return is_low && box.height < highest * line.height && box.width < highest * line.height
               ? own
               : std::vector<int>{};
}

}  // namespace

std::optional<CommasApart> commas_apart(const cv::Mat& grey, const PlacedSigns& signs) {
    const LinePieces pieces(grey);
    CommasApart out;
    for (std::size_t k = 0; k < signs.size(); ++k) {
        const auto own = comma_at(k, signs, pieces);
        if (own.empty()) {
            out.signs += signs[k].letter;
            continue;
        }
        if (out.rest.empty()) out.rest = grey.clone();
        out.rest.setTo(255, pieces.mask(own));
        out.commas.push_back({"،", out.signs.size(), false, true});
    }
    if (out.commas.empty()) return std::nullopt;
    return out;
}

}  // namespace sanad::ocr
