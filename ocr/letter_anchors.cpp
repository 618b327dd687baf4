#include "ocr/letter_anchors.h"

#include <algorithm>
#include <array>

#include "core/arabic.h"

namespace sanad::ocr {
namespace {

enum class Where {
    label,  // at the beginning of a line, marked by a colon or by standing alone
    start,  // at the beginning of a line, whatever follows
    any,
};

struct Row {
    Anchor anchor;
    Where where;
    std::string_view words;  // several forms separated by |
};

// "ال" is written out, because the longest form that fits counts.
constexpr std::array rows = {
    Row{Anchor::date, Where::label, "التاريخ|تاريخ الخطاب|تاريخ|تاريخه|الموافق|حرر بتاريخ"},
    Row{Anchor::date, Where::start, "حرر في|تحريرا في|حررت في|حرر في يوم|وحرر في"},
    Row{Anchor::reference, Where::label,
        "الرقم|رقم الخطاب|رقم الصادر|الصادر|رقم القيد|القيد|رقم المرجع|المرجع|مرجعنا|رقم "
        "الإشارة|الإشارة|إشارتنا|رقم "
        "الوارد|رقمنا|رقم"},
    Row{Anchor::attachments, Where::label,
        "المرفقات|مرفقات|المرفق|المشفوعات|مشفوعات|عدد المرفقات|الملحقات|مرفق طيه"},
    Row{Anchor::subject, Where::label, "الموضوع|موضوع الخطاب|موضوع|بشأن|بخصوص|الموضوع بشأن|عنوان الخطاب"},
    Row{Anchor::to, Where::label, "إلى|المرسل إليه|الجهة الموجه إليها|موجه إلى"},
    Row{Anchor::to, Where::start, "إلى السادة|إلى سعادة|إلى المكرم|إلى معالي|إلى فضيلة|إلى من يهمه الأمر"},
    Row{Anchor::from, Where::label, "من|المرسل|الجهة المرسلة"},
    Row{Anchor::honorific, Where::start,
        "سعادة|المكرم|المكرمة|المكرمين|معالي|فضيلة|السادة|السيد|السيدة|حضرة|صاحب السمو|صاحب السعادة|صاحب "
        "المعالي|"
        "الأخ المكرم|الإخوة الكرام|الأستاذ الفاضل|الأخ الفاضل|سماحة|سمو الأمير"},
    Row{Anchor::wish, Where::any,
        "حفظه الله|حفظها الله|حفظهم الله|سلمه الله|سلمهم الله|وفقه الله|وفقهم الله|وفقها الله|رعاه "
        "الله|المحترم|المحترمة|"
        "المحترمين|المحترمون|الموقر|الموقرة|الموقرين|أيده الله|يحفظه الله"},
    Row{Anchor::salutation, Where::start,
        "السلام عليكم ورحمة الله وبركاته|السلام عليكم ورحمة الله|السلام عليكم|سلام عليكم ورحمة الله "
        "وبركاته|تحية طيبة "
        "وبعد|تحية طيبة|تحية تقدير واحترام|بعد التحية|تحية وتقدير"},
    Row{Anchor::closing, Where::start,
        "وتفضلوا بقبول|تفضلوا بقبول|وتقبلوا خالص|وتقبلوا|تقبلوا خالص|وتقبلوا تحياتي|وتقبلوا فائق|شاكرين "
        "لكم|شاكرا "
        "لكم|شاكرين ومقدرين|والسلام عليكم ورحمة الله وبركاته|والسلام عليكم|ولكم جزيل الشكر|ولكم خالص "
        "الشكر|ولكم "
        "الشكر|ولكم تحياتي|ولكم فائق|والله يحفظكم|والله يرعاكم|والله الموفق|هذا والله يحفظكم|هذا وتقبلوا|مع "
        "خالص "
        "التحية|مع فائق|مع أطيب|مع التحية|دمتم|وفقكم الله|وجزاكم الله خيرا|وتفضلوا|مع وافر|وختاما تقبلوا"},
    Row{Anchor::sender, Where::label,
        "مقدم الطلب|مقدمة الطلب|مقدمه|مقدمته|مقدمه لكم|مقدمته لكم|مقدم الشكوى|مقدم الاقتراح|مقدم "
        "المقترح|الاسم|اسم "
        "مقدم الطلب|الاسم الكامل|الاسم الرباعي|صاحب "
        "الطلب|المتقدم|المتقدمة|المرسل|كاتبه|المواطن|المواطنة|ابنكم|أخوكم|"
        "أختكم|ابنتكم|المتطوع|المتطوعة|مقدم التظلم|المستفيد|المستفيدة|الطالب"},
    Row{Anchor::signature, Where::label, "التوقيع|توقيعه|توقيع|الختم|الختم والتوقيع|التوقيع والختم"},
    Row{Anchor::national_id, Where::any,
        "رقم الهوية الوطنية|رقم الهوية|رقم السجل المدني|السجل المدني|هوية رقم|الهوية الوطنية|رقم "
        "الإقامة|إقامة رقم"},
    Row{Anchor::national_id, Where::label, "الهوية|سجل مدني"},
    Row{Anchor::phone, Where::any, "رقم الجوال|رقم الهاتف|جوال رقم|هاتف رقم"},
    Row{Anchor::phone, Where::label, "الجوال|جوال|الهاتف|هاتف|ت|للتواصل"},
    Row{Anchor::iban, Where::any, "رقم الآيبان|الآيبان|آيبان|رقم الحساب الدولي|رقم الحساب البنكي|رقم الحساب"},
    Row{Anchor::case_number, Where::any,
        "رقم المعاملة|المعاملة رقم|معاملة رقم|رقم القضية|القضية رقم|رقم الحالة|الحالة رقم|رقم الطلب|الطلب "
        "رقم"},
    Row{Anchor::other, Where::label,
        "العنوان|البريد|البريد الإلكتروني|الصفة|الوظيفة|نسخة|صورة لـ|الفاكس|فاكس|ص.ب"},
};

struct Pattern {
    Anchor anchor;
    Where where;
    std::string letters;
    std::size_t length;  // in code points
};

std::vector<Pattern> patterns_of_rows() {
    std::vector<Pattern> patterns;
    for (const auto& row : rows)
        for (std::size_t from = 0; from <= row.words.size();) {
            const auto end = std::min(row.words.find('|', from), row.words.size());
            auto letters = folded_letters(row.words.substr(from, end - from));
            const auto length = code_points(letters);
            patterns.push_back({row.anchor, row.where, std::move(letters), length});
            from = end + 1;
        }
    // The longest first.
    std::stable_sort(patterns.begin(), patterns.end(),
                     [](const auto& a, const auto& b) { return a.length > b.length; });
    return patterns;
}

// How many letters may be misread. Words that count wherever they stand must be surer than a line's first.
std::size_t tolerance(std::size_t letters, Where where) {
    if (where == Where::any) return letters < 6 ? 0 : letters < 10 ? 1 : 2;
    if (letters < 4) return 0;
    if (letters < 8) return 1;
    return letters < 12 ? 2 : letters / 5;
}

bool ends_label(std::string_view word) {
    return word.ends_with(":") || word.ends_with("/") || word.ends_with("ـ");
}

bool is_mark_alone(std::string_view word) { return word == ":" || word == "/" || word == "-"; }

// The number of misread letters, or nothing where they are too many.
std::optional<std::size_t> misread(const std::string& letters, const Pattern& pattern, std::size_t length) {
    const auto allowed = tolerance(pattern.length, pattern.where);
    if (length > pattern.length + allowed || pattern.length > length + allowed) return std::nullopt;
    if (letters == pattern.letters) return 0;
    if (allowed == 0) return std::nullopt;
    const auto distance = edit_distance(letters, pattern.letters);
    return distance <= allowed ? std::optional(distance) : std::nullopt;
}

class LineReader {
public:
    explicit LineReader(const LetterLine& line) : line_(line) {
        for (const auto& word : line.words) folded_.push_back(folded_letters(word.text));
    }

