#include "ocr/digits_model.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "core/hash.h"

namespace sanad::ocr {
namespace {

constexpr std::string_view magic = "SANADDIG";
constexpr std::uint16_t format_version = 4;
constexpr std::uint16_t mean_of_scores = 3;  // the same file, of networks whose scores are averaged
constexpr std::uint16_t one_network = 2;     // and did not say how many
constexpr std::size_t hash_bytes = 32;

// IEEE 754 binary16, both ways; too large becomes infinite, which parse_model refuses.
float from_half(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000u) << 16;
    const int exponent = (half >> 10) & 31;
    const std::uint32_t fraction = half & 1023u;
    if (exponent == 0) {
        const float small = std::ldexp(static_cast<float>(fraction), -24);
        return sign != 0 ? -small : small;
    }
    const std::uint32_t wide = exponent == 31 ? 255u : static_cast<std::uint32_t>(exponent + 112);
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

std::uint16_t to_half(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
    const float size = std::abs(value);
    if (!(size < 65504.0f)) return static_cast<std::uint16_t>(sign | 0x7c00u);
    int exponent = 0;
    std::frexp(size, &exponent);
    const int shift = std::max(exponent - 11, -24);  // the last place of a half of this size
    const auto units = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(size, -shift)));
    // A fraction that rounds up to the next power of two carries into the exponent by itself.
    const std::uint32_t scale = shift == -24 ? 0u : static_cast<std::uint32_t>(shift + 24);
    return static_cast<std::uint16_t>(sign | ((scale << 10) + units));
}

class Out {
public:
    void u16(std::size_t value) {
        bytes.push_back(static_cast<char>(value & 255));
        bytes.push_back(static_cast<char>(value >> 8 & 255));
    }
    void f32(float value) {
        const auto bits = std::bit_cast<std::uint32_t>(value);
        u16(bits & 0xffff);
        u16(bits >> 16);
    }
    std::string bytes;
};

// Reads forward; `good` turns false at the first byte that is missing.
class In {
public:
    explicit In(std::string_view bytes) : left_(bytes) {}
    std::string_view take(std::size_t count) {
        if (count > left_.size()) {
            good = false;
            return {};
        }
        const auto part = left_.substr(0, count);
        left_.remove_prefix(count);
        return part;
    }
    std::uint16_t u16() {
        const auto part = take(2);
        if (part.size() != 2) return 0;
        return static_cast<std::uint16_t>(static_cast<std::uint8_t>(part[0]) |
                                          static_cast<std::uint8_t>(part[1]) << 8);
    }
    float f32() {
        const std::uint32_t low = u16();
        return std::bit_cast<float>(low | static_cast<std::uint32_t>(u16()) << 16);
    }
    bool done() const { return left_.empty(); }
    bool good = true;

private:
    std::string_view left_;
};

constexpr std::size_t most_points = 64;

bool read_curve(In& in, Curve& curve) {
    const std::size_t count = in.u16();
    if (count > most_points) return false;
    for (std::size_t i = 0; i < count; ++i) {
        const CurvePoint point{in.f32(), in.f32()};
        const bool rises = curve.empty() || (point.from > curve.back().from && point.to >= curve.back().to);
        if (!std::isfinite(point.from) || !std::isfinite(point.to) || !rises) return false;
        curve.push_back(point);
    }
    return true;
}

template <class Curves, class Do>
bool each_curve(Curves& curves, const Do& what) {
    for (auto& of_rule : curves.of)
        for (auto& of_print : of_rule)
            for (auto& curve : of_print)
                if (!what(curve)) return false;
    return true;
}

bool read_layer(In& in, const LayerShape& shape, Layer& layer) {
    if (in.u16() != shape.inputs || in.u16() != shape.outputs) return false;
    const auto outputs = static_cast<std::size_t>(shape.outputs);
    layer.weights.resize(static_cast<std::size_t>(shape.inputs) * outputs);
    layer.bias.resize(outputs);
    bool finite = true;
    for (auto* part : {&layer.weights, &layer.bias})
        for (auto& value : *part) {
            value = from_half(in.u16());
            finite = finite && std::isfinite(value);
        }
    return finite && in.good;
}

