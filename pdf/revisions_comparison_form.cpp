// What a revision changed in the form: fields filled, signed, added, repainted.
#include <algorithm>

#include "pdf/revisions_comparison.h"
#include "pdf/revisions_stream.h"

namespace sanad::pdf {
namespace {

// What filling or signing a field may change in it and in its widgets, besides the value.
const Keys filled_entries = {"V", "Kids", "AP", "AS", "M", "RV", "I", "TI"};
const Keys signed_entries = {"V", "Kids", "AP", "AS", "M", "F", "Lock"};
const Keys untouched_entries = {"V", "Kids"};

constexpr std::size_t largest_empty = 4096;

// White space and comments.
bool draws_nothing(const std::string& content) {
    bool comment = false;
    for (const char byte : content) {
        if (byte == '%') comment = true;
        if (byte == '\n' || byte == '\r') comment = false;
        if (!comment && !is_space(byte)) return false;
    }
    return true;
}

}  // namespace

void Comparison::form() {
    const auto old_fields = fields_to_compare();
    for (const auto* node : old_fields) field_value(*node);
    const auto& now = layouts_.after.form.nodes;
    for (auto i = layouts_.carried() ? layouts_.old_fields : 0; i < now.size(); ++i)
        if (old_node(now[i].key) == nullptr) added_field(now[i]);
    for (const auto* node : old_fields)
        if (!untouched(*node)) field_entries(*node);
    form_dictionary();
}

// All of them; of a form that was carried on, the touched ones, because none was moved or renamed.
std::vector<const FormNode*> Comparison::fields_to_compare() const {
    std::vector<const FormNode*> made;
    if (!layouts_.carried()) {
        for (const auto& node : layouts_.before.form.nodes) made.push_back(&node);
        return made;
    }
    for (const int number : touched_)
        if (const auto* node = old_node(number)) made.push_back(node);
    std::sort(made.begin(), made.end());
    return made;
}

const FormNode* Comparison::old_node(int key) const {
    const auto found = layouts_.before.at.find(key);
    const bool there = found != layouts_.before.at.end() && found->second < layouts_.old_fields;
    return there ? &layouts_.before.form.nodes[found->second] : nullptr;
}

const FormNode* Comparison::new_node(int key) const {
    const auto found = layouts_.after.at.find(key);
    return found == layouts_.after.at.end() ? nullptr : &layouts_.after.form.nodes[found->second];
}

const Value& Comparison::value(const FormNode& node, int revision) {
    return node.key > 0 ? store_.resolve(store_.object(node.key, revision), revision) : *node.value;
}

void Comparison::field_value(const FormNode& old_node) {
    const FormNode* found = this->new_node(old_node.key);
    if (found == nullptr) return record(ChangeKind::other, old_node.name, "field removed");
    const FormNode& new_node = *found;
    if (old_node.name != new_node.name || old_node.type != new_node.type ||
        old_node.parent != new_node.parent)
        return record(ChangeKind::other, old_node.name, "field renamed or moved");
    if (untouched(old_node)) return;
    const Value& old_written = value(old_node, before_).at("V");
    const Value& new_written = value(new_node, after_).at("V");
    const Value& old_value = store_.resolve(old_written, before_);
    const Value& new_value = store_.resolve(new_written, after_);
    if (old_node.type != "Sig") {
        if (!differs(old_written, new_written)) return;
        filled_.insert(old_node.unit);
        if (is_closed(old_node)) record(ChangeKind::other, old_node.name, "a read-only field filled");
        record(ChangeKind::field_filled, old_node.name, "form");
    } else if (old_value.is(Value::Kind::null) && new_value.has_entries()) {
        signed_.insert(old_node.unit);
        record_signature(old_node.name, new_value);
    } else {
        if (!fields_.equal(old_written, new_written, "form/" + old_node.name + "/V"))
            record(ChangeKind::other, "", fields_.take_difference());
    }
}

void Comparison::record_signature(const std::string& name, const Value& dictionary) {
    const bool stamp = store_.entry(dictionary, "Type", after_).is_name("DocTimeStamp");
    record(stamp ? ChangeKind::timestamp_added : ChangeKind::signature_added, name, "form");
}

void Comparison::added_field(const FormNode& node) {
    if (node.type != "Sig") return record(ChangeKind::other, node.name, "field added");
    const bool widget_of_old_field = node.key != node.unit && old_node(node.unit) != nullptr;
    if (widget_of_old_field && signed_.count(node.unit) == 0)
        return record(ChangeKind::other, node.name, "widget added");
    if (node.key != node.unit) return;
    const Value& signature = store_.entry(value(node, after_), "V", after_);
    if (acts(node)) record(ChangeKind::other, node.name, "a signature field that acts");
    if (store_.entry(signature, "Type", after_).is_name("DocTimeStamp") && shows_something(node))
        record(ChangeKind::other, node.name, "a time stamp that shows something");
    if (signature.has_entries()) {
        signed_.insert(node.unit);
        record_signature(node.name, signature);
    } else if (shows_something(node)) {
        record(ChangeKind::other, node.name, "an empty signature field that shows something");
    } else {
        record(ChangeKind::signature_field_added, node.name, "form");
    }
}

bool Comparison::acts(const FormNode& node) {
    const auto& nodes = layouts_.after.form.nodes;
    return std::any_of(nodes.data() + layouts_.after.at.at(node.key), nodes.data() + nodes.size(),
                       [&](const FormNode& other) {
                           const Value& entries = value(other, after_);
                           return other.unit == node.key &&
                                  (entries.entries.count("A") == 1 || entries.entries.count("AA") == 1);
                       });
}

// Read-only, itself or from above, and nothing that a document's own sums fill.
bool Comparison::is_closed(const FormNode& node) {
    const FormNode* at = &node;
    for (int up = 0; at != nullptr && up < deepest_tree; ++up, at = old_node(at->parent)) {
        const Value& entries = value(*at, before_);
        if (store_.entry(entries, "AA", before_).entries.count("C") == 1) return false;
        if (const Value& flags = store_.entry(entries, "Ff", before_); flags.is_integer)
            return (flags.integer & 1) == 1;
    }
    return false;
}

// An unsigned field with an appearance is a picture that nobody answers for.
bool Comparison::shows_something(const FormNode& node) {
    // What belongs to a field stands behind it.
    return std::any_of(layouts_.after.form.nodes.data() + layouts_.after.at.at(node.key),
                       layouts_.after.form.nodes.data() + layouts_.after.form.nodes.size(),
                       [&](const FormNode& other) { return other.unit == node.key && paints(other); });
}

// Real time stamps come with an appearance that is there and draws nothing. What cannot be read may draw.
bool Comparison::paints(const FormNode& widget) {
    const Value& normal = store_.entry(store_.entry(value(widget, after_), "AP", after_), "N", after_);
    if (!normal.is(Value::Kind::stream)) return normal.has_entries();
    if (normal.entries.count("F") == 1) return true;  // its bytes stand in another file
    if (normal.data_end == normal.data_begin) return false;
    const auto drawn = decode_stream(store_.pdf(), normal, largest_empty);
    return !drawn || !draws_nothing(*drawn);
}

void Comparison::field_entries(const FormNode& old_node) {
    const FormNode* found = new_node(old_node.key);
    if (found == nullptr) return;
    const Value& old_value = value(old_node, before_);
    const Value& new_value = value(*found, after_);
    Keys except = signed_.count(old_node.unit) == 1   ? signed_entries
                  : filled_.count(old_node.unit) == 1 ? filled_entries
                                                      : untouched_entries;
    // The looks of a box to tick are chosen from, not made; a lock that is there is the document's.
    if (old_node.type == "Btn" && old_value.entries.count("AP") == 1) except.erase("AP");
    if (old_value.entries.count("Lock") == 1) except.erase("Lock");
    if (!signed_.empty() && became_read_only(old_value, new_value)) except.insert("Ff");
    if (!fields_.equal_entries(old_value, new_value, except, "form/" + old_node.name))
        record(ChangeKind::other, "", fields_.take_difference());
    if (except != untouched_entries) repainted_.push_back(&old_node);
}

// An appearance that a field may change must be the field's own: what the rest of the document also uses
// would be changed, or be exchanged later, under the name of a form that is filled.
void Comparison::shared_appearances() {
    if (repainted_.empty()) return;
    const auto is_field = [this](int number) { return old_node(number) != nullptr; };
    for (const FormNode* node : repainted_) {
        std::vector<const Value*> ways = {&value(*node, before_).at("AP")};
        for (const auto& [state, item] : store_.resolve(*ways[0], before_).entries) {
            ways.push_back(&item);
            const Value& states = store_.resolve(item, before_);
            if (!states.is(Value::Kind::dictionary)) continue;
            for (const auto& [name, stream] : states.entries) ways.push_back(&stream);
        }
        if (std::any_of(ways.begin(), ways.end(), [&](const Value* way) {
                return way->is(Value::Kind::reference) &&
                       graph_.used_elsewhere(static_cast<int>(way->integer), before_, landmarks_, is_field);
            }))
            record(ChangeKind::other, node->name, "an appearance that is used elsewhere too");
    }
}

// A signer that locks a field may also mark it read-only, and nothing more.
bool Comparison::became_read_only(const Value& old_value, const Value& new_value) {
    return new_value.at("Ff").is_integer && (old_value.at("Ff").integer | 1) == new_value.at("Ff").integer;
}

void Comparison::form_dictionary() {
    const Value* now = layouts_.after.form.dictionary;
    if (now == nullptr) {
        if (layouts_.old_form != nullptr) record(ChangeKind::other, "", "AcroForm removed");
        return;
    }
    static const Value none;
    const Value& old_form = layouts_.old_form == nullptr ? none : *layouts_.old_form;
    Keys except = {"Fields", "SigFlags", "NeedAppearances", "DR"};
    if (old_form.entries.count("DA") == 0) except.insert("DA");
    require_entries(old_form, *now, except, "AcroForm");
    // Readers would draw anew what nobody filled, from values that nobody saw.
    const auto asks = [this](const Value& form, int revision) {
        return store_.entry(form, "NeedAppearances", revision).text == "true";
    };
    if (filled_.empty() && asks(*now, after_) && !asks(old_form, before_))
        record(ChangeKind::other, "", "AcroForm/NeedAppearances");
    resources(store_.entry(old_form, "DR", before_), store_.entry(*now, "DR", after_));
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
