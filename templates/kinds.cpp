#include <algorithm>
#include <array>

#include "templates/template.h"

namespace sanad::templates {
namespace {

struct KindRow {
    Kind kind;
    std::string_view name;
    bool cells;
};

constexpr std::array<KindRow, 12> kinds{{
    {Kind::text, "text", false},
    {Kind::digits, "digits", true},
    {Kind::national_id, "national_id", true},
    {Kind::phone, "phone", true},
    {Kind::iban, "iban", true},
    {Kind::amount, "amount", true},
    {Kind::date, "date", true},
    {Kind::choice, "choice", false},
    {Kind::choices, "choices", false},
    {Kind::signature, "signature", false},
    {Kind::photo, "photo", false},
    {Kind::note, "note", false},
}};

const KindRow& row_of(Kind kind) {
    return *std::find_if(kinds.begin(), kinds.end(), [&](const KindRow& row) { return row.kind == kind; });
}

}  // namespace

std::string_view name_of(Kind kind) { return row_of(kind).name; }

std::optional<Kind> kind_of(std::string_view name) {
    for (const auto& row : kinds)
        if (row.name == name) return row.kind;
    return std::nullopt;
}

bool has_cells(Kind kind) { return row_of(kind).cells; }

double size_pt(TextRole role) {
    switch (role) {
        case TextRole::title:
            return 19;
        case TextRole::section:
            return 11;
        case TextRole::cell_prefix:
            return 12;
        case TextRole::label:
        case TextRole::paragraph:
            return 9.5;
        case TextRole::subtitle:
        case TextRole::option:
            return 9;
        case TextRole::hint:
        case TextRole::footer:
            return 8;
    }
    return 8;
}

const Field* Template::find(std::string_view key) const {
    for (const auto& field : fields)
        if (field.key == key) return &field;
    return nullptr;
}

const Area* Template::find_area(std::string_view key) const {
    for (const auto& area : areas)
        if (area.key == key) return &area;
    return nullptr;
}

}  // namespace sanad::templates