    std::vector<AnchorHit> hits() const {
        std::vector<AnchorHit> found;
        for (std::size_t i = 0; i < folded_.size();) {
            const auto hit = folded_[i].empty() ? std::nullopt : hit_at(i);
            if (!hit) {
                ++i;
                continue;
            }
            found.push_back(*hit);
            i = hit->end;
        }
        return found;
    }

private:
    // What fits best from word `first` on: many letters, few of them misread. A recogniser may split words
    // and join them.
    std::optional<AnchorHit> hit_at(std::size_t first) const {
        static const std::vector<Pattern> patterns = patterns_of_rows();
        constexpr int cost = 4;  // of a misread letter, in letters that fit
        const bool at_start = starts_line(first);
        std::optional<AnchorHit> best;
        int most = 0;
        for (const auto& pattern : patterns) {
            if (pattern.where == Where::start && !at_start) continue;
            std::string letters;
            for (std::size_t end = first; end < folded_.size() && end < first + 7; ++end) {
                letters += folded_[end];
                const auto length = code_points(letters);
                if (length > pattern.length + tolerance(pattern.length, pattern.where)) break;
                if (folded_[end].empty()) continue;
                const auto wrong = misread(letters, pattern, length);
                if (!wrong) continue;
                const int score = static_cast<int>(pattern.length) - cost * static_cast<int>(*wrong);
                const AnchorHit hit{pattern.anchor, first, end + 1, is_marked(first, end + 1)};
                if (score <= most && best) continue;
                if (pattern.where == Where::label && !(hit.marked && (at_start || has_colon(hit.end))))
                    continue;
                best = hit;
                most = score;
            }
        }
        return best;
    }

    bool starts_line(std::size_t first) const {
        return std::all_of(folded_.begin(), folded_.begin() + static_cast<std::ptrdiff_t>(first),
                           [](const std::string& letters) { return letters.empty(); });
    }
    bool has_colon(std::size_t end) const {
        return ends_label(line_.words[end - 1].text) ||
               (end < line_.words.size() && is_mark_alone(line_.words[end].text));
    }
    bool is_marked(std::size_t first, std::size_t end) const {
        return has_colon(end) || (starts_line(first) && end == line_.words.size());
    }

