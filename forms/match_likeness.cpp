#include "forms/match_likeness.h"

#include <algorithm>
#include <array>

#include "core/arabic.h"

namespace sanad::forms {
namespace {

bool exactly(std::string_view a, std::string_view b) { return a == b; }

bool as_names(std::string_view a, std::string_view b) { return name_similarity(a, b) >= same_name; }

constexpr std::size_t longest_place = 400;  // bytes; a longer one is compared letter by letter no more

// Names of places and streets: spelt alike but for one letter in six.
bool as_places(std::string_view a, std::string_view b) {
    const std::string one = fold_name(a.substr(0, longest_place)),
                      other = fold_name(b.substr(0, longest_place));
    if (one == other) return true;
    const std::size_t letters = std::max(code_points(one), code_points(other));
    return edit_distance(one, other) * 6 <= letters;
}

bool as_numbers(std::string_view a, std::string_view b) {
    const auto plain = [](std::string_view number) {  // 4500.50 and 4500.5, 03 and 3
        while (number.size() > 1 && number[0] == '0' && number[1] != '.') number.remove_prefix(1);
        if (number.find('.') != std::string_view::npos) {
            while (!number.empty() && number.back() == '0') number.remove_suffix(1);
            if (!number.empty() && number.back() == '.') number.remove_suffix(1);
        }
        return number;
    };
    return plain(a) == plain(b);
}

constexpr std::array<Compared, 10> fields{{
    {"national_id", exactly, Verdict::doubtful},
    {"full_name", as_names, Verdict::doubtful},
    {"birth_date", exactly, Verdict::doubtful},
    {"iban", exactly, Verdict::doubtful},
    {"phone", exactly, Verdict::noted},
    {"nationality", as_places, Verdict::noted},
    {"city", as_places, Verdict::noted},
    {"district", as_places, Verdict::noted},
    {"address", as_places, Verdict::noted},
    {"dependants", as_numbers, Verdict::noted},
}};

}  // namespace

bool one_slip_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1 || a == b) return false;
    const auto start = std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin();
    a.remove_prefix(static_cast<std::size_t>(start));
    b.remove_prefix(static_cast<std::size_t>(start));
    if (a.size() < b.size()) return a == b.substr(1);
    if (a.substr(1) == b.substr(1)) return true;
    return a.size() > 1 && a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2);
}

const Compared* compared(std::string_view key) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Compared& one) { return one.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

}  // namespace sanad::forms