bool read_network(In& in, Network& network) {
    if (in.u16() != layer_shapes.size()) return false;
    for (std::size_t i = 0; i < layer_shapes.size(); ++i)
        if (!read_layer(in, layer_shapes[i], network[i])) return false;
    return true;
}

void write_network(Out& out, const Network& network) {
    out.u16(layer_shapes.size());
    for (std::size_t i = 0; i < layer_shapes.size(); ++i) {
        out.u16(static_cast<std::size_t>(layer_shapes[i].inputs));
        out.u16(static_cast<std::size_t>(layer_shapes[i].outputs));
        for (const auto* part : {&network[i].weights, &network[i].bias})
            for (const float value : *part) out.u16(to_half(value));
    }
}

}  // namespace

std::optional<DigitModel> parse_model(std::string_view bytes) {
    if (bytes.size() < magic.size() + hash_bytes || bytes.substr(0, magic.size()) != magic)
        return std::nullopt;
    const auto body = bytes.substr(0, bytes.size() - hash_bytes);
    const auto hash = sha256(body);
    if (std::memcmp(hash.data(), bytes.data() + body.size(), hash_bytes) != 0) return std::nullopt;
    In in(body.substr(magic.size()));
    DigitModel model;
    const std::uint16_t version = in.u16();
    if (version < one_network || version > format_version) return std::nullopt;
    model.name = std::string(in.take(in.u16()));
    auto& temperatures = model.temperatures;
    for (float* value : {&temperatures.whole, &temperatures.written, &temperatures.printed}) {
        *value = in.f32();
        if (!(*value > 0.05f && *value < 20.0f)) return std::nullopt;
    }
    const std::size_t networks = version == one_network ? 1 : in.u16();
    model.together = version <= mean_of_scores ? Together::scores : Together::probabilities;
    if (networks < 1 || networks > most_networks) return std::nullopt;
    model.networks.resize(networks);
    for (auto& network : model.networks)
        if (!read_network(in, network)) return std::nullopt;
    if (in.u16() != SizePrior::groups || in.u16() != SizePrior::bins) return std::nullopt;
    for (auto& group : model.sizes.log_density)
        for (auto& value : group) {
            value = in.f32();
            if (!std::isfinite(value)) return std::nullopt;
        }
    if (!each_curve(model.curves, [&](Curve& curve) { return read_curve(in, curve); })) return std::nullopt;
    const std::uint16_t dip = in.u16();
    if (dip != 2 && dip != 3) return std::nullopt;
    model.one_dip = dip == 3 ? OneDip::three : OneDip::two;
    if (!in.good || !in.done()) return std::nullopt;
    return model;
}

std::string model_bytes(const DigitModel& model) {
    Out out;
    out.bytes = std::string(magic);
    out.u16(model.together == Together::scores ? mean_of_scores : format_version);
    out.u16(model.name.size());
    out.bytes += model.name;
    const auto& temperatures = model.temperatures;
    for (const float value : {temperatures.whole, temperatures.written, temperatures.printed}) out.f32(value);
    out.u16(model.networks.size());
    for (const auto& network : model.networks) write_network(out, network);
    out.u16(SizePrior::groups);
    out.u16(SizePrior::bins);
    for (const auto& group : model.sizes.log_density)
        for (const float value : group) out.f32(value);
    each_curve(model.curves, [&](const Curve& curve) {
        out.u16(curve.size());
        for (const auto& point : curve) out.f32(point.from), out.f32(point.to);
        return true;
    });
    out.u16(model.one_dip == OneDip::three ? 3 : 2);
    const auto hash = sha256(out.bytes);
    out.bytes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return out.bytes;
}

}  // namespace sanad::ocr
