// Whatever is accepted is a day of its calendar, and is understood again as it is written and as it is
// spoken.
#include "core/dates.h"
#include "tests/fuzz/target.h"

using namespace sanad;

namespace {

bool same(const std::optional<WrittenDate>& a, const WrittenDate& b) {
    return a && a->calendar == b.calendar && a->year == b.year && a->month == b.month && a->day == b.day;
}

}  // namespace

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto date = parse_written_date(fuzz::text_of(data, size));
    if (!date) return 0;
    fuzz::must(date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31);
    fuzz::must(calendar_of_year(date->year) == date->calendar);
    fuzz::must(same(parse_written_date(written(*date)), *date));
    fuzz::must(same(parse_written_date(spoken_ar(*date)), *date));
    const auto day = to_gregorian(*date);
    if (!day) return 0;
    fuzz::must(day->ok());
    if (date->calendar == Calendar::hijri) fuzz::must(same(to_hijri(*day), *date));
    return 0;
}
