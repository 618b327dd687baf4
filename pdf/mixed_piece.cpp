#include "pdf/mixed_piece.h"

#include <fribidi.h>

#include <cmath>

namespace sanad::pdf {
namespace {

constexpr char32_t ltr_mark = 0x200e, rtl_mark = 0x200f;

// What PDFium tells apart.
enum class Run { letters, numbers, right_to_left, neutral };

Run run_of(const PlacedCluster& placed) {
    if (placed.cluster.text.empty()) return Run::neutral;
    switch (fribidi_get_bidi_type(placed.cluster.text.front())) {
        case FRIBIDI_TYPE_LTR:
            return Run::letters;
        case FRIBIDI_TYPE_EN:
        case FRIBIDI_TYPE_AN:
        case FRIBIDI_TYPE_ES:
        case FRIBIDI_TYPE_ET:
        case FRIBIDI_TYPE_CS:
        case FRIBIDI_TYPE_NSM:
        case FRIBIDI_TYPE_BN:
            return Run::numbers;
        case FRIBIDI_TYPE_RTL:
        case FRIBIDI_TYPE_AL:
            return Run::right_to_left;
        default:
            return Run::neutral;
    }
}

bool is_ltr(const Line& line, std::size_t at) {
    return at < line.visual.size() && line.visual[at]->level % 2 == 0;
}

bool run_begins(const Line& line, std::size_t at) {
    return run_of(*line.visual[at]) != run_of(*line.visual[at - 1]);
}

// A space stays what it is whatever its direction; Poppler wants it in a code of its own.
bool has_direction(const ShownCluster& shown) { return shown.text != std::u32string(1, U' '); }

void append_run(const Line& line, std::size_t begin, std::size_t end, bool after_letters, bool ends_piece,
                std::vector<ShownCluster>& order) {
    const auto first = order.size();
    for (auto i = begin; i < end; ++i) order.push_back({i, line.visual[i]->cluster.text});
    if (run_of(*line.visual[begin]) != Run::neutral) return;
    // Signs follow the direction of what PDFium writes before them, and join with a space behind the piece.
    if (ends_piece) order[first].text.insert(std::size_t{0}, std::size_t{1}, ltr_mark);
    if (!after_letters && (end - begin > 1 || has_direction(order.back())))
        order.back().text.push_back(ltr_mark);
}

}  // namespace

bool shows_in_one_glyph(const Cluster& cluster) {
    return cluster.glyphs.size() == 1 && cluster.glyphs[0].id != 0 && std::abs(cluster.glyphs[0].dx) < 1 &&
           std::abs(cluster.glyphs[0].dy) < 1;
}

bool begins_mixed_piece(const Line& line, std::size_t begin) {
    bool several = false;
    for (auto i = begin; is_ltr(line, i); ++i) {
        const Cluster& cluster = line.visual[i]->cluster;
        if (!shows_in_one_glyph(cluster) || cluster.face != line.visual[begin]->cluster.face) return false;
        several = several || (i > begin && run_begins(line, i));
    }
    return several;
}

MixedPiece mixed_piece(const Line& line, std::size_t begin, bool marked) {
    MixedPiece piece{begin};
    if (!begins_mixed_piece(line, begin)) return piece;
    std::vector<std::size_t> runs;
    for (; is_ltr(line, piece.end); ++piece.end)
        if (piece.end == begin || run_begins(line, piece.end)) runs.push_back(piece.end);
    runs.push_back(piece.end);
    for (auto r = runs.size() - 1; r-- > 0;) {
        const bool after_letters = r > 0 && run_of(*line.visual[runs[r - 1]]) == Run::letters;
        append_run(line, runs[r], runs[r + 1], after_letters, runs[r + 1] == piece.end, piece.order);
    }
    for (auto& shown : piece.order)
        if (marked && shown.index == begin) shown.text.insert(std::size_t{0}, std::size_t{1}, rtl_mark);
    return piece;
}

}  // namespace sanad::pdf
