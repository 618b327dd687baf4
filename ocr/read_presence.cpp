#include <algorithm>

#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

constexpr double speck_mm2 = 0.12;
constexpr double little_mm2 = 0.6;  // all ink together: less is dirt
constexpr double much_mm2 = 3.0;    // and a signature has more than this …
constexpr double signature_mm = 6;  // … with one stroke at least this long
constexpr double edge_mm = 0.6;     // remains of the frame

}  // namespace

Reading blank_reading(const templates::Field& field, ReadState state) {
    Reading reading;
    reading.key = field.key;
    reading.page = field.page;
    reading.box = field.box;
    reading.state = state;
    return reading;
}

Reading read_presence(const FlatPage& page, const templates::Field& field) {
    Reading reading = blank_reading(field, ReadState::empty);
    reading.model = "ink-1";
    constexpr double px2_per_mm2 = zone_px_per_mm * zone_px_per_mm;
    const Ink ink = find_ink(page, grown(field.box, -edge_mm), static_cast<int>(speck_mm2 * px2_per_mm2));
    double area = 0;
    int longest = 0;
    for (const auto& blot : ink.blots) {
        area += blot.area / px2_per_mm2;
        longest = std::max({longest, blot.bounds.width, blot.bounds.height});
    }
    if (area < little_mm2) {
        reading.confidence = area <= 0 ? 0.9999 : 0.99;
        return reading;
    }
    const bool clear = area >= much_mm2 && longest >= signature_mm * zone_px_per_mm;
    reading.state = ReadState::read;
    reading.value = "present";
    reading.confidence = clear ? 0.9995 : 0.6;
    return reading;
}

}  // namespace sanad::ocr
