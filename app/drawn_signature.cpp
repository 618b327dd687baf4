#include "app/drawn_signature.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"

namespace sanad::app {
namespace {

using Strokes = std::vector<std::vector<PointMm>>;

PointMm point_of(const Json& value) {
    return value.is_array() ? PointMm{value.at(0).get<double>(), value.at(1).get<double>()}
                            : PointMm{value.at("x").get<double>(), value.at("y").get<double>()};
}

Strokes strokes_of(const Json& list) {
    Strokes strokes;
    for (const auto& stroke : list) {
        auto& points = strokes.emplace_back();
        for (const auto& point : stroke.is_array() ? stroke : stroke.at("points"))
            points.push_back(point_of(point));
    }
    return strokes;
}

// Into the unit square, by the extent in each direction. False for what has no extent or no finite numbers.
bool to_unit_square(Strokes& strokes) {
    PointMm low{1e300, 1e300}, high{-1e300, -1e300};
    for (const auto& stroke : strokes) {
        for (const auto& point : stroke) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y)) return false;
            low = {std::min(low.x, point.x), std::min(low.y, point.y)};
            high = {std::max(high.x, point.x), std::max(high.y, point.y)};
        }
    }
    const double width = high.x - low.x, height = high.y - low.y;
    if (!(width > 0) || !(height > 0)) return false;
    for (auto& stroke : strokes)
        for (auto& point : stroke) point = {(point.x - low.x) / width, (point.y - low.y) / height};
    return true;
}

}  // namespace

void add_drawn_signature(const std::string& path, signing::SignOptions& into) {
    const auto bytes = read_file(path, 4 << 20);
    if (bytes.rfind("\x89PNG", 0) == 0) {
        into.drawn_png = bytes;
        return;
    }
    const auto refuse = [&](const std::string& why) {
        throw Error(ErrorCode::bad_input, why, Where{path}, UserMessage{"sign.drawn_bad", {path}});
    };
    try {
        into.strokes = strokes_of(parse_json(bytes));
    } catch (const Error& error) {
        refuse(error.what());
    } catch (const nlohmann::json::exception& error) {
        refuse(error.what());
    }
    if (!to_unit_square(into.strokes)) refuse("the strokes have no extent");
}

}  // namespace sanad::app
