#include "pdf/revisions_layout.h"

namespace sanad::pdf {
namespace {

class Reader {
public:
    Reader(ObjectStore& store, const XrefChain& chain, int revision)
        : store_(store), chain_(chain), revision_(revision) {}

    Layout read() {
        const Value& root = chain_.revisions[static_cast<std::size_t>(revision_)].trailer.at("Root");
        made_.catalog = &made_.follow(store_, root, revision_, LayoutRole::catalog);
        if (!root.is(Value::Kind::reference)) made_.regular = false;
        made_.form = read_form(store_, *made_.catalog, revision_, &made_);
        add(root);
        pages(made_.catalog->at("Pages"), 0);
        for (std::size_t i = 0; i < made_.form.nodes.size(); ++i) {
            const auto& node = made_.form.nodes[i];
            made_.at[node.key] = i;
            if (node.key <= 0) made_.regular = false;
            if (node.key <= 0 || !node.value->is(Value::Kind::dictionary)) continue;
            made_.add_landmark(node.key, false);
        }
        return std::move(made_);
    }

private:
    bool add(const Value& reference, bool is_annotation = false) {
        if (!reference.is(Value::Kind::reference) ||
            !store_.resolve(reference, revision_).is(Value::Kind::dictionary) ||
            made_.landmarks.count(static_cast<int>(reference.integer)) == 1)
            return false;
        made_.add_landmark(static_cast<int>(reference.integer), is_annotation);
        return true;
    }

    void pages(const Value& item, int depth) {
        const Value& node = made_.follow(store_, item, revision_, LayoutRole::page);
        if (depth > deepest_tree) made_.regular = false;
        if (depth > deepest_tree || !seen_.insert(&node).second) return;
        add(item);
        if (item.is(Value::Kind::reference) && node.is(Value::Kind::dictionary)) {
            const bool leaf = node.entries.count("Kids") == 0;
            made_.pages[static_cast<int>(item.integer)] = {++order_, leaf ? ++page_number_ : 0};
        } else {
            made_.regular = false;
        }
        for (const auto& annotation :
             made_.follow(store_, node.at("Annots"), revision_, LayoutRole::annotation_list).items) {
            made_.follow(store_, annotation, revision_, LayoutRole::annotation);
            add(annotation, true);
        }
        for (const auto& kid : made_.follow(store_, node.at("Kids"), revision_, LayoutRole::part).items)
            pages(kid, depth + 1);
    }

    ObjectStore& store_;
    const XrefChain& chain_;
    int revision_;
    std::unordered_set<const Value*> seen_;
    int order_ = 0;
    int page_number_ = 0;
    Layout made_;
};

}  // namespace

const Value& Layout::follow(ObjectStore& store, const Value& value, int revision, LayoutRole role) {
    if (!value.is(Value::Kind::reference)) return value;
    const auto [found, fresh] = roles.try_emplace(static_cast<int>(value.integer), role);
    const bool widget = (role == LayoutRole::field && found->second == LayoutRole::annotation) ||
                        (role == LayoutRole::annotation && found->second == LayoutRole::field);
    if (widget)
        found->second = LayoutRole::field;
    else if (!fresh && found->second != role)
        found->second = LayoutRole::part;
    const Value& object = store.object(static_cast<int>(value.integer), revision);
    if (object.is(Value::Kind::reference)) regular = false;
    const Value& end = store.resolve(object, revision);
    // What is missing or of another kind now could become a page, a field or a list later.
    const bool list = role == LayoutRole::form_list || role == LayoutRole::annotation_list;
    if (!end.is(list ? Value::Kind::array : Value::Kind::dictionary)) found->second = LayoutRole::part;
    return end;
}

void Layout::add_landmark(int number, bool is_annotation) {
    landmarks.insert(number);
    if (is_annotation)
        annotations.insert(number);
    else
        annotations.erase(number);
    if (is_annotation)
        borders.erase(number);
    else
        borders.insert(number);
}

Layout read_layout(ObjectStore& store, const XrefChain& chain, int revision) {
    return Reader(store, chain, revision).read();
}

}  // namespace sanad::pdf
