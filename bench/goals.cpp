#include "bench/goals.h"

#include "templates/template.h"

namespace sanad::bench {
namespace {

bool number(const FieldOutcome& field) {
    const auto kind = templates::kind_of(field.kind);
    return kind && templates::has_cells(*kind);
}
bool typed_number(const FieldOutcome& field) {
    return field.plain() && number(field) && field.written == Written::typed;
}
bool hand_number(const FieldOutcome& field) {
    return field.plain() && number(field) && field.written != Written::typed;
}
bool text(const FieldOutcome& field) { return field.plain() && field.kind == "text"; }
bool name(const FieldOutcome& field) {
    return text(field) && (field.key == "full_name" || field.key == "employee");
}
bool marks(const FieldOutcome& field) { return field.kind == "choice" || field.kind == "choices"; }
bool whole(const FieldOutcome& field) { return field.group != "incomplete"; }
bool at_200_to_300(const FieldOutcome& field) { return field.use == Use::ordinary || field.use == Use::hurt; }

}  // namespace

const std::vector<Goal>& goals() {
    using F = FieldOutcome;
    static const std::vector<Goal> all{
        {"printed digits, 200-300 dpi, undamaged",
         [](const F& f) { return typed_number(f) && f.use == Use::ordinary; }, 99, 0, 85},
        {"printed digits, 200-300 dpi, all", [](const F& f) { return typed_number(f) && at_200_to_300(f); }},
        {"printed digits, fax", [](const F& f) { return typed_number(f) && f.use == Use::fax; }, 90},
        {"names, 200-300 dpi, undamaged", [](const F& f) { return name(f) && f.use == Use::ordinary; }, 92},
        {"names, 200-300 dpi, all", [](const F& f) { return name(f) && at_200_to_300(f); }},
        {"printed text, 200-300 dpi, undamaged", [](const F& f) { return text(f) && f.use == Use::ordinary; },
         0, 2.5},
        {"printed text, 200-300 dpi, all", [](const F& f) { return text(f) && at_200_to_300(f); }},
        {"printed, 200-300 dpi, undamaged",
         [](const F& f) { return (typed_number(f) || text(f)) && f.use == Use::ordinary; }, 0, 0, 85},
        {"printed, 200-300 dpi, all",
         [](const F& f) { return (typed_number(f) || text(f)) && at_200_to_300(f); }},
        {"handwritten digits, 200-300 dpi, undamaged",
         [](const F& f) { return hand_number(f) && f.use == Use::ordinary; }, 0, 0, 50},
        {"handwritten digits, 200-300 dpi, all",
         [](const F& f) { return hand_number(f) && at_200_to_300(f); }},
        {"choices, 200-300 dpi, undamaged",
         [](const F& f) { return marks(f) && !f.hidden && f.use == Use::ordinary; }, 99.5, 0, 85},
        {"choices, whole sheets of every quality", [](const F& f) { return marks(f) && whole(f); }, 99.5},
        {"signature there or not, whole sheets", [](const F& f) { return f.kind == "signature" && whole(f); },
         99.5},
        {"not wholly in the picture", [](const F& f) { return f.hidden; }, 99.9},
        {"every field of every quality", [](const F&) { return true; }, 0, 0, 0, 0.1},
    };
    return all;
}

bool met(const Goal& goal, const Sum& sum) {
    if (sum.fields == 0) return true;
    return (goal.least_exact == 0 || sum.exact_percent() >= goal.least_exact) &&
           (goal.most_error_rate == 0 || sum.error_rate_percent() <= goal.most_error_rate) &&
           (goal.least_accepted == 0 || sum.accepted_percent() >= goal.least_accepted) &&
           (goal.most_wrong == 0 || sum.wrong_percent() <= goal.most_wrong);
}

}  // namespace sanad::bench
