#include "app/own_blank.h"

#include <algorithm>
#include <set>

#include "app/cell_digits.h"
#include "core/arabic.h"
#include "ocr/normalise.h"

namespace sanad::app {
namespace {

using pdf::FieldEntry;
using templates::Field;
using templates::Template;

constexpr double most = 0.6;  // of the paper's fields, for a form to be that paper's

using Names = std::set<std::string, std::less<>>;

std::string box_name(const Field& field, const templates::Option& option) {
    return field.key + "-" + option.key;
}

bool in_boxes(const Names& names, const Field& field) {
    return names.count(field.key) == 0 &&
           std::any_of(field.options.begin(), field.options.end(),
                       [&](const auto& option) { return names.count(box_name(field, option)) > 0; });
}

const Template* paper_of(const templates::Library& papers, const Names& names) {
    const Template* found = nullptr;
    double best = most;
    for (const auto& paper : papers.all()) {
        const auto there = std::count_if(paper.fields.begin(), paper.fields.end(), [&](const Field& field) {
            return names.count(field.key) > 0 || in_boxes(names, field);
        });
        const double share =
            static_cast<double>(there) / static_cast<double>(std::max<std::size_t>(paper.fields.size(), 1));
        if (share >= best) found = &paper, best = share;
    }
    return found;
}

std::string joined(const std::vector<std::string>& values) {
    std::string keys;
    for (const auto& value : values) keys += (keys.empty() ? "" : ",") + value;
    return keys;
}

// Nothing where a value is none of the options.
std::optional<std::vector<FieldEntry>> boxes(const Field& field, const FieldEntry& entry) {
    const auto keys = joined(entry.values);
    const auto normal = ocr::normalise(field, keys);
    if (entry.ticked || (!keys.empty() && !normal)) return std::nullopt;
    std::vector<FieldEntry> made;
    for (const auto& option : field.options) {
        const bool chosen =
            !keys.empty() && std::count(normal->values->begin(), normal->values->end(), option.key) > 0;
        made.push_back({box_name(field, option), {}, chosen});
    }
    return made;
}

// Digits alone are for the cells as they stand.
std::optional<std::string> in_cells(const Field& field, const std::string& value) {
    const auto digits = western_digits(value);
    if (std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const auto normal = ocr::normalise(field, value);
    if (!normal) return std::nullopt;
    Reading reading;
    reading.value = normal->value;
    reading.written = normal->written;
    const auto laid_out = digits_in_cells(field, reading);
    return laid_out.empty() ? std::nullopt : std::optional(laid_out);
}

}  // namespace

std::vector<FieldEntry> entries_on_paper(const templates::Library& papers, const pdf::ForeignForm& form,
                                         const std::vector<FieldEntry>& entries) {
    Names names;
    for (const auto& field : form.fields) names.insert(field.name);
    const auto* paper = paper_of(papers, names);
    if (paper == nullptr) return entries;
    std::vector<FieldEntry> made;
    for (auto entry : entries) {
        const auto* field = paper->find(entry.name);
        const auto ticks = field != nullptr && in_boxes(names, *field) ? boxes(*field, entry) : std::nullopt;
        if (ticks) {
            made.insert(made.end(), ticks->begin(), ticks->end());
            continue;
        }
        if (field != nullptr && templates::has_cells(field->kind) && entry.values.size() == 1)
            entry.values.front() = in_cells(*field, entry.values.front()).value_or(entry.values.front());
        made.push_back(std::move(entry));
    }
    return made;
}

}  // namespace sanad::app
