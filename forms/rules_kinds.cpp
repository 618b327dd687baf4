#include <algorithm>
#include <set>

#include "core/identifiers.h"
#include "forms/rule.h"

namespace sanad::forms {
namespace {

using templates::Kind;

constexpr std::size_t longest_text = 20'000;   // bytes; four written lines are some 400
constexpr std::size_t most_cells = 40;         // of templates/FORMAT.md
constexpr std::size_t longest_choice = 4'000;  // bytes; longer than all options of a paper

void check_identity(const Question& asked, std::vector<Check>& into) {
    const bool format = national_id_format(asked.reading.value);
    add(into, "identity.format", asked.reading, format);
    if (format) add(into, "identity.check_digit", asked.reading, national_id_valid(asked.reading.value));
}

void check_iban(const Question& asked, std::vector<Check>& into) {
    const std::string& value = asked.reading.value;
    const bool format =
        iban_format(value) && value.compare(0, asked.field.prefix.size(), asked.field.prefix) == 0;
    add(into, "iban.format", asked.reading, format);
    if (format) add(into, "iban.check_digit", asked.reading, iban_valid(value));
}

void check_phone(const Question& asked, std::vector<Check>& into) {
    add(into, "phone.format", asked.reading, phone_valid(asked.reading.value));
}

void check_amount(const Question& asked, std::vector<Check>& into) {
    add(into, "amount.format", asked.reading, amount_valid(asked.reading.value));
}

void check_digits(const Question& asked, std::vector<Check>& into) {
    const std::string& value = asked.reading.value;
    const std::size_t room = asked.field.cells > 0 ? static_cast<std::size_t>(asked.field.cells) : most_cells;
    add(into, "digits.format", asked.reading,
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
            value.size() <= room);
}

bool is_option(const templates::Field& field, const std::string& key) {
    return std::any_of(field.options.begin(), field.options.end(),
                       [&](const templates::Option& option) { return option.key == key; });
}

bool all_known(const templates::Field& field, const std::vector<std::string>& chosen) {
    const std::set<std::string> different(chosen.begin(), chosen.end());
    return !chosen.empty() && different.size() == chosen.size() &&
           std::all_of(chosen.begin(), chosen.end(),
                       [&](const std::string& key) { return is_option(field, key); });
}

void check_choice(const Question& asked, std::vector<Check>& into) {
    const auto chosen = chosen_in(asked.reading);
    add(into, "choice.known", asked.reading, all_known(asked.field, chosen));
    add(into, "choice.single", asked.reading, chosen.size() == 1);
}

void check_choices(const Question& asked, std::vector<Check>& into) {
    add(into, "choice.known", asked.reading, all_known(asked.field, chosen_in(asked.reading)));
}

void check_signature(const Question& asked, std::vector<Check>& into) {
    if (!asked.field.required)
        add(into, "signature.present", asked.reading, asked.reading.value == "present");
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

// U+202A..U+202E and U+2066..U+2069: E2 80 AA..AE and E2 81 A6..A9.
bool turns_direction(std::string_view text) {
    for (auto at = text.find('\xE2'); at != std::string_view::npos; at = text.find('\xE2', at + 1)) {
        const auto mark = text.substr(at, 3);
        if ((mark >= "\u202A" && mark <= "\u202E") || (mark >= "\u2066" && mark <= "\u2069")) return true;
    }
    return false;
}

void check_text(const Question& asked, std::vector<Check>& into) {
    const std::string& value = asked.reading.value;
    const std::string& key = asked.field.key;
    if (value.size() > longest_text) {
        into.push_back({"text.too_long", key, Verdict::failed, std::to_string(value.size()) + " bytes"});
    } else if (turns_direction(value) || std::any_of(value.begin(), value.end(), is_control)) {
        into.push_back({"text.hidden_characters", key, Verdict::failed, shown(value)});
    }
}

// Two boxes ticked: the reader can't say which one is meant, but that there are two is a finding of its own.
void check_two_ticks(const Question& asked, std::vector<Check>& into) {
    if (asked.field.kind != Kind::choice || asked.reading.alternatives.size() < 2) return;
    std::string ticked;
    for (const Alternative& one : asked.reading.alternatives)
        ticked += (ticked.empty() ? "" : ",") + one.value;
    into.push_back({"choice.single", asked.field.key, Verdict::doubtful, shown(ticked)});
}

void check_given(const Question& asked, std::vector<Check>& into) {
    switch (asked.field.kind) {
        case Kind::text:
            return check_text(asked, into);
        case Kind::digits:
            return check_digits(asked, into);
        case Kind::national_id:
            return check_identity(asked, into);
        case Kind::phone:
            return check_phone(asked, into);
        case Kind::iban:
            return check_iban(asked, into);
        case Kind::amount:
            return check_amount(asked, into);
        case Kind::choice:
            return check_choice(asked, into);
        case Kind::choices:
            return check_choices(asked, into);
        case Kind::signature:
            return check_signature(asked, into);
        case Kind::date:
        case Kind::photo:
        case Kind::note:
            return;
    }
}

}  // namespace

std::vector<std::string> chosen_in(const Reading& reading) {
    if (reading.values) return *reading.values;
    if (reading.value.size() > longest_choice) return {shown(reading.value)};
    std::vector<std::string> chosen;
    const std::string_view value = reading.value;
    for (std::size_t from = 0; from < value.size() || (from == value.size() && !chosen.empty());) {
        const auto comma = std::min(value.find(',', from), value.size());
        chosen.emplace_back(value.substr(from, comma - from));
        from = comma + 1;
    }
    return chosen;
}

void check_kind(const Question& asked, std::vector<Check>& into) {
    if (asked.field.kind == Kind::date) check_date_exists(asked, into);
    if (asked.reading.state == ReadState::illegible) check_two_ticks(asked, into);
    if (is_given(asked.reading)) check_given(asked, into);
}

}  // namespace sanad::forms
