#include "ocr/letter_numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/arabic.h"
#include "core/dates.h"
#include "core/identifiers.h"
#include "ocr/free_digits.h"
#include "ocr/letter_anchors.h"

namespace sanad::ocr {
namespace {

constexpr double digits_gap = 0.9;      // of the text's height, between digits of one number at most
constexpr double word_gap = 0.36;       // between words at least
constexpr double doubtful = 0.75;       // a word read less surely than that may be a number
constexpr double sure_of_number = 0.5;  // where it looks like one
constexpr double sure_of_asked = 0.1;  // where a label says that it is one: what else was seen there is worse
constexpr double sure_of_unlikely = 0.9;  // where the recogniser saw letters
constexpr std::size_t most_letters = 3;   // blots of letters that touch a number: هـ, م, SA
// How much surer a number has to be without its 0, 1, 2, 3 leftmost blots, and the same where a calendar's
// letter was seen.
constexpr std::array<double, most_letters + 1> cost_of_letters{0, 0.3, 0.5, 0.7},
    cost_if_marked{0.2, 0, 0.25, 0.5};
constexpr double least_share = 0.5;  // of a word's blots that are digits

bool is_letter(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0xd8;
    });
}

std::size_t digits_in(std::string_view text) {
    const auto western = western_digits(text);
    return static_cast<std::size_t>(
        std::count_if(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

bool looks_like_number(const LetterWord& word) {
    const auto folded = folded_letters(word.text);
    return digits_in(word.text) > 0 ||
           (folded.empty() && word.text != ":" && word.text != "،" && word.text != "-");
}

}  // namespace

bool asks_for_number(Anchor anchor) {
    static constexpr std::array asking{Anchor::date,  Anchor::reference, Anchor::national_id,
                                       Anchor::phone, Anchor::iban,      Anchor::case_number};
    return std::find(asking.begin(), asking.end(), anchor) != asking.end();
}

namespace {

// The mark of a calendar that the recogniser saw among the digits; it errs about its place.
std::string calendar_mark(const std::string& seen) {
    if (seen.find("ه") != std::string::npos) return "هـ";
    return seen.find("م") != std::string::npos ? "م" : "";
}

// The mark, unless the year contradicts it: then it was misread.
std::string fitting_mark(const std::string& value, const std::string& mark) {
    for (const auto& year :
         {value.substr(0, 4), value.size() < 4 ? std::string() : value.substr(value.size() - 4)}) {
        if (digits_in(year) != 4) continue;
        const auto calendar = calendar_of_year(std::stoi(year));
        if (calendar) return (*calendar == Calendar::hijri) == (mark == "هـ") ? mark : "";
    }
    return "";
}

}  // namespace

// Words of the line that are read again: from `first` up to `end`, over px `left` to `right` of the page.
struct NumberLooker::Range {
    std::size_t first = 0, end = 0;
    double left = 0, right = 0;
    bool asked = false;     // a label asks for a number
    bool dated = false;     // which may be a date
    bool has_word = false;  // of three letters or more: a month, perhaps
    bool unlikely = false;  // the recogniser saw letters in it
    std::string seen = {};  // what it saw
};

std::vector<NumberLooker::Range> NumberLooker::ranges_of(const LetterLine& line,
                                                         std::optional<Anchor> asked_elsewhere) const {
    const auto& words = line.words;
    std::vector<std::optional<Anchor>> asked(words.size(), asked_elsewhere);
    std::vector<bool> label(words.size(), false);
    for (const auto& hit : find_anchors(line)) {
        for (auto i = hit.first; i < hit.end; ++i) label[i] = true;
        if (asks_for_number(hit.anchor))
            for (auto i = hit.end; i < words.size(); ++i) asked[i] = hit.anchor;
        else
            for (auto i = hit.end; i < words.size(); ++i) asked[i].reset();
    }
    const auto candidate = [&](std::size_t i) {
        if (label[i] || words[i].text == ":") return false;
        const auto folded = folded_letters(words[i].text);
        const bool of_month = folded == "ذو" || folded == "ذي";
        if (of_month && asked[i] == Anchor::date) return false;
        const bool tiny = asked[i] && code_points(folded) <= 2;  // "لا" is often a ٧
        return tiny || looks_like_number(words[i]) || words[i].confidence < (asked[i] ? doubtful : 0.6);
    };
    std::vector<Range> ranges;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!candidate(i)) continue;
        Range range{i, i, 0, 0, asked[i].has_value(), asked[i] == Anchor::date || !asked[i]};
        double left = words[i].box.x, right = words[i].box.right();
        for (; range.end < words.size() && candidate(range.end) && asked[range.end] == asked[i];
             ++range.end) {
            left = std::min(left, words[range.end].box.x);
            right = std::max(right, words[range.end].box.right());
            range.unlikely =
                range.unlikely || (!looks_like_number(words[range.end]) && is_letter(words[range.end].text));
            range.has_word = range.has_word || (digits_in(words[range.end].text) == 0 &&
                                                code_points(folded_letters(words[range.end].text)) >= 3);
            range.seen += words[range.end].text;
        }
        // Up to the words beside it: the boxes of what was misread are often too small.
        range.right = i > 0 ? std::max(right, words[i - 1].box.x - 0.3) : line.box.right() + 1;
        range.left =
            range.end < words.size() ? std::min(left, words[range.end].box.right() + 0.3) : line.box.x - 1;
        if (i > 0 && range.right > words[i - 1].box.x) range.right = words[i - 1].box.x;
        range.left *= page_.px_per_mm;
        range.right *= page_.px_per_mm;
        ranges.push_back(range);
        i = range.end - 1;
    }
    return ranges;
}

