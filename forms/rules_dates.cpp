#include <charconv>

#include "core/arabic.h"
#include "core/dates.h"
#include "forms/rule.h"

namespace sanad::forms {
namespace {

// The date as it was written, where that is known: by its calendar, or in the text of what could not be read.
std::optional<WrittenDate> written_in(const Reading& reading) {
    if (const auto calendar = calendar_named(reading.calendar))
        if (const auto date = parse_written(reading.written, *calendar)) return date;
    if (reading.state != ReadState::illegible || reading.text.size() > 100) return std::nullopt;
    if (const auto date = parse_written_date(reading.text)) return date;
    const std::string digits = western_digits(reading.text);  // cells: ddmmyyyy
    if (digits.size() != 8) return std::nullopt;
    return parse_written_date(digits.substr(0, 2) + "/" + digits.substr(2, 2) + "/" + digits.substr(4));
}

bool outside_umm_al_qura(const WrittenDate& date) {
    return date.calendar == Calendar::hijri && (date.year < first_hijri_year || date.year > last_hijri_year);
}

void check_written(const Reading& reading, const WrittenDate& date, std::vector<Check>& into) {
    if (outside_umm_al_qura(date)) {  // it may well exist, but nobody can say which day that was
        into.push_back({"date.calendar_range", reading.key, Verdict::doubtful, written(date)});
        return;
    }
    const auto day = to_gregorian(date);
    into.push_back({"date.exists", reading.key, judged(day.has_value(), reading), written(date)});
    if (!day || reading.state != ReadState::read) return;
    const auto value = parse_iso_day(reading.value);
    if (!value || *value != *day)
        into.push_back({"date.calendars_agree", reading.key, judged(false, reading),
                        shown(reading.value) + " | " + written(date)});
}

bool leads_to_a_day(const PaperQuestion& asked, const std::string& key, const Reading*& reading, Day& day) {
    const auto found = asked.readings.find(key);
    if (found == asked.readings.end()) return false;
    const auto known = day_of(*found->second);
    if (!known) return false;
    reading = found->second;
    day = *known;
    return true;
}

bool is_date_of(const templates::Template& paper, const std::string& key) {
    const auto* field = paper.find(key);
    return field != nullptr && field->kind == templates::Kind::date;
}

// As it is named in the paper.
void tell_unknown(const PaperQuestion& asked, const std::string& name, std::string_view argument,
                  std::vector<Check>& into) {
    into.push_back({"rule.unknown", asked.paper.id, Verdict::doubtful,
                    argument.empty() ? name : name + ":" + shown(argument)});
}

int age_on(Day birth, Day day) {
    const int years = static_cast<int>(day.year()) - static_cast<int>(birth.year());
    const bool birthday_to_come =
        day.month() < birth.month() || (day.month() == birth.month() && day.day() < birth.day());
    return years - (birthday_to_come ? 1 : 0);
}

constexpr int oldest = 120;

}  // namespace

std::optional<Day> day_of(const Reading& reading) {
    return reading.state == ReadState::read ? parse_iso_day(reading.value) : std::nullopt;
}

void check_date_exists(const Question& asked, std::vector<Check>& into) {
    const Reading& reading = asked.reading;
    if (reading.state != ReadState::read && reading.state != ReadState::illegible) return;
    if (const auto date = written_in(reading)) return check_written(reading, *date, into);
    if (reading.state == ReadState::read)
        add(into, "date.exists", reading, parse_iso_day(reading.value).has_value());
}

// A day after the one on which the paper was handed in can't have been.
void rule_not_after_submission(const Question& asked, std::string_view, std::vector<Check>& into) {
    if (const auto day = day_of(asked.reading))
        add(into, "date.not_after_submission", asked.reading, *day <= asked.submitted);
}

// A document that ended before the day of submission was not valid on it.
void rule_valid_on_submission(const Question& asked, std::string_view, std::vector<Check>& into) {
    if (const auto day = day_of(asked.reading))
        add(into, "document.valid", asked.reading, *day >= asked.submitted);
}

// "not_older_than:90": days before the submission.
void rule_not_older_than(const Question& asked, std::string_view argument, std::vector<Check>& into) {
    int limit = 0;
    const auto [end, failed] = std::from_chars(argument.data(), argument.data() + argument.size(), limit);
    if (failed != std::errc{} || end != argument.data() + argument.size() || limit < 0) {
        into.push_back(
            {"rule.unknown", asked.field.key, Verdict::doubtful, "not_older_than:" + shown(argument)});
        return;
    }
    const auto day = day_of(asked.reading);
    if (!day) return;
    const auto age = std::chrono::sys_days{asked.submitted} - std::chrono::sys_days{*day};
    add(into, "document.recent", asked.reading, age.count() <= limit);
}

// "birth_before_submission", of the field birth_date; another one after a colon.
void rule_birth(const PaperQuestion& asked, std::string_view argument, std::vector<Check>& into) {
    const std::string key = argument.empty() ? "birth_date" : std::string(argument);
    if (!is_date_of(asked.paper, key)) return tell_unknown(asked, "birth_before_submission", argument, into);
    const Reading* birth = nullptr;
    Day day{};
    if (!leads_to_a_day(asked, key, birth, day)) return;
    add(into, "birth.before_submission", *birth, day <= asked.submitted);
    if (day > asked.submitted) return;
    const int age = age_on(day, asked.submitted);
    into.push_back({"birth.age", birth->key, judged(age <= oldest, *birth), std::to_string(age)});
}

// "dates_in_order:date,date_received": the second is not before the first.
void rule_dates_in_order(const PaperQuestion& asked, std::string_view argument, std::vector<Check>& into) {
    const auto comma = argument.find(',');
    const std::string first_key(argument.substr(0, comma));
    const std::string second_key(comma == std::string_view::npos ? "" : argument.substr(comma + 1));
    if (!is_date_of(asked.paper, first_key) || !is_date_of(asked.paper, second_key))
        return tell_unknown(asked, "dates_in_order", argument, into);
    const Reading *first = nullptr, *second = nullptr;
    Day from{}, until{};
    if (!leads_to_a_day(asked, first_key, first, from)) return;
    if (!leads_to_a_day(asked, second_key, second, until)) return;
    const bool certain = first->accepted && second->accepted;
    const Verdict broken = certain ? Verdict::failed : Verdict::doubtful;
    into.push_back({"dates.in_order", second->key, from <= until ? Verdict::passed : broken,
                    evidence_of(*first) + " | " + evidence_of(*second)});
}

}  // namespace sanad::forms
