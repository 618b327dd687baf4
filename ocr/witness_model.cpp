#include "ocr/witness_model.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "core/hash.h"

namespace sanad::ocr {
namespace {

constexpr std::string_view magic = "SANADWIT";
constexpr std::uint32_t format_version = 1;
constexpr std::size_t hash_bytes = 32, longest_name = 64;

// In the order of their numbers, from 2 on. An appended one keeps old models right; nothing else may change.
constexpr std::u32string_view known = U" ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،.:-()/؟٠١٢٣٤٥٦٧٨٩";
static_assert(known.size() + 2 <= sign_count);

void put(std::string& into, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) into += static_cast<char>(value >> (8 * i) & 255);
}

// Reads forward; `good` turns false at the first byte that is missing.
struct Bytes {
    std::string_view left;
    bool good = true;

    std::string_view take(std::size_t count) {
        good = good && count <= left.size();
        const auto part = left.substr(0, good ? count : 0);
        left.remove_prefix(part.size());
        return part;
    }
    std::uint32_t number() {
        std::uint32_t value = 0;
        const auto part = take(4);
        for (std::size_t i = 0; i < part.size(); ++i)
            value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(part[i])) << (8 * i);
        return value;
    }
    bool numbers(std::vector<float>& into, std::size_t count) {
        if (count > left.size() / 4) return good = false;
        into.resize(count);
        for (auto& value : into) {
            value = std::bit_cast<float>(number());
            good = good && std::isfinite(value);
        }
        return good;
    }
};

}  // namespace

std::uint8_t sign_of(char32_t character) {
    if (character >= U'0' && character <= U'9') character += U'٠' - U'0';
    const auto at = known.find(character);
    return at == std::u32string_view::npos ? sign::other : static_cast<std::uint8_t>(at + 2);
}

char32_t character_of(std::uint8_t sign) {
    return sign < 2 || sign - 2u >= known.size() ? U'?' : known[sign - 2u];
}

std::optional<WitnessModel> parse_witness(std::string_view bytes) {
    if (bytes.size() < magic.size() + hash_bytes || !bytes.starts_with(magic)) return std::nullopt;
    const auto body = bytes.substr(0, bytes.size() - hash_bytes);
    const auto hash = sha256(body);
    if (std::memcmp(hash.data(), bytes.data() + body.size(), hash_bytes) != 0) return std::nullopt;
    Bytes in{body.substr(magic.size())};
    if (in.number() != format_version) return std::nullopt;
    WitnessModel model;
    const auto length = in.number();
    if (length > longest_name) return std::nullopt;
    model.name = std::string(in.take(length));
    for (std::size_t i = 0; i < witness_shapes.size(); ++i) {
        const auto& shape = witness_shapes[i];
        if (in.number() != static_cast<std::uint32_t>(shape.inputs) ||
            in.number() != static_cast<std::uint32_t>(shape.outputs))
            return std::nullopt;
        const auto outputs = static_cast<std::size_t>(shape.outputs);
        if (!in.numbers(model.layers[i].weights, static_cast<std::size_t>(shape.inputs) * outputs) ||
            !in.numbers(model.layers[i].bias, outputs))
            return std::nullopt;
    }
    if (!in.good || !in.left.empty()) return std::nullopt;
    return model;
}

std::string witness_bytes(const WitnessModel& model) {
    std::string out(magic);
    put(out, format_version);
    put(out, static_cast<std::uint32_t>(model.name.size()));
    out += model.name;
    for (std::size_t i = 0; i < witness_shapes.size(); ++i) {
        put(out, static_cast<std::uint32_t>(witness_shapes[i].inputs));
        put(out, static_cast<std::uint32_t>(witness_shapes[i].outputs));
        for (const auto* part : {&model.layers[i].weights, &model.layers[i].bias})
            for (const float value : *part) put(out, std::bit_cast<std::uint32_t>(value));
    }
    const auto hash = sha256(out);
    out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return out;
}

}  // namespace sanad::ocr
