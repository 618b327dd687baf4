// A layout carried on from one revision to the next.
#include <algorithm>
#include <initializer_list>

#include "pdf/revisions_layout.h"

namespace sanad::pdf {
namespace {

// As they stand, no reference followed.
bool same_text(const Value& a, const Value& b) {
    return a.kind == b.kind && a.text == b.text && a.integer == b.integer &&
           std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), same_text) &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                      [](const auto& x, const auto& y) {
                          return x.first == y.first && same_text(x.second, y.second);
                      });
}

bool same_entries(const Value& a, const Value& b, std::initializer_list<const char*> keys) {
    return std::all_of(keys.begin(), keys.end(),
                       [&](const char* key) { return same_text(a.at(key), b.at(key)); });
}

class Carrying {
public:
    Carrying(Layout& layout, ObjectStore& store, int revision)
        : layout_(layout), store_(store), revision_(revision) {}

    bool run(const Value& root, const std::vector<int>& moved) {
        for (const int number : moved) {
            const auto role = layout_.roles.find(number);
            if (role == layout_.roles.end()) continue;
            if (!holds(role->second, store_.object(number, revision_ - 1), store_.object(number, revision_)))
                return false;
        }
        layout_.catalog = &store_.resolve(root, revision_);
        const Value& dictionary = store_.entry(*layout_.catalog, "AcroForm", revision_);
        layout_.form.dictionary = dictionary.has_entries() ? &dictionary : nullptr;
        return add_annotations() && add_fields();
    }

private:
    // Whether the new object leaves what the layout was read from as it was.
    bool holds(LayoutRole role, const Value& before, const Value& now) {
        if (role == LayoutRole::part) return false;
        const bool list = role == LayoutRole::form_list || role == LayoutRole::annotation_list;
        const auto kind = list ? Value::Kind::array : Value::Kind::dictionary;
        if (!before.is(kind) || !now.is(kind)) return false;
        switch (role) {
            case LayoutRole::catalog:
                return same_entries(before, now, {"Pages"}) &&
                       form(before.at("AcroForm"), now.at("AcroForm"));
            case LayoutRole::form_dictionary:
                return longer(before.at("Fields"), now.at("Fields"), fields_);
            case LayoutRole::form_list:
                return longer(before, now, fields_);
            case LayoutRole::field:
                return same_entries(before, now, {"FT", "T", "Kids"});
            case LayoutRole::page:
                return same_entries(before, now, {"Kids"}) &&
                       longer(before.at("Annots"), now.at("Annots"), annotations_);
            case LayoutRole::annotation_list:
                return longer(before, now, annotations_);
            case LayoutRole::annotation:
            case LayoutRole::part:
                break;
        }
        return role == LayoutRole::annotation;
    }

    bool form(const Value& before, const Value& now) {
        if (before.kind != now.kind) return false;
        if (before.is(Value::Kind::dictionary)) return longer(before.at("Fields"), now.at("Fields"), fields_);
        return same_text(before, now);
    }

    static bool longer(const Value& before, const Value& now, std::vector<const Value*>& added) {
        if (!before.is(Value::Kind::array) || !now.is(Value::Kind::array)) return same_text(before, now);
        if (now.items.size() < before.items.size() ||
            !std::equal(before.items.begin(), before.items.end(), now.items.begin(), same_text))
            return false;
        for (auto i = before.items.size(); i < now.items.size(); ++i) added.push_back(&now.items[i]);
        return true;
    }

    bool add_annotations() {
        for (const Value* item : annotations_) {
            if (!item->is(Value::Kind::reference)) return false;
            const auto number = static_cast<int>(item->integer);
            if (const auto known = layout_.roles.find(number); known != layout_.roles.end()) {
                if (known->second != LayoutRole::field && fresh_.count(number) == 0) return false;
                continue;
            }
            layout_.follow(store_, *item, revision_, LayoutRole::annotation);
            if (layout_.roles.at(number) != LayoutRole::annotation) return false;
            fresh_.insert(number);
            layout_.add_landmark(number, true);
        }
        return true;
    }

    bool add_fields() {
        auto& nodes = layout_.form.nodes;
        const auto old_nodes = nodes.size();
        // A field that was read before as anything else has been more than one thing.
        for (const Value* item : fields_) {
            if (!item->is(Value::Kind::reference)) return false;
            const auto known = layout_.roles.count(static_cast<int>(item->integer)) == 1;
            if (known && fresh_.count(static_cast<int>(item->integer)) == 0) return false;
            read_field(store_, *item, revision_, layout_.form, layout_);
        }
        for (auto i = old_nodes; i < nodes.size(); ++i) {
            const int key = nodes[i].key;
            const bool once = key > 0 && layout_.at.emplace(key, i).second &&
                              layout_.roles.at(key) == LayoutRole::field &&
                              (layout_.landmarks.count(key) == 0 || fresh_.count(key) == 1);
            if (!once) return false;
            layout_.add_landmark(key, false);
        }
        return layout_.regular;
    }

    Layout& layout_;
    ObjectStore& store_;
    int revision_;
    std::vector<const Value*> fields_;
    std::vector<const Value*> annotations_;
    Landmarks fresh_;  // annotations of this revision
};

}  // namespace

bool carry_on(Layout& layout, ObjectStore& store, const XrefChain& chain, const std::vector<int>& moved,
              int revision) {
    const Value& root = chain.revisions[static_cast<std::size_t>(revision)].trailer.at("Root");
    const Value& old_root = chain.revisions[static_cast<std::size_t>(revision - 1)].trailer.at("Root");
    return layout.regular && root.is(Value::Kind::reference) && same_text(root, old_root) &&
           Carrying(layout, store, revision).run(root, moved);
}

}  // namespace sanad::pdf
