// What a revision changed in the structure tree. Programs that sign a tagged document put an element for the
// new field into it (ISO 32000-2, 14.7.5.3): such elements may come, everything else stays.
#include <algorithm>

#include "pdf/revisions_comparison.h"

namespace sanad::pdf {
namespace {

// What an element for a signature field may have; texts that are read aloud are not among it.
const Keys element_entries = {"Type", "S", "P", "Pg", "K"};
const Keys tree_roles = {"K", "ParentTree", "ParentTreeNextKey"};

bool same_reference(const Value& a, const Value& b) {
    return a.is(Value::Kind::reference) && b.is(Value::Kind::reference) && a.integer == b.integer;
}

}  // namespace

void Comparison::structure(const Value& old_item, const Value& new_item) {
    if (!differs(old_item, new_item)) return;
    const Value& old_tree = store_.resolve(old_item, before_);
    const Value& new_tree = store_.resolve(new_item, after_);
    const bool grown = old_tree.is(Value::Kind::dictionary) && new_tree.is(Value::Kind::dictionary) &&
                       same_reference(old_item, new_item) &&
                       tree_.equal_entries(old_tree, new_tree, tree_roles, "Root/StructTreeRoot") &&
                       new_tree.at("ParentTreeNextKey").integer >= old_tree.at("ParentTreeNextKey").integer &&
                       grown_kids(new_item, old_tree, new_tree, 0) &&
                       grown_parents(old_tree.at("ParentTree"), new_tree.at("ParentTree"));
    if (grown) return;
    DeepEquality whole(store_, landmarks_, touched_, before_, after_);  // which names the place
    whole.equal(old_item, new_item, "Root/StructTreeRoot");
    record(ChangeKind::other, "", whole.take_difference());
}

std::vector<const Value*> Comparison::kids_of(const Value& element, int revision) {
    const Value& kids = store_.entry(element, "K", revision);
    if (kids.is(Value::Kind::null)) return {};
    if (!kids.is(Value::Kind::array)) return {&element.at("K")};
    std::vector<const Value*> made;
    for (const auto& kid : kids.items) made.push_back(&kid);
    return made;
}

// Those that were there stand first, in their order; behind them stand elements of new signature fields.
bool Comparison::grown_kids(const Value& holder, const Value& old_element, const Value& new_element,
                            int depth) {
    const auto old_kids = kids_of(old_element, before_);
    const auto new_kids = kids_of(new_element, after_);
    if (depth > deepest_tree || new_kids.size() < old_kids.size()) return false;
    for (std::size_t i = 0; i < old_kids.size(); ++i) {
        if (same_reference(*old_kids[i], *new_kids[i])) {
            if (!grown_element(*new_kids[i], depth + 1)) return false;
        } else if (old_kids[i]->is(Value::Kind::reference) || new_kids[i]->is(Value::Kind::reference) ||
                   !tree_.equal(*old_kids[i], *new_kids[i], "Root/StructTreeRoot")) {
            return false;
        }
    }
    for (auto i = old_kids.size(); i < new_kids.size(); ++i)
        if (!element_of_signature(*new_kids[i], holder)) return false;
    return true;
}

bool Comparison::grown_element(const Value& reference, int depth) {
    if (untouched(reference)) return true;
    const Value& old_element = store_.resolve(reference, before_);
    const Value& new_element = store_.resolve(reference, after_);
    if (!old_element.is(Value::Kind::dictionary) || !new_element.is(Value::Kind::dictionary)) return false;
    // The way up is compared by its number: what is above is looked at from there.
    const Value& old_parent = old_element.at("P");
    const Value& new_parent = new_element.at("P");
    const bool nowhere = old_parent.is(Value::Kind::null) && new_parent.is(Value::Kind::null);
    return (nowhere || same_reference(old_parent, new_parent)) &&
           tree_.equal_entries(old_element, new_element, {"K", "P"}, "Root/StructTreeRoot") &&
           grown_kids(reference, old_element, new_element, depth);
}

bool Comparison::element_of_signature(const Value& item, const Value& holder) {
    if (!item.is(Value::Kind::reference)) return false;
    const auto number = static_cast<int>(item.integer);
    const Value& element = store_.resolve(item, after_);
    if (store_.place(number, before_).kind != ObjectPlace::Kind::none || element.repeated_key ||
        !store_.entry(element, "S", after_).is_name("Form") || !same_reference(element.at("P"), holder))
        return false;
    for (const auto& [key, value] : element.entries)
        if (element_entries.count(key) == 0) return false;
    const auto kids = kids_of(element, after_);
    if (kids.size() != 1) return false;
    const Value& object = store_.resolve(*kids[0], after_);
    const Value& widget = object.at("Obj");
    const FormNode* node =
        widget.is(Value::Kind::reference) ? new_node(static_cast<int>(widget.integer)) : nullptr;
    if (!object.at("Type").is_name("OBJR") || node == nullptr || node->type != "Sig") return false;
    if (old_node(node->key) != nullptr && signed_.count(node->unit) == 0) return false;
    new_elements_.insert(number);
    return true;
}

// The number tree from the contents back to their elements (7.9.7, 14.7.5.4).
bool Comparison::read_parents(const Value& item, int revision, int depth, Parents& into) {
    const Value& node = store_.resolve(item, revision);
    if (depth > deepest_tree) return false;
    const auto& numbers = store_.entry(node, "Nums", revision).items;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        if (!into.emplace(store_.resolve(numbers[i], revision).integer, &numbers[i + 1]).second) return false;
    for (const auto& kid : store_.entry(node, "Kids", revision).items)
        if (!read_parents(kid, revision, depth + 1, into)) return false;
    return true;
}

bool Comparison::grown_parents(const Value& old_item, const Value& new_item) {
    Parents old_parents;
    Parents new_parents;
    if (!read_parents(old_item, before_, 0, old_parents) || !read_parents(new_item, after_, 0, new_parents))
        return false;
    // Elements were compared above, so here a number is enough.
    const auto same = [&](const Value& a, const Value& b) {
        if (same_reference(a, b) && !store_.resolve(a, before_).is(Value::Kind::array)) return true;
        const auto& old_list = store_.resolve(a, before_).items;
        const auto& new_list = store_.resolve(b, after_).items;
        return !old_list.empty() &&
               std::equal(old_list.begin(), old_list.end(), new_list.begin(), new_list.end(),
                          [](const Value& x, const Value& y) {
                              return x.kind == y.kind && x.integer == y.integer &&
                                     (x.is(Value::Kind::reference) || x.is(Value::Kind::null));
                          });
    };
    for (const auto& [key, value] : old_parents) {
        const auto found = new_parents.find(key);
        if (found == new_parents.end() || !same(*value, *found->second)) return false;
        new_parents.erase(found);
    }
    return std::all_of(new_parents.begin(), new_parents.end(), [&](const auto& entry) {
        return entry.second->is(Value::Kind::reference) &&
               new_elements_.count(static_cast<int>(entry.second->integer)) == 1;
    });
}

}  // namespace sanad::pdf
