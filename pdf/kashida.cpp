#include "pdf/kashida.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "pdf/shaping.h"

namespace sanad::pdf {
namespace {

constexpr char32_t tatweel = 0x640;
constexpr double tight = 0.35;           // of a space: so much more room between words is not seen
constexpr std::size_t most_strokes = 3;  // in one word

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

bool is_mark(char32_t c) { return (c >= 0x64b && c <= 0x65f) || c == 0x670; }
bool is_letter(char32_t c) { return c >= 0x621 && c <= 0x64a && c != tatweel; }
// Joins the letter that follows it.
bool joins_on(char32_t c) { return is_letter(c) && !is_in(c, U"ءآأؤإاةدذرزوى"); }

// How well the stroke stands between two letters; 0: not at all.
int merit(char32_t before, char32_t after, bool at_end) {
    constexpr std::u32string_view alefs = U"اأإآ";
    if (!joins_on(before) || !is_letter(after) || after == U'ء') return 0;
    if (before == U'ل' && is_in(after, alefs)) return 0;
    if (is_in(before, U"سشصض")) return 6;
    if (!at_end) return is_in(after, U"ريى") && is_in(before, U"بتثني") ? 2 : 0;
    if (is_in(after, U"ةهدذ")) return 5;
    if (is_in(after, U"اأطلك")) return 4;
    if (is_in(after, U"وعغقف")) return 2;
    return 1;
}

// A word of the line: Arabic letters of one face, from right to left.
struct Word {
    std::size_t begin = 0, end = 0;  // in the visual order of the line
    std::u32string text;
    std::size_t place = 0;  // of the stroke, in `text`
};

std::vector<Word> words_of(const Line& line) {
    std::vector<Word> words;
    for (std::size_t begin = 0; begin < line.visual.size();) {
        const auto is_part = [&](std::size_t i) {
            const auto& placed = *line.visual[i];
            return !placed.space && placed.level % 2 == 1 &&
                   placed.cluster.face == line.visual[begin]->cluster.face;
        };
        auto end = begin;
        while (end < line.visual.size() && is_part(end)) ++end;
        if (end == begin) {
            ++begin;
            continue;
        }
        Word word{begin, end, {}};
        for (auto i = end; i-- > begin;) word.text += line.visual[i]->cluster.text;
        if (const auto place = kashida_place(word.text)) {
            word.place = *place;
            words.push_back(std::move(word));
        }
        begin = end;
    }
    return words;
}

// The word with `strokes`: each belongs to the letter before it. Nothing where the word was not shaped from
// just these characters, or where the stroke did not stay by itself.
std::optional<std::vector<PlacedCluster>> stretched(FontSet& fonts, const Line& line, const Word& word,
                                                    std::size_t strokes) {
    const PlacedCluster& first = *line.visual[word.end - 1];
    const int face = first.cluster.face;
    const auto plain = shape_run(fonts, word.text, face, HB_SCRIPT_ARABIC, true);
    double before = 0, now = 0;
    for (auto i = word.begin; i < word.end; ++i) before += line.visual[i]->cluster.advance;
    for (const auto& cluster : plain) now += cluster.advance;
    if (plain.size() != word.end - word.begin || std::abs(before - now) > 0.5) return std::nullopt;
    std::u32string longer = word.text;
    longer.insert(word.place, strokes, tatweel);
    std::vector<PlacedCluster> made;
    for (auto& cluster : shape_run(fonts, longer, face, HB_SCRIPT_ARABIC, true)) {
        if (cluster.text == std::u32string(cluster.text.size(), tatweel)) {
            if (made.empty()) return std::nullopt;
            auto& letter = made.back().cluster;
            letter.glyphs.insert(letter.glyphs.begin(), cluster.glyphs.begin(), cluster.glyphs.end());
            letter.advance += cluster.advance;
            continue;
        }
        if (is_in(tatweel, cluster.text)) return std::nullopt;
        made.push_back({std::move(cluster), first.level, false, false});
    }
    return made;
}

double width_of(const std::vector<PlacedCluster>& clusters) {
    double width = 0;
    for (const auto& placed : clusters) width += placed.cluster.advance;
    return width;
}

}  // namespace

std::optional<std::size_t> kashida_place(std::u32string_view word) {
    std::vector<std::size_t> letters;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (is_mark(word[i])) continue;
        if (word[i] == tatweel) return std::nullopt;
        if (is_letter(word[i])) letters.push_back(i);
    }
    if (letters.size() < 3 || word.find(U"لله") != std::u32string_view::npos) return std::nullopt;
    int best = 0;
    std::size_t place = 0;
    for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
        // Nothing but marks may stand between the two.
        const auto between = word.substr(letters[i] + 1, letters[i + 1] - letters[i] - 1);
        if (!std::all_of(between.begin(), between.end(), is_mark)) continue;
        const int here = merit(word[letters[i]], word[letters[i + 1]], i + 2 == letters.size());
        if (here > 0 && here >= best) best = here, place = letters[i + 1];
    }
    return best == 0 ? std::nullopt : std::optional(place);
}

Line with_kashida(FontSet& fonts, const Line& line, double room, std::deque<PlacedCluster>& made) {
    double space = 0;
    for (const auto* placed : line.visual)
        if (placed->space) space += placed->cluster.advance;
    double left = room - tight * space;
    Line result = line;
    if (left <= 0) return result;
    auto words = words_of(line);
    // The strokes are shared out evenly, and begin where the line ends.
    for (std::size_t strokes = most_strokes; strokes > 0 && left > 0; --strokes) {
        double wanted = 0;
        std::vector<std::pair<const Word*, std::vector<PlacedCluster>>> set;
        for (const auto& word : words) {
            auto longer = stretched(fonts, line, word, strokes);
            if (!longer) continue;
            double before = 0;
            for (auto i = word.begin; i < word.end; ++i) before += line.visual[i]->cluster.advance;
            const double more = width_of(*longer) - before;
            if (more <= 0 || wanted + more > left) continue;
            wanted += more;
            set.emplace_back(&word, *std::move(longer));
        }
        // Fewer strokes in more words look better than many in few.
        if (set.size() < words.size() && strokes > 1) continue;
        for (auto entry = set.rbegin(); entry != set.rend(); ++entry) {
            const auto& [word, clusters] = *entry;
            std::vector<const PlacedCluster*> visual;
            for (auto cluster = clusters.rbegin(); cluster != clusters.rend(); ++cluster)
                visual.push_back(&made.emplace_back(*cluster));
            const auto at = result.visual.begin() + static_cast<std::ptrdiff_t>(word->begin);
            result.visual.insert(
                result.visual.erase(at, at + static_cast<std::ptrdiff_t>(word->end - word->begin)),
                visual.begin(), visual.end());
        }
        result.width += wanted;
        break;
    }
    return result;
}

}  // namespace sanad::pdf
