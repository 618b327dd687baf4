// Somebody else's fillable form (AcroForm, ISO 32000-1, 12.7): what its fields are, and an update that fills
// them in Arabic. The pictures of the values are ours: joined, from right to left, with fonts of their own,
// so that no viewer has to draw them. Every byte that was there stays. Decisions 27 to 29. Foreign bytes: run
// in a worker process.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/geometry.h"

namespace sanad::pdf {

enum class ForeignKind { text, check, choice, choices, signature, button };

std::string_view name_of(ForeignKind kind);  // "text"

// Where a field, or one option of it, stands.
struct FieldPlace {
    int page = 0;  // 1-based; 0: on no page
    BoxMm box;     // on the page as it is shown, from its top-left corner
};

struct ForeignOption {
    std::string key;  // what the form's owner receives
    std::string label;
    FieldPlace place = {};  // of a button's option; page 0 where the options stand in one list
};

struct ForeignField {
    std::string name;  // fully qualified, parts joined by "."
    ForeignKind kind = ForeignKind::text;
    std::string tip = {};  // what a screen reader says
    std::vector<std::string> values = {};
    std::vector<ForeignOption> options = {};
    int max_length = 0;  // in characters; 0: any
    bool comb = false;
    bool multiline = false;
    bool editable = false;  // a choice that takes other words than its options
    bool required = false;
    bool read_only = false;
    bool locked = false;  // by a signature that is there already
    std::vector<FieldPlace> places = {};
};

struct ForeignForm {
    std::vector<ForeignField> fields;
    int signatures = 0;  // that are there already
};

// Throws as page_count() does, and Error(unsupported) with "fill.xfa" for an XFA form, Error(not_found) with
// "fill.no_form" where there is nothing to fill.
ForeignForm describe_form(std::string_view pdf);

// One value as it was given.
struct FieldEntry {
    std::string name;
    std::vector<std::string> values =
        {};                           // several only where the field takes several; none: empty the field
    std::optional<bool> ticked = {};  // true and false, of a check box
};

struct FilledForm {
    std::string pdf;                  // empty where no value could be placed
    std::vector<std::string> filled;  // names
    std::vector<Check> checks;        // what could not be placed or not as it was asked, by field
};

// A value that does not fit is not placed at all; nothing is cut. Throws as describe_form() does, and
// Error(conflict) with "fill.closed" for a document that was certified against any change, Error(unsupported)
// with "fill.needs_repair" for one that an update would make worse.
FilledForm fill_form(std::string_view pdf, const std::vector<FieldEntry>& entries);

}  // namespace sanad::pdf