// Within the box of a word that is read well.
bool NumberLooker::of_another_word(const LetterLine& line, const Range& range, double x_mm) {
    for (std::size_t i = 0; i < line.words.size(); ++i) {
        const auto& box = line.words[i].box;
        if ((i < range.first || i >= range.end) && x_mm > box.x && x_mm < box.right()) return true;
    }
    return false;
}

// One word's blots, from right to left: as digits, or as digits with a few letters at their left.
bool NumberLooker::read_group(const std::vector<int>& group, const Range& range,
                              std::vector<LetterWord>& into) {
    std::optional<FreeDigits> best;
    std::size_t dropped = 0;
    std::vector<int> kept;
    cv::Rect where;
    const auto most = std::min(most_letters, group.size() - 1);
    const bool marked = !calendar_mark(range.seen).empty();
    double most_score = 0;
    for (std::size_t drop = 0; drop <= most; ++drop) {
        const auto count = group.size() - drop;
        if (static_cast<double>(count) < least_share * static_cast<double>(group.size())) break;
        LinePiece piece;
        piece.blots.assign(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(count));
        for (const int label : piece.blots) {
            const auto box = blots_.rect(label);
            piece.box = piece.box.empty() ? box : piece.box | box;
        }
        const cv::Mat cut = cut_line(page_.grey, blots_, piece, 6);
        if (cut.cols > 4000 || cut.rows > 1000) return false;
        const auto read =
            read_free_digits({{cut.data, cut.total()}, cut.cols, cut.rows}, digits_, log_odds_arabic_);
        if (!read) continue;
        // What stands to the left of a year may be the letter of its calendar, to the left of an IBAN its
        // country.
        const bool letters = (range.dated && digits_in(read->value) >= 4) || iban_valid("SA" + read->value);
        if (drop > 0 && !letters) continue;
        const double score = read->confidence - (marked ? cost_if_marked : cost_of_letters)[drop];
        if (best && score <= most_score) continue;
        most_score = score;
        best = read, dropped = drop, where = piece.box;
    }
    const double enough = range.asked      ? (range.has_word ? sure_of_number : sure_of_asked)
                          : range.unlikely ? sure_of_unlikely
                                           : sure_of_number;
    if (!best || best->confidence < enough) return false;
    const auto count = digits_in(best->value);
    if (range.unlikely && !range.asked && count < 3) return false;
    const double certain =
        std::min(1.0, best->confidence) * static_cast<double>(std::min<std::size_t>(count, 4)) / 4;
    log_odds_arabic_ = std::clamp(log_odds_arabic_ + (best->arabic_digits ? certain : -certain), -3.0, 3.0);
    LetterWord word{best->text, {}, best->confidence};
    word.box = {where.x / page_.px_per_mm, where.y / page_.px_per_mm, where.width / page_.px_per_mm,
                where.height / page_.px_per_mm};
    if (dropped > 0 && iban_valid("SA" + best->value))
        word.text = "SA" + best->value;
    else if (dropped > 0)
        word.text += fitting_mark(best->value, calendar_mark(range.seen));
    into.push_back(std::move(word));
    return true;
}

