#include "ocr/letter_kind.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/arabic.h"

namespace sanad::ocr {
namespace {

struct Row {
    std::string_view key;
    double weight;  // of one word: a complaint asks for something too, but a request complains of nothing
    std::string_view stems;  // folded; a word counts that begins with one, whatever is joined to its front
};

constexpr std::array rows = {
    Row{"request", 1.0,
        "طلب|اطلب|ارجو|نرجو|راجي|امل|نامل|التمس|التماس|ترميم|منح|اعفاء|مساعده|المساعده|مساعدتي|اعانه|سداد|"
        "صرف|الموافقه|التكرم|احتاج|"
        "تحتاج|نحتاج"},
    Row{"complaint", 2.2,
        "شكوي|الشكوي|شكواي|اشتكي|نشتكي|تظلم|اتظلم|التظلم|محاسبه|اساءه|تقصير|المقصر|اعتراض|اعترض"},
    Row{"suggestion", 2.2, "اقتراح|الاقتراح|مقترح|المقترح|اقترح|نقترح|اقتراحات|مقترحات"},
    Row{"thanks", 1.6, "شكر|الشكر|اشكر|نشكر|شاكر|شكرا|الامتنان|امتنان|العرفان|عرفان|ممتن|تقدير"},
    Row{"volunteering", 2.6, "تطوع|التطوع|اتطوع|نتطوع|متطوع|المتطوع|تطوعي|التطوعي|تطوعت|المتطوعين"},
};

constexpr double subject_share = 3;  // a word of the subject counts as much as three of the body

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    const auto folded = fold_name(text);
    for (std::size_t from = 0; from < folded.size();) {
        const auto end = std::min(folded.find(' ', from), folded.size());
        if (end > from) words.push_back(folded.substr(from, end - from));
        from = end + 1;
    }
    return words;
}

// "وللمتطوعين" is "متطوع" with letters joined to its front: and, for, by, as, the.
bool is_of_stem(std::string_view word, std::string_view stem) {
    const auto at = word.find(stem);
    if (at == std::string_view::npos) return false;
    const auto front = word.substr(0, at);
    static constexpr std::array fronts{"",    "و",   "ف",  "ب",   "ل",   "ك",  "ال",
                                       "وال", "بال", "لل", "ولل", "فال", "وب", "ول"};
    return std::find(fronts.begin(), fronts.end(), front) != fronts.end();
}

double weigh(const Row& row, const std::vector<std::string>& words, std::string& said) {
    double weight = 0;
    for (const auto& word : words)
        for (std::size_t from = 0; from <= row.stems.size();) {
            const auto end = std::min(row.stems.find('|', from), row.stems.size());
            if (is_of_stem(word, row.stems.substr(from, end - from))) {
                weight += row.weight;
                said += (said.empty() ? "" : " ") + word;
                break;
            }
            from = end + 1;
        }
    return weight;
}

}  // namespace

std::optional<LetterKind> kind_of_letter(std::string_view subject, std::string_view body) {
    const auto in_subject = words_of(subject), in_body = words_of(body);
    std::optional<LetterKind> best;
    double most = 0, all = 0;
    for (const auto& row : rows) {
        std::string said;
        const double of_subject = weigh(row, in_subject, said);
        const double weight = subject_share * of_subject + weigh(row, in_body, said);
        all += weight;
        if (weight > most) most = weight, best = LetterKind{std::string(row.key), said, 0};
    }
    if (best) best->confidence = std::min(0.95, most / all);
    return best;
}

}  // namespace sanad::ocr
