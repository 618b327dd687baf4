#include "ocr/text_witness.h"

#include <algorithm>
#include <cmath>

#include "core/arabic.h"
#include "core/error.h"
#include "core/files.h"
#include "ocr/witness_ctc.h"
#include "ocr/witness_network.h"
#include "ocr/witness_rivals.h"
#include "ocr/witness_strip.h"

namespace sanad::ocr {
namespace {

bool is_digit(char32_t c) { return (c >= U'0' && c <= U'9') || (c >= U'٠' && c <= U'٩'); }

// Of letters up to U+FFFF; anything else becomes U+FFFD, which the network does not know.
std::u32string letters_of(const std::string& utf8) {
    std::u32string letters;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto byte = [&](std::size_t ahead) {
            return at + ahead < utf8.size() ? static_cast<unsigned char>(utf8[at + ahead]) : 0u;
        };
        const std::size_t length = byte(0) < 0x80 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
        const auto letter = length == 1   ? byte(0)
                            : length == 2 ? (byte(0) & 31u) << 6 | (byte(1) & 63u)
                            : length == 3 ? (byte(0) & 15u) << 12 | (byte(1) & 63u) << 6 | (byte(2) & 63u)
                                          : 0xFFFDu;
        letters += static_cast<char32_t>(letter);
        at += length;
    }
    return letters;
}

std::string utf8_of(char32_t letter) {  // of the network's own letters: two bytes at most
    if (letter < 0x80) return {static_cast<char>(letter)};
    return {static_cast<char>(0xC0 | letter >> 6), static_cast<char>(0x80 | (letter & 63))};
}

bool same_in_a_name(std::uint8_t a, std::uint8_t b) {
    const auto group = [](std::uint8_t sign) {
        const char32_t c = character_of(sign);
        return c == U'أ' || c == U'إ' || c == U'آ' ? U'ا' : c == U'ى' ? U'ي' : c == U'ة' ? U'ه' : c;
    };
    return group(a) == group(b);
}

std::string written(const Rival& rival, const std::vector<std::uint8_t>& signs) {
    if (rival.kind == Rival::Kind::none) return {};
    const auto at = std::to_string(signs.size() - rival.at) + " ";
    const auto it = utf8_of(character_of(rival.sign));
    if (rival.kind == Rival::Kind::extra) return at + "+" + it;
    if (rival.kind == Rival::Kind::missing) return at + "-" + it;
    return at + utf8_of(character_of(signs[rival.at])) + ">" + it;
}

}  // namespace

struct TextWitness::Impl {
    WitnessModel model;
};

TextWitness::TextWitness(const std::string& model_file) {
    constexpr std::uint64_t largest = 8u << 20;
    auto model = parse_witness(read_file(model_file, largest));
    if (!model)
        throw Error(ErrorCode::corrupt, "not a witness model, or damaged: " + model_file,
                    {.file = model_file}, {.id = "ocr.witness_model_damaged", .arguments = {model_file}});
    impl_ = std::make_unique<Impl>(Impl{std::move(*model)});
}
TextWitness::TextWitness(TextWitness&&) noexcept = default;
TextWitness::~TextWitness() = default;

const std::string& TextWitness::name() const { return impl_->model.name; }

TextWitness::Sight TextWitness::look(const cv::Mat& grey) const {
    Sight sight;
    const auto strip = strip_of(grey);
    if (strip.width > 0) sight.logs_ = seen_signs(impl_->model, strip);
    return sight;
}

// Arabic runs from right to left and the columns from left to right.
Testimony TextWitness::Sight::of(const std::string& text) const {
    const auto letters = letters_of(tidy(text));
    if (logs_.empty() || letters.empty()) return {};
    std::vector<std::uint8_t> signs;
    for (auto at = letters.rbegin(); at != letters.rend(); ++at) {
        signs.push_back(sign_of(*at));
        if (is_digit(*at) || signs.back() == sign::other) return {};
    }
    const auto rivals = rivals_of(logs_, signs, same_in_a_name);
    return {rivals.log_chance, std::log(rivals.odds + 1e-30), written(rivals.strongest, signs)};
}

std::string TextWitness::Sight::plainest() const {
    std::string text;
    auto signs = ocr::plainest(logs_);
    std::reverse(signs.begin(), signs.end());
    for (const auto sign : signs) text += utf8_of(character_of(sign));
    return text;
}

}  // namespace sanad::ocr