    const LetterLine& line_;
    std::vector<std::string> folded_;
};

bool is_arabic(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xd8 && byte <= 0xdb;
    });
}

bool has_digit(std::string_view text) {
    const auto western = western_digits(text);
    return std::any_of(western.begin(), western.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The signs that the model writes for an Arabic comma.
void set_arabic_signs(std::string& word) {
    if (has_digit(word)) return;
    for (const auto& [seen, meant] : std::array<std::pair<std::string_view, std::string_view>, 4>{
             {{",؛", "،"}, {"»", "،"}, {",", "،"}, {";", "؛"}}})
        if (word.ends_with(seen) && (is_arabic(word) || word == seen)) {
            word.replace(word.size() - seen.size(), seen.size(), meant);
            return;
        }
}

bool is_latin_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Latin words, and numbers among them, run from left to right inside the line.
void turn_latin_runs(std::vector<LetterWord>& words) {
    const auto runs_right = [](const LetterWord& word) { return !is_arabic(word.text); };
    for (std::size_t from = 0; from < words.size();) {
        auto end = from;
        while (end < words.size() && runs_right(words[end])) ++end;
        const bool latin = end > from && std::any_of(words[end - 1].text.begin(), words[end - 1].text.end(),
                                                     is_latin_letter);
        if (latin)
            std::reverse(words.begin() + static_cast<std::ptrdiff_t>(from),
                         words.begin() + static_cast<std::ptrdiff_t>(end));
        from = std::max(end, from + 1);
    }
}

// The recogniser gives numbers and Latin words in an order of its own: they go where they stand among the
// Arabic words, from the right.
void put_numbers_in_place(std::vector<LetterWord>& words) {
    std::vector<LetterWord> arabic, others;
    for (auto& word : words)
        (is_arabic(word.text) && !has_digit(word.text) ? arabic : others).push_back(std::move(word));
    std::stable_sort(others.begin(), others.end(),
                     [](const auto& a, const auto& b) { return a.box.right() > b.box.right(); });
    for (auto& other : others) {
        const double x = other.box.centre().x;
        const auto next = std::find_if(arabic.begin(), arabic.end(),
                                       [&](const auto& word) { return word.box.centre().x < x; });
        arabic.insert(next, std::move(other));
    }
    words = std::move(arabic);
}

// The model often sees the alef of "ال" apart from its word, as a stroke or a one.
bool is_lone_alef(const LetterWord& word, const LetterWord& next) {
    constexpr double no_space_mm = 0.9;
    const bool stroke = word.text == "ا" || word.text == "|" || word.text == "١" || word.text == "1";
    return stroke && next.text.starts_with("ل") && code_points(next.text) > 2 &&
           word.box.x - next.box.right() < no_space_mm && word.box.w < 2;
}

void join_lone_alefs(std::vector<LetterWord>& words) {
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (!is_lone_alef(words[i], words[i + 1])) continue;
        auto& word = words[i + 1];
        word.text = "ا" + word.text;
        word.box.w = words[i].box.right() - word.box.x;
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace

std::string folded_letters(std::string_view text) {
    std::string letters = fold_name(text);
    std::erase(letters, ' ');
    return letters;
}

bool nearly_same(std::string_view a, std::string_view b) {
    return a == b || edit_distance(a, b) <= tolerance(std::max(code_points(a), code_points(b)), Where::start);
}

std::vector<AnchorHit> find_anchors(const LetterLine& line) { return LineReader(line).hits(); }

void put_in_reading_order(std::vector<LetterWord>& words) {
    put_numbers_in_place(words);
    turn_latin_runs(words);
}

void set_words_apart(LetterLine& line) {
    put_in_reading_order(line.words);
    join_lone_alefs(line.words);
    std::vector<LetterWord> words;
    for (auto& word : line.words) {
        const auto colon = word.text.find(':');
        const bool inside = colon != std::string::npos && colon > 0 && colon + 1 < word.text.size() &&
                            is_arabic(std::string_view(word.text).substr(0, colon));
        if (inside) {
            const double share = static_cast<double>(code_points(word.text.substr(0, colon + 1))) /
                                 static_cast<double>(code_points(word.text));
            LetterWord label = word;
            label.text = word.text.substr(0, colon + 1);
            label.box = {word.box.right() - word.box.w * share, word.box.y, word.box.w * share, word.box.h};
            word.text = word.text.substr(colon + 1);
            word.box.w *= 1 - share;
            words.push_back(std::move(label));
        }
        set_arabic_signs(word.text);
        // A comma that stands alone belongs to the word before it.
        if (word.text == "،" && !words.empty() && is_arabic(words.back().text))
            words.back().text += word.text;
        else
            words.push_back(std::move(word));
    }
    line.words = std::move(words);
}

}  // namespace sanad::ocr
