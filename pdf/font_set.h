// Included by pdf/*.cpp only.
//
// The faces of one document and what has been drawn with them. Every pair of a glyph and the text that it
// stands for has a character code (CID) of its own, so that ToUnicode can be right for each use of a glyph.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pdf/canvas.h"
#include "pdf/font_face.h"

namespace sanad::pdf {

// Positions in thousandths of the size, so that a word is shaped once for all sizes.
struct Glyph {
    unsigned id = 0;
    double dx = 0;
    double dy = 0;
    double advance = 0;
};

// The smallest piece that keeps its glyphs and its characters together.
struct Cluster {
    std::u32string text = {};        // logical order, without marks that are not seen
    std::vector<Glyph> glyphs = {};  // left to right
    int face = 0;                    // of FontSet
    double advance = 0;              // of all its glyphs, in thousandths of the size
    std::uint32_t begin = 0;         // of its first character, in the text shaped
};

struct ShapedParagraph;  // pdf/text_layout.h

// What was shaped and drawn before, by any document of the process: words, and the sentences of the papers,
// come again and again. Safe to use from several threads. Forgets everything when it has grown too large.
class ShapedWords {
public:
    using Words = std::shared_ptr<const std::vector<Cluster>>;
    using Text = std::shared_ptr<const std::vector<ShapedParagraph>>;

    Words find(const std::string& key) const;
    Words add(const std::string& key, std::vector<Cluster> clusters);
    Text find_text(const std::string& key) const;
    void add_text(const std::string& key, Text text);
    const std::string& outline(const Face& face, unsigned glyph);  // path operators in font units

private:
    mutable std::mutex guard_;
    std::unordered_map<std::string, Words> words_;
    std::unordered_map<std::string, Text> texts_;
    std::map<std::pair<const Face*, unsigned>, std::string> outlines_;  // as many as the faces have glyphs
};

class FontSet {
public:
    // `shaped` is shared by the documents that use the same table.
    FontSet(FaceTable table, std::shared_ptr<ShapedWords> shaped);

    struct Used {
        std::shared_ptr<const Face> face;
        std::map<std::pair<unsigned, std::u32string>, std::uint16_t> cids;
        std::vector<const std::pair<const std::pair<unsigned, std::u32string>, std::uint16_t>*> by_cid;
    };

    // Index of the face that draws `c`: `preferred` if it has the character, else the first that has it, else
    // the body face with its box for what is missing.
    int face_for(char32_t c, Weight weight, int preferred = -1) const;
    int body_face(Weight weight) const { return weight == Weight::bold ? first_bold_ : 0; }
    const Face& face(int index) const { return *used_[static_cast<std::size_t>(index)].face; }
    const std::vector<Used>& used() const { return used_; }

    std::uint16_t cid(int face, unsigned glyph, const std::u32string& text);  // the same for the same pair
    // A text was drawn with boxes in it, because no face has these characters.
    void note_undrawable(const std::u32string& characters, std::string_view text);
    const std::vector<Undrawable>& undrawable() const { return undrawable_; }

    static std::string resource_name(int face) { return "F" + std::to_string(face + 1); }

    const std::string& outline(int face, unsigned glyph) { return shaped_->outline(this->face(face), glyph); }

    // Words as they were shaped before, by face, direction, script and text; texts by weight, direction and
    // text.
    ShapedWords& shaped() { return *shaped_; }

private:
    std::vector<Used> used_;
    std::vector<int> regular_, bold_;  // indices into used_
    int first_bold_ = 0;
    std::shared_ptr<ShapedWords> shaped_;
    std::vector<Undrawable> undrawable_;  // by text
};

}  // namespace sanad::pdf