// Blots from right to left, parted where the gap is wider than that share of the text's height.
std::vector<std::vector<int>> NumberLooker::parted(const std::vector<int>& sorted, double gap) const {
    std::vector<std::vector<int>> groups;
    int left = 0;
    for (const int label : sorted) {
        const auto box = blots_.rect(label);
        if (groups.empty() || left - box.br().x > gap * blots_.text_height)
            groups.emplace_back(), left = box.x;
        groups.back().push_back(label);
        left = std::min(left, box.x);
    }
    return groups;
}

// A number first as if its spaces were gaps between digits, then word by word. What is no number keeps what
// the recogniser saw there. Nothing where no number is found.
std::vector<LetterWord> NumberLooker::words_in(const LinePiece& piece, const LetterLine& line,
                                               const Range& range) {
    std::vector<int> inside;
    for (const int label : piece.blots) {
        const auto box = blots_.rect(label);
        const double x = box.x + box.width / 2.0;
        if (x >= range.left && x <= range.right && !of_another_word(line, range, x / page_.px_per_mm))
            inside.push_back(label);
    }
    std::sort(inside.begin(), inside.end(),
              [&](int a, int b) { return blots_.rect(a).br().x > blots_.rect(b).br().x; });
    std::vector<LetterWord> words;
    std::vector<bool> kept(line.words.size(), false);
    bool any = false;
    const auto keep = [&](const std::vector<int>& group) {
        cv::Rect where;
        for (const int label : group) where = where.empty() ? blots_.rect(label) : where | blots_.rect(label);
        for (auto i = range.first; i < range.end; ++i) {
            const double x = line.words[i].box.centre().x * page_.px_per_mm;
            // The box of a misread number may reach over half the line.
            const bool own = line.words[i].box.w * page_.px_per_mm < 1.6 * where.width + blots_.text_height;
            if (kept[i] || !own || x < where.x || x > where.br().x) continue;
            kept[i] = true;
            words.push_back(line.words[i]);
        }
    };
    for (const auto& wide : parted(inside, digits_gap)) {
        if (read_group(wide, range, words)) {
            any = true;
            continue;
        }
        // Some faces set their digits wide apart: neighbours that are all digits are one number.
        std::vector<int> digits;
        std::vector<LetterWord> alone;
        const auto finish = [&] {
            if (digits.empty()) return;
            any = true;
            if (alone.size() < 2 || !read_group(digits, range, words))
                words.insert(words.end(), alone.begin(), alone.end());
            digits.clear(), alone.clear();
        };
        for (const auto& group : parted(wide, word_gap)) {
            if (read_group(group, range, alone)) {
                digits.insert(digits.end(), group.begin(), group.end());
                continue;
            }
            finish();
            keep(group);
        }
        finish();
    }
    // No word that was read is lost; what the model saw of the number itself is.
    const auto covered = [&](double x) {
        return std::any_of(words.begin(), words.end(),
                           [&](const auto& word) { return x >= word.box.x && x <= word.box.right(); });
    };
    for (auto i = range.first; any && i < range.end; ++i)
        if (!kept[i] && digits_in(line.words[i].text) == 0 && !covered(line.words[i].box.centre().x))
            words.push_back(line.words[i]);
    return any ? words : std::vector<LetterWord>();
}

void NumberLooker::look(const LinePiece& piece, LetterLine& line, std::optional<Anchor> asked_elsewhere) {
    const auto ranges = ranges_of(line, asked_elsewhere);
    for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
        auto words = words_in(piece, line, *range);
        if (words.empty()) continue;
        const auto at = line.words.begin() + static_cast<std::ptrdiff_t>(range->first);
        line.words.erase(at, line.words.begin() + static_cast<std::ptrdiff_t>(range->end));
        line.words.insert(line.words.begin() + static_cast<std::ptrdiff_t>(range->first),
                          std::make_move_iterator(words.begin()), std::make_move_iterator(words.end()));
    }
    if (!ranges.empty()) put_in_reading_order(line.words);
}

}  // namespace sanad::ocr
