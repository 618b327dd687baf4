#include "ocr/acceptance.h"

#include <array>

namespace sanad::ocr {
namespace {

using templates::Kind;

constexpr double never = -1;

// `share` is how much of the allowed error the last accepted reading of a kind may carry. Of numbers it is
// from where on, of all that is accepted, at most half of the allowed error is wrong, on numbers that fitted
// nothing (decision 47: the last columns of `sanad-train-digits --check`), and never more than ten; where
// these numbers allow much more than the pages of the stand were asked, less. `never` where what was measured
// does not bear acceptance out: docs/reading.md has the figures.
struct Row {
    Kind kind;
    double written, printed;
};

constexpr std::array<Row, 12> rows = {{
    {Kind::text, 5, 5},  // decision 107
    {Kind::digits, 1, 6},
    {Kind::national_id, 8.5, 10},
    {Kind::phone, 1, 6},
    {Kind::iban, 1, 7},
    {Kind::amount, 1, 6},
    {Kind::date, 1, 4},
    {Kind::choice, 10,
     10},  // confidences of marks are of each page's ink, far from the limits where accepted
    {Kind::choices, 10, 10},
    {Kind::signature, 1, 1},
    {Kind::photo, 1, 1},
    {Kind::note, 1, 1},
}};

}  // namespace

double least_confidence(Kind kind, bool printed, double silent_error) {
    for (const auto& row : rows) {
        const double share = printed ? row.printed : row.written;
        if (row.kind == kind) return share == never ? 2 : 1 - silent_error * share;
    }
    return 2;
}

double least_confidence_of_empty(double silent_error) { return 1 - 10 * silent_error; }

void settle_acceptance(Kind kind, double silent_error, Reading& reading, bool printed) {
    reading.accepted =
        (reading.state == ReadState::read &&
         reading.confidence >= least_confidence(kind, printed, silent_error)) ||
        (reading.state == ReadState::empty && reading.confidence >= least_confidence_of_empty(silent_error));
}

}  // namespace sanad::ocr
