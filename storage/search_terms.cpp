#include "storage/search_terms.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

#include <xapian.h>

#include "core/arabic.h"
#include "core/case_id.h"
#include "core/messages.h"

namespace sanad::storage {
namespace {

constexpr std::size_t shortest_similar =
    5;  // letters: of four, one apart makes another common name (أحمد, محمد)
constexpr std::size_t longest_start = 8;  // letters of a beginning
constexpr std::size_t longest_word = 40;
constexpr std::size_t shortest_number = 4;
constexpr std::size_t most_terms = 20'000;  // of one case
constexpr std::array<double, 4> worth = {8, 4, 2, 1};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_number(const std::string& word) {
    return word.size() >= shortest_number && std::any_of(word.begin(), word.end(), is_digit) &&
           std::all_of(word.begin(), word.end(), [](char c) {
               return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '@';
           });
}

std::string joined_number(const std::string& word) {
    std::string kept;
    for (const char c : word)
        if (c != '-') kept += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return kept;
}

std::vector<std::string> split(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

// Code points as strings of their own.
std::vector<std::string> letters_of(const std::string& word) {
    std::vector<std::string> letters;
    for (const char c : word) {
        if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) letters.emplace_back();
        if (letters.empty()) letters.emplace_back();
        letters.back() += c;
    }
    return letters;
}

std::string without(const std::vector<std::string>& letters, std::size_t left_out) {
    std::string word;
    for (std::size_t i = 0; i < letters.size(); ++i)
        if (i != left_out) word += letters[i];
    return word;
}

std::string stem_of(const std::string& word) {
    thread_local const Xapian::Stem stem("arabic");
    return stem(word);
}

void add_number(Terms& terms, const std::string& word) {
    const std::string number = joined_number(word);
    if (number.size() > longest_word) return;
    terms.insert('n' + number);
    for (std::size_t size = shortest_number; size < number.size(); ++size)
        terms.insert('b' + number.substr(0, size));
    terms.insert('e' + number.substr(number.size() - shortest_number));
}

// Both as the fold has it (عبد الله is one word then) and word by word.
void add_text(Terms& terms, const std::string& text) {
    const auto add = [&](char kind, const std::string& word) {
        if (code_points(word) <= longest_word && terms.size() < most_terms) terms.insert(kind + word);
    };
    for (const std::string& word : split(fold_name(text))) add('w', word);
    for (const std::string& word : split(fold_light(text))) add('s', stem_of(word));
    for (const std::string& word : split(western_digits(text))) {
        for (const std::string& part : split(fold_name(word))) add('w', part);
        if (is_number(word)) add_number(terms, word);
    }
}

void add_name(Terms& terms, const std::string& name) {
    for (const std::string& token : split(fold_name(name))) {
        const auto letters = letters_of(token);
        if (letters.size() > longest_word) continue;
        std::string start;
        for (std::size_t i = 0; i < std::min(letters.size(), longest_start); ++i)
            terms.insert('p' + (start += letters[i]));
        if (letters.size() + 1 < shortest_similar) continue;
        terms.insert('d' + token);
        for (std::size_t i = 0; i < letters.size(); ++i) terms.insert('d' + without(letters, i));
    }
}

bool is_day(const std::string& text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
           std::count_if(text.begin(), text.end(), is_digit) == 8;
}

void add_day(Terms& terms, const std::string& day) {
    if (!is_day(day)) return;
    terms.insert('t' + day);
    terms.insert('t' + day.substr(0, 7));
    terms.insert('t' + day.substr(0, 4));
}

bool is_name_field(const std::string& key) {
    return key.find("name") != std::string::npos || key == "sender" || key == "addressee";
}

void add_field(Terms& terms, const Reading& field) {
    if (field.state != ReadState::read) return;
    for (const std::string& text : {field.value, field.text}) {
        add_text(terms, text);
        if (is_name_field(field.key)) add_name(terms, text);
    }
    add_day(terms, field.value);
}

void add_state(Terms& terms, const std::string& state) {
    if (state.empty()) return;
    terms.insert('z' + fold_name(state));
    for (const Language language : {Language::ar, Language::en})
        for (const std::string& word : split(fold_name(message("state." + state, language))))
            terms.insert('z' + word);
}

void add_similar(WordTerms& into, const std::string& token) {
    const auto letters = letters_of(token);
    if (letters.size() < shortest_similar || letters.size() > longest_word) return;
    into.similar.push_back('d' + token);
    for (std::size_t i = 0; i < letters.size(); ++i) into.similar.push_back('d' + without(letters, i));
}

// A number, a day, a case: what has to be taken as it was typed.
std::optional<WordTerms> as_identifier(const std::string& typed) {
    std::string day = typed;
    std::replace(day.begin(), day.end(), '/', '-');
    const bool dated = is_day(day) || (day.size() == 7 && day[4] == '-') ||
                       (day.size() == 4 && std::all_of(day.begin(), day.end(), is_digit));
    const bool number = is_number(typed);
    const auto id = parse_case_id(typed);
    if (!dated && !number && !id) return {};
    WordTerms word;
    if (number) {
        word.exact.push_back('n' + joined_number(typed));
        word.start.push_back('b' + joined_number(typed));
        if (typed.size() == shortest_number) word.start.push_back('e' + joined_number(typed));
    }
    if (dated) word.exact.push_back('t' + day);
    if (id) word.exact.push_back('c' + *id);
    if (const auto folded = split(fold_name(typed)); folded.size() == 1)
        word.exact.push_back('w' + folded[0]);
    return word;
}

void add_word(std::vector<WordTerms>& words, const std::string& typed) {
    const auto tokens = split(fold_name(typed));
    const auto light = split(fold_light(typed));
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        WordTerms& one = words.emplace_back();
        one.exact = {'w' + tokens[i], 'z' + tokens[i]};
        if (light.size() == tokens.size()) one.form = {'s' + stem_of(light[i])};
        one.start = {'p' + tokens[i]};
        add_similar(one, tokens[i]);
    }
}

// Word by word; two that the fold makes one (عبد الله) are also found as that one.
void add_words(std::vector<WordTerms>& words, const std::vector<std::string>& typed) {
    std::string before;
    for (const std::string& word : typed) {
        const std::size_t count = words.size();
        add_word(words, word);
        const auto joined = split(fold_name(before + ' ' + word));
        if (!before.empty() && words.size() == count + 1 && joined.size() == 1)
            for (std::size_t i = count - 1; i <= count; ++i) words[i].exact.push_back('w' + joined[0]);
        before = words.size() == count + 1 ? word : "";
    }
}

}  // namespace

