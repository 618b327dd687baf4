#include "ocr/digits_rules.h"

#include <array>

namespace sanad::ocr {
namespace {

// ISO/IEC 7812-1 Annex B over ten digits: every second digit from the first on is doubled. The state is the
// sum mod 10.
int step_national_id(int state, std::size_t position, int digit) {
    if (position == 0 && digit != 1 && digit != 2) return no_state;
    const int doubled = position % 2 == 0 ? 2 * digit - (digit > 4 ? 9 : 0) : digit;
    return (state + doubled) % 10;
}

bool is_zero(int state) { return state == 0; }
bool any_state(int) { return true; }

// ISO 13616 of "SAkk" + 20 digits moves the first four to the end: 20 digits, "2810" for SA, kk. The
// remainder mod 97 is a sum of digit times a power of ten, so the digits may come in the order they are
// written.
constexpr int power_of_ten_mod_97(std::size_t exponent) {
    int value = 1;
    for (std::size_t i = 0; i < exponent; ++i) value = value * 10 % 97;
    return value;
}

// State 0 is the remainder of the country's part, so that the machine starts there.
constexpr int country = 2810 * 100 % 97;

int step_iban(int state, std::size_t position, int digit) {
    const std::size_t exponent = position < 2 ? 1 - position : 6 + (21 - position);
    return (state + digit * power_of_ten_mod_97(exponent)) % 97;
}

bool accepts_iban(int state) { return (state + country) % 97 == 1; }

int step_phone(int state, std::size_t position, int digit) {
    if (position == 0 && digit != 0) return no_state;
    if (position == 1 && digit != 5) return no_state;
    return state;
}

// ddmmyyyy. After the first digit of a part the state says which values the second may have; 1 after the day
// means "the 31st", which no Hijri month has.
enum DateState { start, small, day_0, day_3, day_31, month_0, month_1, y1, y13, y15, y2, y20, y19, done };

int day_state(int state, std::size_t position, int digit) {
    if (position == 0) return digit == 0 ? day_0 : digit <= 2 ? small : digit == 3 ? day_3 : no_state;
    if (state == day_0) return digit > 0 ? start : no_state;
    if (state == day_3) return digit == 0 ? start : digit == 1 ? day_31 : no_state;
    return start;
}

// `late` says that the day is the 31st; it travels beside the date's own state.
int date_part(int state, std::size_t position, int digit, bool late) {
    switch (position) {
        case 2:
            return digit == 0 ? month_0 : digit == 1 ? month_1 : no_state;
        case 3:
            if (state == month_0) return digit > 0 ? start : no_state;
            return digit <= 2 ? start : no_state;
        case 4:
            return digit == 1 ? y1 : digit == 2 ? y2 : no_state;
        case 5:
            if (state == y2) return digit == 0 ? y20 : no_state;
            if (digit == 9) return y19;
            if (late) return no_state;
            return digit == 3 || digit == 4 ? y13 : digit == 5 ? y15 : no_state;
        case 6:
            if (state == y15) return digit == 0 ? y15 : no_state;
            return state;
        default:
            if (state == y15) return digit == 0 ? done : no_state;
            return done;
    }
}

int step_date(int state, std::size_t position, int digit) {
    constexpr int late = 16;
    if (position < 2) {
        const int next = day_state(state, position, digit);
        return next == day_31 ? late : next;
    }
    const int next = date_part(state % late, position, digit, state >= late);
    return next == no_state ? no_state : next + (state >= late ? late : 0);
}

const RuleMachine national_id{10, 10, step_national_id, is_zero, 0.2 * 0.1};
const RuleMachine iban{22, 97, step_iban, accepts_iban, 1.0 / 97};
const RuleMachine phone{10, 1, step_phone, any_state, 0.01};
const RuleMachine date{8, 32, step_date, any_state, 31 * 12 * 401e-8};

}  // namespace

const RuleMachine* machine_of(NumberRule rule) {
    switch (rule) {
        case NumberRule::national_id:
            return &national_id;
        case NumberRule::iban:
            return &iban;
        case NumberRule::phone:
            return &phone;
        case NumberRule::date_ddmmyyyy:
            return &date;
        case NumberRule::none:
            break;
    }
    return nullptr;
}

}  // namespace sanad::ocr
