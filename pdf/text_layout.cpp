#include "pdf/text_layout.h"

#include <algorithm>

#include "pdf/bidi_text.h"
#include "pdf/object_writer.h"
#include "pdf/shaping.h"

namespace sanad::pdf {
namespace {

constexpr std::size_t longest_remembered = 1000;  // bytes of a text

struct Run {
    std::size_t begin = 0, end = 0;
    int face = 0;
    hb_script_t script = HB_SCRIPT_COMMON;
    std::uint8_t level = 0;
};

bool is_space(char32_t c) {
    return c == U' ' || c == 0xa0 || c == 0x202f || (c >= 0x2000 && c <= 0x200a) || c == 0x3000;
}

bool is_real(hb_script_t script) { return script != HB_SCRIPT_COMMON && script != HB_SCRIPT_INHERITED; }

// Marks and joiners are drawn with the face of their base, so that the two can be fitted together.
bool follows_base(char32_t c) {
    return script_of(c) == HB_SCRIPT_INHERITED || c == 0x200c || c == 0x200d || (c >= 0x64b && c <= 0x65f) ||
           c == 0x670;
}

std::vector<Run> runs_of(const FontSet& fonts, const BidiText& text, Weight weight) {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < text.text.size(); ++i) {
        const char32_t c = text.text[i];
        const int before = runs.empty() ? -1 : runs.back().face;
        const bool mark = before >= 0 && follows_base(c);
        const int face = fonts.face_for(c, weight, mark ? before : -1);
        const hb_script_t script = script_of(c);
        const bool fits = !runs.empty() && text.levels[i] == runs.back().level && face == before &&
                          (!is_real(script) || !is_real(runs.back().script) || script == runs.back().script);
        if (!fits) runs.push_back({i, i, face, HB_SCRIPT_COMMON, text.levels[i]});
        runs.back().end = i + 1;
        if (is_real(script)) runs.back().script = script;
    }
    return runs;
}

// Arabic shapes a full stop as a diamond, which between Western digits looks like a zero (٠): numbers in
// Western digits are shaped as Latin.
hb_script_t script_of_run(const Run& run, std::u32string_view text, Direction direction) {
    if (is_real(run.script)) return run.script;
    const bool western =
        std::any_of(text.begin(), text.end(), [](char32_t c) { return c >= U'0' && c <= U'9'; });
    return western || direction == Direction::ltr ? HB_SCRIPT_LATIN : HB_SCRIPT_ARABIC;
}

ShapedParagraph shape_paragraph(FontSet& fonts, std::u32string_view paragraph, Weight weight,
                                Direction direction) {
    const BidiText text = resolve_bidi(paragraph, direction);
    ShapedParagraph shaped;
    shaped.base_level = text.base_level;
    for (const Run& run : runs_of(fonts, text, weight)) {
        const auto part = std::u32string_view(text.text).substr(run.begin, run.end - run.begin);
        const hb_script_t script = script_of_run(run, part, direction);
        for (Cluster& cluster : shape_run(fonts, part, run.face, script, run.level % 2 == 1)) {
            cluster.begin += static_cast<std::uint32_t>(run.begin);
            const bool space = is_space(text.text[cluster.begin]);
            const bool may_break = text.break_before[cluster.begin];
            shaped.clusters.push_back({std::move(cluster), run.level, space, may_break});
        }
    }
    return shaped;
}

// UAX 9, rule L2, on the clusters of one line.
std::vector<const PlacedCluster*> visual_order(std::vector<const PlacedCluster*> line) {
    std::uint8_t highest = 0;
    for (const auto* c : line) highest = std::max(highest, c->level);
    for (int level = highest; level >= 1; --level) {
        for (auto it = line.begin(); it != line.end();) {
            const auto begin = std::find_if(it, line.end(), [&](const auto* c) { return c->level >= level; });
            it = std::find_if(begin, line.end(), [&](const auto* c) { return c->level < level; });
            std::reverse(begin, it);
        }
    }
    return line;
}

Line make_line(const ShapedParagraph& paragraph, std::size_t begin, std::size_t end) {
    while (end > begin && paragraph.clusters[end - 1].space) --end;
    Line line;
    std::vector<const PlacedCluster*> logical;
    for (std::size_t i = begin; i < end; ++i) {
        const auto& placed = paragraph.clusters[i];
        logical.push_back(&placed);
        line.width += placed.cluster.advance;
        line.spaces += placed.space ? 1 : 0;
    }
    line.visual = visual_order(std::move(logical));
    return line;
}

// Index of the first cluster of the next line. Always takes at least one cluster.
std::size_t line_end(const ShapedParagraph& paragraph, std::size_t begin, double room) {
    const auto& clusters = paragraph.clusters;
    double width = 0;
    std::size_t last_break = begin;
    for (std::size_t i = begin; i < clusters.size(); ++i) {
        if (i > begin && clusters[i].break_before) last_break = i;
        width += clusters[i].cluster.advance;
        if (width <= room || clusters[i].space || i == begin) continue;
        return last_break > begin ? last_break : i;
    }
    return clusters.size();
}

}  // namespace

ShapedText shape_text(FontSet& fonts, std::string_view utf8, Weight weight, Direction direction) {
    const bool short_text = utf8.size() <= longest_remembered;
    const std::string key = (weight == Weight::bold ? "b" : "r") +
                            std::string(direction == Direction::rtl ? "r" : "l") + std::string(utf8);
    if (auto known = short_text ? fonts.shaped().find_text(key) : nullptr) return known;
    const std::u32string text = code_points_of(utf8);
    std::vector<ShapedParagraph> paragraphs;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(U"\n\u2028\u2029", begin), text.size());
        paragraphs.push_back(
            shape_paragraph(fonts, std::u32string_view(text).substr(begin, end - begin), weight, direction));
        begin = end + 1;
    }
    auto shaped = std::make_shared<const std::vector<ShapedParagraph>>(std::move(paragraphs));
    if (short_text) fonts.shaped().add_text(key, shaped);
    return shaped;
}

std::vector<Line> break_lines(const std::vector<ShapedParagraph>& paragraphs, double width) {
    // Sums of the same advances in another order may differ in the last bit.
    const double room = width + 1e-6;
    std::vector<Line> lines;
    for (const auto& paragraph : paragraphs) {
        std::size_t begin = 0;
        do {
            const std::size_t end = line_end(paragraph, begin, room);
            lines.push_back(make_line(paragraph, begin, end));
            begin = end;
        } while (begin < paragraph.clusters.size());
        lines.back().ends_paragraph = true;
    }
    return lines;
}

}  // namespace sanad::pdf
