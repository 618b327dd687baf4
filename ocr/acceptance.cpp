#include "ocr/acceptance.h"

#include <array>

namespace sanad::ocr {
namespace {

using templates::Kind;

constexpr double never = 2;

// `share` is how much of the allowed error a kind may use. Numbers are calibrated kind by kind
// (ocr/digits_curve.h). `never` where what was measured does not bear acceptance out: docs/reading.md has the
// figures.
struct Row {
    Kind kind;
    double share;
};

constexpr std::array<Row, 12> rows = {{
    {Kind::text, never},  // single fields bear 0.999 out, whole pages not yet: decision 106
    {Kind::digits, 1},
    {Kind::national_id, 1},
    {Kind::phone, 1},
    {Kind::iban, 1},
    {Kind::amount, 1},
    {Kind::date, 1},
    {Kind::choice, 10},  // confidences of marks are of each page's ink, far from the limits where accepted
    {Kind::choices, 10},
    {Kind::signature, 1},
    {Kind::photo, 1},
    {Kind::note, 1},
}};

}  // namespace

double least_confidence(Kind kind, double silent_error) {
    for (const auto& row : rows)
        if (row.kind == kind) return row.share == never ? never : 1 - silent_error * row.share;
    return never;
}

double least_confidence_of_empty(double silent_error) { return 1 - 10 * silent_error; }

void settle_acceptance(Kind kind, double silent_error, Reading& reading) {
    reading.accepted =
        (reading.state == ReadState::read && reading.confidence >= least_confidence(kind, silent_error)) ||
        (reading.state == ReadState::empty && reading.confidence >= least_confidence_of_empty(silent_error));
}

}  // namespace sanad::ocr
