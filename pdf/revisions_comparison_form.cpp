// What a revision changed in the form: fields filled, signed, added, repainted.
#include <algorithm>

#include "pdf/revisions_comparison.h"

namespace sanad::pdf {
namespace {

// What filling or signing a field may change in it and in its widgets, besides the value.
const Keys filled_entries = {"V", "Kids", "AP", "AS", "M", "RV", "I", "TI"};
const Keys signed_entries = {"V", "Kids", "AP", "AS", "M", "F", "Lock"};
const Keys untouched_entries = {"V", "Kids"};

}  // namespace

void Comparison::form() {
    for (const auto& node : old_form_.nodes) old_nodes_[node.key] = &node;
    for (const auto& node : new_form_.nodes) new_nodes_[node.key] = &node;
    for (const auto& node : old_form_.nodes) field_value(node);
    for (const auto& node : new_form_.nodes)
        if (old_nodes_.count(node.key) == 0) added_field(node);
    for (const auto& node : old_form_.nodes)
        if (!untouched(node)) field_entries(node);
    form_dictionary();
}

void Comparison::field_value(const FormNode& old_node) {
    const auto found = new_nodes_.find(old_node.key);
    if (found == new_nodes_.end()) return record(ChangeKind::other, old_node.name, "field removed");
    const FormNode& new_node = *found->second;
    if (old_node.name != new_node.name || old_node.type != new_node.type ||
        old_node.parent != new_node.parent)
        return record(ChangeKind::other, old_node.name, "field renamed or moved");
    if (untouched(old_node)) return;
    const Value& old_value = store_.entry(*old_node.value, "V", before_);
    const Value& new_value = store_.entry(*new_node.value, "V", after_);
    if (old_node.type != "Sig") {
        if (!differs(old_node.value->at("V"), new_node.value->at("V"))) return;
        filled_.insert(old_node.unit);
        record(ChangeKind::field_filled, old_node.name, "form");
    } else if (old_value.is(Value::Kind::null) && new_value.has_entries()) {
        signed_.insert(old_node.unit);
        record_signature(old_node.name, new_value);
    } else {
        if (!fields_.equal(old_node.value->at("V"), new_node.value->at("V"), "form/" + old_node.name + "/V"))
            record(ChangeKind::other, "", fields_.take_difference());
    }
}

void Comparison::record_signature(const std::string& name, const Value& dictionary) {
    const bool stamp = store_.entry(dictionary, "Type", after_).is_name("DocTimeStamp");
    record(stamp ? ChangeKind::timestamp_added : ChangeKind::signature_added, name, "form");
}

void Comparison::added_field(const FormNode& node) {
    if (node.type != "Sig") return record(ChangeKind::other, node.name, "field added");
    const bool widget_of_old_field = node.key != node.unit && old_nodes_.count(node.unit) == 1;
    if (widget_of_old_field && signed_.count(node.unit) == 0)
        return record(ChangeKind::other, node.name, "widget added");
    if (node.key != node.unit) return;
    const Value& value = store_.entry(*node.value, "V", after_);
    if (value.has_entries()) {
        signed_.insert(node.unit);
        record_signature(node.name, value);
    } else if (shows_something(node)) {
        record(ChangeKind::other, node.name, "an empty signature field that shows something");
    } else {
        record(ChangeKind::signature_field_added, node.name, "form");
    }
}

// An unsigned field with an appearance is a picture that nobody answers for.
bool Comparison::shows_something(const FormNode& node) {
    const auto paints = [&](const FormNode& widget) {
        const Value& normal = store_.entry(store_.entry(*widget.value, "AP", after_), "N", after_);
        if (normal.is(Value::Kind::stream)) return normal.data_end > normal.data_begin;
        return normal.has_entries();
    };
    return std::any_of(new_form_.nodes.begin(), new_form_.nodes.end(),
                       [&](const FormNode& other) { return other.unit == node.key && paints(other); });
}

void Comparison::field_entries(const FormNode& old_node) {
    const auto found = new_nodes_.find(old_node.key);
    if (found == new_nodes_.end()) return;
    const Value& old_value = *old_node.value;
    const Value& new_value = *found->second->value;
    Keys except = signed_.count(old_node.unit) == 1   ? signed_entries
                  : filled_.count(old_node.unit) == 1 ? filled_entries
                                                      : untouched_entries;
    if (!signed_.empty() && became_read_only(old_value, new_value)) except.insert("Ff");
    if (!fields_.equal_entries(old_value, new_value, except, "form/" + old_node.name))
        record(ChangeKind::other, "", fields_.take_difference());
    if (except != untouched_entries) repainted_.push_back(&old_node);
}

// An appearance that a field may change must be the field's own: what the rest of the document also uses
// would be changed, or be exchanged later, under the name of a form that is filled.
void Comparison::shared_appearances() {
    if (repainted_.empty()) return;
    Landmarks fields;
    for (const auto& node : old_form_.nodes) fields.insert(node.key);
    for (const FormNode* node : repainted_) {
        std::vector<const Value*> ways = {&node->value->at("AP")};
        for (const auto& [state, item] : store_.resolve(*ways[0], before_).entries) {
            ways.push_back(&item);
            const Value& states = store_.resolve(item, before_);
            if (!states.is(Value::Kind::dictionary)) continue;
            for (const auto& [name, stream] : states.entries) ways.push_back(&stream);
        }
        if (std::any_of(ways.begin(), ways.end(), [&](const Value* way) {
                return way->is(Value::Kind::reference) &&
                       graph_.used_elsewhere(static_cast<int>(way->integer), before_, landmarks_, fields);
            }))
            record(ChangeKind::other, node->name, "an appearance that is used elsewhere too");
    }
}

// A signer that locks a field may also mark it read-only, and nothing more.
bool Comparison::became_read_only(const Value& old_value, const Value& new_value) {
    return new_value.at("Ff").is_integer && (old_value.at("Ff").integer | 1) == new_value.at("Ff").integer;
}

void Comparison::form_dictionary() {
    if (new_form_.dictionary == nullptr) {
        if (old_form_.dictionary != nullptr) record(ChangeKind::other, "", "AcroForm removed");
        return;
    }
    static const Value none;
    const Value& old_form = old_form_.dictionary == nullptr ? none : *old_form_.dictionary;
    Keys except = {"Fields", "SigFlags", "NeedAppearances", "DR"};
    if (old_form.entries.count("DA") == 0) except.insert("DA");
    require_entries(old_form, *new_form_.dictionary, except, "AcroForm");
    resources(store_.entry(old_form, "DR", before_), store_.entry(*new_form_.dictionary, "DR", after_));
}

// Filling a form may add fonts; what was there stays what it was.
void Comparison::resources(const Value& old_resources, const Value& new_resources) {
    for (const auto& [category, old_item] : old_resources.entries) {
        const Value& old_names = store_.resolve(old_item, before_);
        const Value& new_names = store_.entry(new_resources, category, after_);
        if (!old_names.has_entries()) {
            require(old_names, new_names, "AcroForm/DR/" + category);
            continue;
        }
        for (const auto& [name, value] : old_names.entries)
            require(value, new_names.at(name), "AcroForm/DR/" + category + "/" + name);
    }
}

}  // namespace sanad::pdf
