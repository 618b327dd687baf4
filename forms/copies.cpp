#include "forms/copies.h"

#include <algorithm>

#include "core/arabic.h"

namespace sanad::forms {
namespace {

constexpr std::size_t letters_a_doubt = 5;  // one of so many may be misread

bool from_fields(const std::vector<Reading>& readings) {
    return std::any_of(readings.begin(), readings.end(),
                       [](const auto& reading) { return reading.source == Source::pdf_field; });
}

const Reading* find(const std::vector<Reading>& readings, const std::string& key) {
    const auto found = std::find_if(readings.begin(), readings.end(),
                                    [&](const auto& reading) { return reading.key == key; });
    return found == readings.end() ? nullptr : &*found;
}

// Said of one person or thing only: eight digits, or three words.
bool says_who(const std::string& value) {
    const auto folded = fold_name(value);
    const auto digits =
        std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool is_day = value.size() == 10 && value[4] == '-' && value[7] == '-';
    return !is_day && (digits >= 8 || std::count(folded.begin(), folded.end(), ' ') >= 2);
}

bool known(const Reading& reading) {
    return reading.state == ReadState::read || reading.state == ReadState::empty;
}

bool is_presence(const Reading& reading) { return reading.value == "present"; }

bool same(const Reading& a, const Reading& b) {
    return a.state == b.state && (a.value == b.value || fold_name(tidy(a.value)) == fold_name(tidy(b.value)));
}

// Words that were not read surely contradict nothing by a letter or two.
bool contradicts(const Reading& seen, const Reading& field) {
    if (same(field, seen)) return false;
    const auto is_field = [&](const Alternative& other) { return other.value == field.value; };
    if (seen.accepted) return true;
    if (std::any_of(seen.alternatives.begin(), seen.alternatives.end(), is_field)) return false;
    const auto written = fold_name(tidy(field.value));
    const bool words = code_points(written) < written.size();  // Arabic letters have two bytes
    return !words ||
           edit_distance(fold_name(tidy(seen.value)), written) * letters_a_doubt > code_points(written);
}

bool are_copies(const DocumentReading& a, const DocumentReading& b) {
    if (a.form.empty() || a.form != b.form || a.version != b.version) return false;
    if (from_fields(a.fields) == from_fields(b.fields)) return false;
    if (!a.case_id.empty() && !b.case_id.empty()) return a.case_id == b.case_id;
    return std::any_of(a.fields.begin(), a.fields.end(), [&](const Reading& one) {
        const auto* other = find(b.fields, one.key);
        return one.state == ReadState::read && other != nullptr && says_who(one.value) && same(one, *other);
    });
}

std::vector<Check> compared(const std::vector<Reading>& fields, const std::vector<Reading>& scan) {
    std::vector<Check> checks;
    std::size_t both = 0;
    for (const auto& field : fields) {
        const auto* seen = find(scan, field.key);
        if (seen == nullptr || !known(field) || !known(*seen) || is_presence(field) || is_presence(*seen))
            continue;
        if (field.state == ReadState::empty && seen->state == ReadState::empty) continue;
        ++both;
        if (!contradicts(*seen, field)) continue;
        checks.push_back({"copy.differs", field.key, seen->accepted ? Verdict::failed : Verdict::doubtful,
                          field.value + " | " + seen->value});
    }
    if (checks.empty() && both > 0)
        checks.push_back({"copy.agrees", "", Verdict::passed, std::to_string(both)});
    return checks;
}

}  // namespace

std::vector<Check> compare_copies(const DocumentReading& a, const DocumentReading& b) {
    if (!are_copies(a, b)) return {};
    return from_fields(a.fields) ? compared(a.fields, b.fields) : compared(b.fields, a.fields);
}

}  // namespace sanad::forms
