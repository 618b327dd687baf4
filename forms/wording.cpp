#include "forms/wording.h"

#include "core/arabic.h"
#include "core/dates.h"
#include "core/error.h"

namespace sanad::forms {
namespace {

[[noreturn]] void refuse(const templates::Template& paper, const std::string& name) {
    throw Error(ErrorCode::bad_input, "paper " + paper.id + " lacks the text or blank: " + name, Where{},
                UserMessage{"forms.text_missing", {paper.id, name}});
}

template <class ValueOf>
std::string fill_in(const templates::Template& paper, const std::string& name, const ValueOf& value_of) {
    const auto found = paper.texts.find(name);
    if (found == paper.texts.end()) refuse(paper, name);
    std::string out;
    const std::string& text = found->second.ar;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        out += text.substr(at, open - at);
        if (open == std::string::npos) break;
        const auto close = text.find('}', open);
        if (close == std::string::npos) refuse(paper, name);
        out += value_of(text.substr(open + 1, close - open - 1));
        at = close + 1;
    }
    return out;
}

}  // namespace

std::string sentence(const templates::Template& paper, const std::string& name, const Blanks& blanks) {
    return fill_in(paper, name, [&](const std::string& blank) {
        const auto value = blanks.find(blank);
        if (value == blanks.end()) refuse(paper, name + " {" + blank + "}");
        return value->second;
    });
}

std::string dotted(const templates::Template& paper, const std::string& name) {
    return fill_in(paper, name, [](const std::string&) { return std::string(40, '.'); });
}

std::string in_both_calendars(const templates::Template& paper, Day day) {
    const WrittenDate gregorian{Calendar::gregorian, static_cast<int>(day.year()),
                                static_cast<int>(static_cast<unsigned>(day.month())),
                                static_cast<int>(static_cast<unsigned>(day.day()))};
    const auto hijri = to_hijri(day);
    if (!hijri) return spoken_ar(gregorian);
    return sentence(paper, "both_calendars",
                    {{"hijri", spoken_ar(*hijri)}, {"gregorian", spoken_ar(gregorian)}});
}

std::string plain(std::string_view value) { return tidy(strip_invisible(value)); }

}  // namespace sanad::forms
