// The text layer under a picture of a page: where each word stands, in the order in which extractors expect
// it.
#include <algorithm>

#include <fmt/format.h>

#include "pdf/bidi_text.h"
#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"
#include "pdf/reading_marks.h"
#include "pdf/text_layout.h"

namespace sanad::pdf {
namespace {

constexpr int unseen_face = 0;
constexpr double least_mm = 0.2;
constexpr double least_gap = 0.36;  // of the size, between two words

// One character of the line: of which word, or of the gap between two.
struct Unseen {
    PlacedCluster placed;
    int word = -1;
};

std::vector<Unseen> characters_of(const std::vector<PlacedText>& words) {
    std::u32string text;
    std::vector<int> owners;
    for (std::size_t w = 0; w < words.size(); ++w) {
        auto letters = code_points_of(words[w].utf8);
        std::erase_if(letters,
                      [](char32_t c) { return is_unseen(c) || c < 0x20 || (c >= 0x7f && c < 0xa0); });
        if (letters.empty()) continue;
        if (!text.empty()) text.push_back(U' '), owners.push_back(-1);
        text += letters;
        owners.insert(owners.end(), letters.size(), static_cast<int>(w));
    }
    const auto bidi = resolve_bidi(text, Direction::rtl);
    std::vector<Unseen> characters;
    for (std::size_t i = 0; i < bidi.text.size() && i < owners.size(); ++i) {
        Unseen one;
        one.placed.cluster.text.assign(1, bidi.text[i]);
        one.placed.level = bidi.levels[i];
        one.word = owners[i];
        characters.push_back(std::move(one));
    }
    return characters;
}

// UAX 9, rule L2: from the highest level down, what lies between lower levels is turned round.
void put_in_visual_order(std::vector<Unseen>& line) {
    std::uint8_t highest = 0;
    for (const auto& one : line) highest = std::max(highest, one.placed.level);
    for (auto level = highest; level > 0; --level)
        for (auto begin = line.begin(); begin != line.end();) {
            auto end = begin;
            while (end != line.end() && end->placed.level >= level) ++end;
            std::reverse(begin, end);
            begin = end == line.end() ? end : end + 1;
        }
}

class UnseenWriter {
public:
    UnseenWriter(Canvas::Impl& on, const std::vector<PlacedText>& words) : on_(on), words_(words) {
        double top = words.front().box.y, bottom = words.front().box.bottom();
        for (const auto& word : words)
            top = std::min(top, word.box.y), bottom = std::max(bottom, word.box.bottom());
        size_ = std::clamp((bottom - top) * pt_per_mm * 0.75, 4.0, 72.0);
        base_ = on.y_pt(bottom - (bottom - top) * 0.25);
    }

    void write(const std::vector<Unseen>& line) {
        for (std::size_t i = 0; i < line.size();) {
            auto end = i + 1;
            while (end < line.size() && line[end].word == line[i].word) ++end;
            write_group(line, i, end);
            i = end;
        }
    }

private:
    // The characters of one word, or a gap: over its place, with the marks that extractors need.
    void write_group(const std::vector<Unseen>& line, std::size_t from, std::size_t end) {
        double left = right_, right = right_;
        if (line[from].word >= 0) {
            const auto& box = words_[static_cast<std::size_t>(line[from].word)].box;
            left = on_.x_pt(box.x);
            right = on_.x_pt(std::max(box.right(), box.x + least_mm));
            // A gap that is too narrow is no space to an extractor: the word gives way.
            if (end + 1 < line.size() && line[end].word < 0 && line[end + 1].word >= 0) {
                const double next = on_.x_pt(words_[static_cast<std::size_t>(line[end + 1].word)].box.x);
                right = std::max((left + right) / 2, std::min(right, next - least_gap * size_));
            }
        } else if (end < line.size()) {
            const auto& next = words_[static_cast<std::size_t>(line[end].word)].box;
            right = std::max(left + least_mm, on_.x_pt(next.x));
        }
        const double one = (right - left) / static_cast<double>(end - from);
        std::u32string run;
        double run_left = left;
        for (auto i = from; i < end; ++i) {
            run += line[i].placed.cluster.text;
            const auto* next = i + 1 < line.size() ? &line[i + 1].placed : nullptr;
            const auto marks = reading_marks(line[i].placed, next);
            if (marks.empty() && i + 1 < end) continue;
            const double run_right = left + one * static_cast<double>(i + 1 - from);
            show_unseen(on_, run, unseen_face, {run_left, base_}, size_, run_right - run_left);
            if (!marks.empty()) show_unseen(on_, marks, unseen_face, {run_right, base_}, size_, size_ / 1000);
            run.clear();
            run_left = run_right;
        }
        right_ = right;
    }

    Canvas::Impl& on_;
    const std::vector<PlacedText>& words_;
    double size_ = 10, base_ = 0;
    double right_ = 0;  // of what was written last
};

// A glyph that has an extent, because PDFium drops a text without one: a space alone is nothing to it.
unsigned stand_in(const Face& face) {
    for (const char32_t c : {U'-', U'0'})
        if (const unsigned glyph = face.glyph_of(c); glyph != 0) return glyph;
    return face.glyph_of(U' ');
}

}  // namespace

void show_unseen(Canvas::Impl& on, std::u32string_view visual, int face, PointPt at, double size_pt,
                 double width_pt) {
    const Face& drawn = on.fonts->face(face);
    const unsigned glyph = stand_in(drawn);
    const double natural = drawn.advance(glyph) * size_pt / static_cast<double>(drawn.units_per_em());
    if (visual.empty() || natural <= 0) return;
    std::string codes;
    on.faces.insert(face);
    for (const char32_t c : visual)
        codes += fmt::format("{:04X}", on.fonts->cid(face, glyph, std::u32string(1, c)));
    const double percent = 100 * width_pt / (natural * static_cast<double>(visual.size()));
    on.content += fmt::format("BT /{} {} Tf 3 Tr {} Tz 1 0 0 1 {} {} Tm <{}> Tj 0 Tr 100 Tz ET\n",
                              FontSet::resource_name(face), number(size_pt), number(percent), number(at.x),
                              number(at.y), codes);
}

void show_marks(Canvas::Impl& on, std::u32string_view marks, int face, PointPt at, double size_pt,
                bool ends_line) {
    constexpr double apart = 0.12, narrow = 0.001;  // of the size
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const auto after = static_cast<double>(marks.size() - 1 - i);
        const double width = after > 0 || ends_line ? apart : narrow;
        show_unseen(on, marks.substr(i, 1), face, {at.x - apart * after * size_pt, at.y}, size_pt,
                    width * size_pt);
    }
}

void Canvas::unseen_line(const std::vector<PlacedText>& words) {
    auto line = words.empty() ? std::vector<Unseen>() : characters_of(words);
    if (line.empty()) return;
    put_in_visual_order(line);
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word.utf8;
    impl_->mark_text(text);
    UnseenWriter(*impl_, words).write(line);
}

}  // namespace sanad::pdf
