#include "templates/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <vector>

#include "core/arabic.h"
#include "core/error.h"
#include "templates/template.h"

namespace sanad::templates {
namespace {

constexpr std::size_t most_lines = 400;
constexpr double row_width = 180, gap = 4, cell = 6.2;
constexpr int usual_lines = 4, most_digits = 40, usual_amount = 6;

// What the words of a label say about its kind: the first word that occurs decides.
struct Guess {
    std::string_view word;
    Kind kind;
};
constexpr std::array guesses = {Guess{"تاريخ", Kind::date},          Guess{"آيبان", Kind::iban},
                                Guess{"ايبان", Kind::iban},          Guess{"جوال", Kind::phone},
                                Guess{"هاتف", Kind::phone},          Guess{"رقم الهوية", Kind::national_id},
                                Guess{"الإقامة", Kind::national_id}, Guess{"توقيع", Kind::signature},
                                Guess{"مبلغ", Kind::amount},         Guess{"الدخل", Kind::amount},
                                Guess{"الراتب", Kind::amount},       Guess{"صورة شخصية", Kind::photo}};
constexpr std::array<std::string_view, 6> long_answers = {"ملاحظات", "شرح", "وصف", "سبب", "اقتراح", "تفاصيل"};

// Labels whose keys the stored records know.
constexpr std::array<std::array<std::string_view, 2>, 12> known_keys = {{{"الاسم", "full_name"},
                                                                         {"الاسم الكامل", "full_name"},
                                                                         {"الاسم الرباعي", "full_name"},
                                                                         {"رقم الهوية", "national_id"},
                                                                         {"رقم الجوال", "phone"},
                                                                         {"الجوال", "phone"},
                                                                         {"تاريخ الميلاد", "birth_date"},
                                                                         {"المدينة", "city"},
                                                                         {"الحي", "district"},
                                                                         {"رقم الآيبان", "iban"},
                                                                         {"التاريخ", "date"},
                                                                         {"التوقيع", "signature"}}};

struct Question {
    std::string label;
    Kind kind = Kind::text;
    bool required = false;
    int count = 0;  // lines or cells
    std::vector<std::string> options = {};
};

class Reader {
public:
    Reader(const std::string& file, std::string id) : file_(file), id_(std::move(id)) {}

    std::string read(std::string_view text) {
        for (std::size_t at = 0; at <= text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            ++line_;
            if (line_ > most_lines) refuse("templates.lines_many", std::to_string(most_lines));
            refuse_no_text(text.substr(at, end - at));
            take(tidy(strip_invisible(text.substr(at, end - at))));
            at = end + 1;
        }
        if (fields_ == 0) refuse("templates.no_questions");
        end_section();
        return out_;
    }

private:
    [[noreturn]] void refuse(const char* message, const std::string& about = {}) const {
        throw Error(ErrorCode::bad_input, fmt::format("{}:{}: {}", file_, line_, message), Where{file_},
                    UserMessage{message, {file_, std::to_string(line_), about}});
    }

    // Another encoding than UTF-8, or no text at all: half of it would be guessed.
    void refuse_no_text(std::string_view line) const {
        if (line.find('\0') != std::string_view::npos || tidy(line).find("\xef\xbf\xbd") != std::string::npos)
            refuse("templates.questions_no_text");
    }

    static std::string quoted(const std::string& text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out + "\"";
    }

    void take(const std::string& line) {
        if (line.empty() || line.front() == '#') return;
        if (out_.empty()) {
            if (line.front() == '=') refuse("templates.no_title");
            out_ = fmt::format("id = {}\nversion = 1\ntitle = {{ ar = {}, en = \"\" }}\n", quoted(id_),
                               quoted(line));
            return;
        }
        if (line.front() == '=') return begin_section(tidy(line.substr(1)));
        if (!open_) begin_section("");
        put(parse(line));
    }

    void begin_section(const std::string& title) {
        end_section();
        out_ += "\n[[section]]\n";
        if (!title.empty()) out_ += fmt::format("title = {{ ar = {}, en = \"\" }}\n", quoted(title));
        open_ = true;
    }

    void end_section() {
        end_row();
        if (!rows_.empty())
            out_ += "rows = [\n" + rows_ + "]\n";
        else if (open_)
            refuse("templates.section_empty");
        rows_.clear();
        open_ = false;
    }

    void end_row() {
        if (!row_.empty()) rows_ += "  [ " + row_ + " ],\n";
        row_.clear();
        used_ = 0;
    }

