#include "pdf/shaping.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/object_writer.h"
#include "pdf/text_layout.h"

namespace sanad::pdf {
namespace {

hb_feature_t off(const char* tag) {
    return {hb_tag_from_string(tag, -1), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
}

HbPtr<hb_buffer_t> shaped_buffer(const Face& face, std::u32string_view word, hb_script_t script, bool rtl) {
    HbPtr<hb_buffer_t> buffer(hb_buffer_create());
    hb_buffer_add_codepoints(buffer.get(), reinterpret_cast<const hb_codepoint_t*>(word.data()),
                             static_cast<int>(word.size()), 0, static_cast<int>(word.size()));
    hb_buffer_set_direction(buffer.get(), rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer.get(), script);
    hb_buffer_set_language(buffer.get(),
                           hb_language_from_string(script == HB_SCRIPT_LATIN ? "en" : "ar", -1));
    hb_buffer_set_flags(buffer.get(), HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    // Kerning extracts as spaces. Latin ligatures gain nothing here and would be drawn as outlines.
    const hb_feature_t features[] = {off("kern"), off("liga"), off("clig")};
    const unsigned count = script == HB_SCRIPT_LATIN ? 3 : 1;
    hb_shape(face.font(), buffer.get(), features, count);
    if (!hb_buffer_allocation_successful(buffer.get()))
        throw Error(ErrorCode::resource, "hb_shape: no memory");
    return buffer;
}

// Groups the glyphs by cluster value. HarfBuzz gives them left to right; the answer is in logical order.
std::vector<Cluster> clusters_of(hb_buffer_t* buffer, std::u32string_view word, int face_index, double scale,
                                 bool rtl) {
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, &count);
    std::vector<Cluster> clusters;
    for (unsigned i = 0; i < count; ++i) {
        if (clusters.empty() || clusters.back().begin != infos[i].cluster) {
            clusters.push_back({});
            clusters.back().face = face_index;
            clusters.back().begin = infos[i].cluster;
        }
        const auto& p = positions[i];
        Cluster& cluster = clusters.back();
        cluster.glyphs.push_back(
            {infos[i].codepoint, p.x_offset * scale, p.y_offset * scale, p.x_advance * scale});
        cluster.advance += cluster.glyphs.back().advance;
    }
    if (rtl) std::reverse(clusters.begin(), clusters.end());
    for (std::size_t i = 0; i < clusters.size(); ++i) {
        const std::size_t end = i + 1 < clusters.size() ? clusters[i + 1].begin : word.size();
        for (std::size_t k = i == 0 ? 0 : clusters[i].begin; k < end; ++k)
            if (!is_unseen(word[k])) clusters[i].text.push_back(word[k]);
    }
    return clusters;
}

ShapedWords::Words shape_word(FontSet& fonts, std::u32string_view word, int face, hb_script_t script,
                              bool rtl) {
    std::string key = fmt::format("{}{}{}:", face, rtl ? 'r' : 'l', static_cast<unsigned>(script));
    key.append(reinterpret_cast<const char*>(word.data()), word.size() * sizeof(char32_t));
    if (auto known = fonts.shaped().find(key)) return known;
    const double scale = 1000.0 / static_cast<double>(fonts.face(face).units_per_em());
    const auto buffer = shaped_buffer(fonts.face(face), word, script, rtl);
    return fonts.shaped().add(key, clusters_of(buffer.get(), word, face, scale, rtl));
}

}  // namespace

hb_script_t script_of(char32_t c) { return hb_unicode_script(hb_unicode_funcs_get_default(), c); }

std::vector<Cluster> shape_run(FontSet& fonts, std::u32string_view run, int face, hb_script_t script,
                               bool rtl) {
    std::vector<Cluster> clusters;
    // No letter joins across a space, so words can be shaped, and remembered, one by one.
    for (std::size_t begin = 0; begin < run.size();) {
        const bool space = run[begin] == U' ';
        std::size_t end = begin + 1;
        while (!space && end < run.size() && run[end] != U' ') ++end;
        const auto word = shape_word(fonts, run.substr(begin, end - begin), face, script, rtl);
        for (Cluster cluster : *word) {
            cluster.begin += static_cast<std::uint32_t>(begin);
            clusters.push_back(std::move(cluster));
        }
        begin = end;
    }
    return clusters;
}

}  // namespace sanad::pdf
