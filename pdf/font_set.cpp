#include "pdf/font_set.h"

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {

namespace {

constexpr std::size_t most_words = 50'000;
constexpr std::size_t most_texts = 2'000;

}  // namespace

ShapedWords::Words ShapedWords::find(const std::string& key) const {
    const std::scoped_lock lock(guard_);
    const auto found = words_.find(key);
    return found == words_.end() ? nullptr : found->second;
}

ShapedWords::Words ShapedWords::add(const std::string& key, std::vector<Cluster> clusters) {
    auto words = std::make_shared<const std::vector<Cluster>>(std::move(clusters));
    const std::scoped_lock lock(guard_);
    if (words_.size() >= most_words) words_.clear();
    return words_.emplace(key, std::move(words)).first->second;
}

ShapedWords::Text ShapedWords::find_text(const std::string& key) const {
    const std::scoped_lock lock(guard_);
    const auto found = texts_.find(key);
    return found == texts_.end() ? nullptr : found->second;
}

void ShapedWords::add_text(const std::string& key, Text text) {
    const std::scoped_lock lock(guard_);
    if (texts_.size() >= most_texts) texts_.clear();
    texts_.emplace(key, std::move(text));
}

const std::string& ShapedWords::outline(const Face& face, unsigned glyph) {
    const std::scoped_lock lock(guard_);
    const auto [entry, is_new] = outlines_.try_emplace({&face, glyph});
    if (is_new) entry->second = face.outline(glyph);
    return entry->second;
}

FontSet::FontSet(FaceTable table, std::shared_ptr<ShapedWords> shaped) : shaped_(std::move(shaped)) {
    const auto index_of = [this](const std::shared_ptr<const Face>& face) {
        for (std::size_t i = 0; i < used_.size(); ++i)
            if (used_[i].face == face) return static_cast<int>(i);
        used_.push_back({face, {}, {}});
        return static_cast<int>(used_.size() - 1);
    };
    for (const auto& face : table.regular) regular_.push_back(index_of(face));
    for (const auto& face : table.bold) bold_.push_back(index_of(face));
    first_bold_ = bold_.front();
}

int FontSet::face_for(char32_t c, Weight weight, int preferred) const {
    if (preferred >= 0 && face(preferred).glyph_of(c) != 0) return preferred;
    for (const int index : weight == Weight::bold ? bold_ : regular_)
        if (face(index).glyph_of(c) != 0) return index;
    return body_face(weight);
}

std::uint16_t FontSet::cid(int face, unsigned glyph, const std::u32string& text) {
    auto& used = used_[static_cast<std::size_t>(face)];
    // CID 0 is the box for what is missing and is never given out.
    const auto next = used.by_cid.size() + 1;
    if (next > 0xffff) throw Error(ErrorCode::resource, "more than 65535 kinds of glyph in one document");
    const auto [entry, is_new] = used.cids.try_emplace({glyph, text}, static_cast<std::uint16_t>(next));
    if (is_new) used.by_cid.push_back(&*entry);
    return entry->second;
}

void FontSet::note_undrawable(const std::u32string& characters, std::string_view text) {
    if (undrawable_.empty() || undrawable_.back().text != text)
        undrawable_.push_back({"", std::string(text)});
    auto& known = undrawable_.back().characters;
    for (const char32_t c : characters) {
        const auto shown =
            fmt::format("{} (U+{:04X})", utf8_of(std::u32string(1, c)), static_cast<unsigned>(c));
        if (known.find(shown) == std::string::npos) known += (known.empty() ? "" : " ") + shown;
    }
}

std::shared_ptr<FontSet> open_fonts() {
    static const FaceTable table = open_faces(font_folders());
    static const auto shaped = std::make_shared<ShapedWords>();
    return std::make_shared<FontSet>(table, shaped);
}

}  // namespace sanad::pdf