    Question parse(std::string line) const {
        Question question;
        if (const auto equals = line.find('='); equals != std::string::npos) {
            for (std::size_t at = equals + 1; at <= line.size();) {
                const auto bar = std::min(line.find('|', at), line.size());
                if (auto option = tidy(line.substr(at, bar - at)); !option.empty())
                    question.options.push_back(std::move(option));
                at = bar + 1;
            }
            if (question.options.size() < 2) refuse("templates.options_few", line);
            line = tidy(line.substr(0, equals));
        }
        while (!line.empty() && line.back() == '*') {
            question.required = true;
            line = tidy(line.substr(0, line.size() - 1));
        }
        const auto colon = line.rfind(':');
        question.label = tidy(line.substr(0, colon));
        const auto said = colon == std::string::npos ? std::string() : tidy(line.substr(colon + 1));
        if (question.label.empty()) refuse("templates.question_empty");
        set_kind(question, said);
        return question;
    }

    void set_kind(Question& question, const std::string& said) const {
        const auto space = said.find(' ');
        if (const auto kind = kind_of(said.substr(0, space))) {
            question.kind = *kind;
            if (space != std::string::npos) {
                const auto number = said.substr(space + 1);
                const auto [end, fault] =
                    std::from_chars(number.data(), number.data() + number.size(), question.count);
                if (fault != std::errc() || end != number.data() + number.size() || question.count < 1 ||
                    question.count > most_digits)
                    refuse("templates.question_count", number);
            }
        } else if (!said.empty()) {
            refuse("templates.question_kind", said);
        } else {
            guess(question);
        }
        const bool choice = question.kind == Kind::choice || question.kind == Kind::choices;
        if (choice != !question.options.empty()) refuse("templates.options_few", question.label);
        if (question.kind == Kind::digits && question.count == 0)
            refuse("templates.question_count", "digits");
    }

    static void guess(Question& question) {
        if (!question.options.empty()) {
            question.kind = Kind::choice;
            return;
        }
        for (const auto& [word, kind] : guesses)
            if (question.label.find(word) != std::string::npos) {
                question.kind = kind;
                return;
            }
        for (const auto word : long_answers)
            if (question.label.find(word) != std::string::npos) question.count = usual_lines;
    }

    std::string key_of(const Question& question) {
        std::string key = fmt::format("q{}", ++fields_);
        for (const auto& [label, known] : known_keys)
            if (question.label == label) key = known;
        return keys_.insert(key).second ? key : *keys_.insert(fmt::format("q{}", fields_)).first;
    }

    // What the field needs of a row: numbers their cells, everything else a row of its own.
    static double width_of(const Question& question) {
        switch (question.kind) {
            case Kind::national_id:
            case Kind::phone:
                return 10 * cell;
            case Kind::date:
                return 8 * cell;
            case Kind::digits:
                return std::max(question.count * cell, 30.0);
            case Kind::amount:
                return std::max((question.count == 0 ? usual_amount : question.count) * cell, 30.0);
            default:
                return row_width;
        }
    }

    void put(const Question& question) {
        const double width = width_of(question);
        if (used_ > 0 && used_ + gap + width > row_width) end_row();
        used_ += (used_ > 0 ? gap : 0) + width;
        std::string field = fmt::format("{{ key = \"{}\", kind = \"{}\", label = {{ ar = {}, en = \"\" }}",
                                        key_of(question), name_of(question.kind), quoted(question.label));
        if (question.kind == Kind::text && question.count > 1)
            field += fmt::format(", lines = {}", question.count);
        if (has_cells(question.kind) && question.count > 0)
            field += fmt::format(", cells = {}", question.count);
        if (question.kind == Kind::iban) field += ", prefix = \"SA\"";
        if (question.required) field += ", required = true";
        if (!question.options.empty()) {
            field += ", options = [";
            for (std::size_t i = 0; i < question.options.size(); ++i)
                field += fmt::format("\n      {{ key = \"o{}\", ar = {}, en = \"\" }},", i + 1,
                                     quoted(question.options[i]));
            field += " ]";
        }
        row_ += (row_.empty() ? "" : ",\n    ") + field + " }";
    }

    const std::string& file_;
    std::string id_;
    std::size_t line_ = 0;
    int fields_ = 0;
    bool open_ = false;
    double used_ = 0;
    std::string out_ = {}, rows_ = {}, row_ = {};
    std::set<std::string> keys_ = {};
};

}  // namespace

std::string paper_from_questions(std::string_view questions, const std::string& file_name,
                                 const std::string& id) {
    return Reader(file_name, id).read(questions);
}

}  // namespace sanad::templates
