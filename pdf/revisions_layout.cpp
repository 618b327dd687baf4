#include "pdf/revisions_layout.h"

namespace sanad::pdf {
namespace {

class Reader {
public:
    Reader(ObjectStore& store, const XrefChain& chain, int revision)
        : store_(store), chain_(chain), revision_(revision) {}

    Layout read() {
        made_.catalog = &catalog_of(store_, chain_, revision_);
        made_.form = read_form(store_, *made_.catalog, revision_);
        add(chain_.revisions[static_cast<std::size_t>(revision_)].trailer.at("Root"), made_.landmarks);
        pages(made_.catalog->at("Pages"), 0);
        for (const auto& node : made_.form.nodes)
            if (node.key > 0 && node.value->is(Value::Kind::dictionary)) {
                made_.landmarks.insert(node.key);
                made_.annotations.erase(node.key);
            }
        return std::move(made_);
    }

private:
    bool add(const Value& reference, Landmarks& into) {
        return reference.is(Value::Kind::reference) &&
               store_.resolve(reference, revision_).is(Value::Kind::dictionary) &&
               into.insert(static_cast<int>(reference.integer)).second;
    }

    void pages(const Value& item, int depth) {
        const Value& node = store_.resolve(item, revision_);
        if (depth > deepest_tree || !seen_.insert(&node).second) return;
        add(item, made_.landmarks);
        for (const auto& annotation : store_.entry(node, "Annots", revision_).items)
            if (add(annotation, made_.landmarks))
                made_.annotations.insert(static_cast<int>(annotation.integer));
        for (const auto& kid : store_.entry(node, "Kids", revision_).items) pages(kid, depth + 1);
    }

    ObjectStore& store_;
    const XrefChain& chain_;
    int revision_;
    std::unordered_set<const Value*> seen_;
    Layout made_;
};

}  // namespace

Layout read_layout(ObjectStore& store, const XrefChain& chain, int revision) {
    return Reader(store, chain, revision).read();
}

}  // namespace sanad::pdf