Terms terms_of(const Case& value) {
    Terms terms = {'c' + value.id};
    add_number(terms, value.id);
    if (!value.record_id.empty()) add_number(terms, value.record_id);
    add_text(terms, value.form);
    add_state(terms, value.state);
    add_day(terms, value.submitted_on);
    for (const Reading& field : value.fields) add_field(terms, field);
    for (const StoredFile& file : value.files) add_text(terms, file.name);
    return terms;
}

std::vector<WordTerms> words_of_query(const std::string& typed) {
    std::vector<WordTerms> words;
    std::vector<std::string> rest;
    for (const std::string& word : split(western_digits(strip_invisible(typed)))) {
        if (auto identifier = as_identifier(word))
            words.push_back(*std::move(identifier));
        else
            rest.push_back(word);
    }
    add_words(words, rest);
    return words;
}

double score_of(const Terms& terms, const std::vector<WordTerms>& words) {
    double sum = 0;
    for (const WordTerms& word : words) {
        const std::array<const std::vector<std::string>*, 4> ways = {&word.exact, &word.form, &word.start,
                                                                     &word.similar};
        double best = 0;
        for (std::size_t i = 0; i < ways.size() && best == 0; ++i)
            if (std::any_of(ways[i]->begin(), ways[i]->end(),
                            [&](const std::string& term) { return terms.count(term) != 0; }))
                best = worth[i];
        if (best == 0) return 0;
        sum += best;
    }
    return sum;
}

}  // namespace sanad::storage
