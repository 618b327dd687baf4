#include "app/cell_digits.h"

#include <algorithm>

namespace sanad::app {

std::string digits_in_cells(const templates::Field& field, const Reading& reading) {
    std::string from = reading.value;
    if (field.kind == templates::Kind::date) {
        if (reading.written.size() != 10) return {};
        from = reading.written.substr(8) + reading.written.substr(5, 2) + reading.written.substr(0, 4);
    }
    if (from.starts_with(field.prefix)) from.erase(0, field.prefix.size());
    const bool only_digits =
        std::all_of(from.begin(), from.end(), [](char c) { return c >= '0' && c <= '9'; });
    return only_digits && templates::has_cells(field.kind) ? from : std::string{};
}

}  // namespace sanad::app
