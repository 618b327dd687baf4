// Time as it stands in files: UTC with seconds. Rules take the day as an argument and never ask the clock.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sanad {

using Day = std::chrono::year_month_day;
using Moment = std::chrono::sys_seconds;

std::string iso_moment(Moment moment);  // "2026-11-22T09:00:00Z"
std::optional<Moment> parse_iso_moment(std::string_view text);
std::string iso_day(Day day);                             // "2026-11-22"
std::optional<Day> parse_iso_day(std::string_view text);  // a day that exists

// The clock: $SOURCE_DATE_EPOCH (seconds) where it is set, so that a document can be made again byte for
// byte. Called by app only, which passes the moment on.
Moment now();

}  // namespace sanad
