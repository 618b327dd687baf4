#include "ocr/text_witness.h"

#include <algorithm>
#include <cmath>

#include "core/arabic.h"
#include "core/error.h"
#include "core/files.h"
#include "core/letters.h"
#include "ocr/witness_ctc.h"
#include "ocr/witness_network.h"
#include "ocr/witness_rivals.h"
#include "ocr/witness_strip.h"
#include "ocr/word_list.h"

namespace sanad::ocr {
namespace {

bool is_digit(char32_t c) { return (c >= U'0' && c <= U'9') || (c >= U'٠' && c <= U'٩'); }

std::string utf8_of(char32_t letter) {  // of the network's own letters: two bytes at most
    if (letter < 0x80) return {static_cast<char>(letter)};
    return {static_cast<char>(0xC0 | letter >> 6), static_cast<char>(0x80 | (letter & 63))};
}

// The text with the one character changed. Signs stand from left to right, letters in the order of reading.
std::u32string with(const Rival& rival, std::u32string text) {
    const auto from_end = text.size() - rival.at;
    const auto it = character_of(rival.sign);
    if (rival.kind == Rival::Kind::extra) text.insert(from_end, 1, it);
    if (rival.kind == Rival::Kind::missing) text.erase(from_end - 1, 1);
    if (rival.kind == Rival::Kind::another) text[from_end - 1] = it;
    return text;
}

// How much likelier a text is beforehand for one word more that is known: log odds, as all of these. A rival
// that knows more words than the reading is feared more than one that knows fewer is made light of.
constexpr double for_a_known_word = 4, for_a_word_known_to_the_rival = 6;
constexpr double for_parting_known_words = -3, for_the_same_name = -2;

bool same_in_a_name(char32_t a, char32_t b) {
    const auto group = [](char32_t c) {
        return c == U'أ' || c == U'إ' || c == U'آ' ? U'ا' : c == U'ى' ? U'ي' : c == U'ة' ? U'ه' : c;
    };
    return group(a) == group(b);
}

bool is_space(const Rival& rival) {
    return rival.kind != Rival::Kind::another && character_of(rival.sign) == U' ';
}

// One mark between sentences for another.
bool parts_sentences(const Rival& rival, const std::vector<std::uint8_t>& signs) {
    const auto is_mark = [](std::uint8_t sign) {
        return character_of(sign) == U'.' || character_of(sign) == U'،';
    };
    return rival.kind == Rival::Kind::another && is_mark(rival.sign) && is_mark(signs[rival.at]);
}

double weight_of(const Rival& rival, const std::u32string& text, const WordList& words) {
    // Only what stands between the spaces around the change is another.
    const auto changed = text.size() - rival.at;
    const std::size_t own = rival.kind == Rival::Kind::extra ? 1 : 2;
    const auto space = changed < own ? std::u32string::npos : text.rfind(U' ', changed - own);
    const auto from = space == std::u32string::npos ? 0 : space + 1;
    const auto until = std::min(text.find(U' ', changed), text.size());
    const auto part = text.substr(from, until - from);
    auto moved = rival;
    moved.at = rival.at - (text.size() - until);
    const auto other = with(moved, part);
    if (is_space(rival) && fold_name(encode(other)) == fold_name(encode(part))) return 0;
    const double unknown = words.unknown_in(part);
    const double more_known = unknown - words.unknown_in(other);
    double log_weight = (more_known > 0 ? for_a_word_known_to_the_rival : for_a_known_word) * more_known;
    if (is_space(rival) && rival.kind == Rival::Kind::extra && unknown == 0)
        log_weight += for_parting_known_words;
    if (rival.kind == Rival::Kind::another &&
        same_in_a_name(part[part.size() - moved.at - 1], character_of(rival.sign)))
        log_weight += for_the_same_name;
    return std::exp(log_weight);
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
    WordList words;
};

TextWitness::TextWitness(const std::string& model_file, const std::string& words_file) {
    constexpr std::uint64_t largest = 8u << 20;
    auto model = parse_witness(read_file(model_file, largest));
    if (!model)
        throw Error(ErrorCode::corrupt, "not a witness model, or damaged: " + model_file,
                    {.file = model_file}, {.id = "ocr.witness_model_damaged", .arguments = {model_file}});
    impl_ = std::make_unique<Impl>(Impl{std::move(*model), WordList(words_file)});
}
TextWitness::TextWitness(TextWitness&&) noexcept = default;
TextWitness::~TextWitness() = default;

const std::string& TextWitness::name() const { return impl_->model.name; }

TextWitness::Sight TextWitness::look(const cv::Mat& grey) const {
    Sight sight;
    sight.words_ = &impl_->words;
    StripPlace place;
    const auto strip = strip_of(grey, &place);
    if (strip.width > 0) sight.logs_ = seen_signs(impl_->model, strip);
    sight.left_ = place.left, sight.column_px_ = 2 / place.scale;
    return sight;
}

// Arabic runs from right to left and the columns from left to right.
Testimony TextWitness::Sight::of(const std::string& text) const {
    const auto letters = decode(tidy(text));
    if (logs_.empty() || letters.empty()) return {};
    std::vector<std::uint8_t> signs;
    for (auto at = letters.rbegin(); at != letters.rend(); ++at) {
        signs.push_back(sign_of(*at));
        if (is_digit(*at) || signs.back() == sign::other) return {};
    }
    const auto rivals =
        rivals_of(logs_, signs, [&](const Rival& rival) { return weight_of(rival, letters, *words_); });
    Testimony said{rivals.log_chance, std::log(rivals.odds + 1e-30), words_->knows_all(letters),
                   written(rivals.strongest, signs)};
    if (parts_sentences(rivals.strongest, signs)) said.rival_text = encode(with(rivals.strongest, letters));
    return said;
}

std::vector<TextWitness::PlacedSign> TextWitness::Sight::placed() const {
    std::vector<PlacedSign> signs;
    for (const auto& [sign, from, until] : plainest_runs(logs_))
        signs.push_back({character_of(sign), left_ + column_px_ * (from + until) / 2.0});
    std::reverse(signs.begin(), signs.end());
    return signs;
}

std::string TextWitness::Sight::plainest() const {
    std::string text;
    for (const auto& sign : placed()) text += utf8_of(sign.letter);
    return text;
}

}  // namespace sanad::ocr
