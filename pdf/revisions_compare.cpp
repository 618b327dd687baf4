#include "pdf/revisions_compare.h"

#include <optional>

#include "pdf/revisions_comparison.h"

namespace sanad::pdf {

struct RevisionComparison::Impl {
    ObjectStore& store;
    const XrefChain& chain;
    ObjectGraph graph;
    std::optional<std::pair<int, Layout>> last = {};  // of the newest revision that was looked at

    std::vector<Change> compare(const LayoutPair& layouts, const std::vector<int>& moved, int revision) {
        return Comparison(store, chain, graph, layouts, moved, revision).run();
    }
};

RevisionComparison::RevisionComparison(ObjectStore& store, const XrefChain& chain)
    : impl_(std::make_unique<Impl>(Impl{store, chain, ObjectGraph(store, chain)})) {}

RevisionComparison::~RevisionComparison() = default;

std::vector<Change> RevisionComparison::changes(int revision) {
    auto& [store, chain, graph, last] = *impl_;
    const auto moved = graph.moved(revision);
    if (!last || last->first != revision - 1)
        last.emplace(revision - 1, read_layout(store, chain, revision - 1));
    Layout& layout = last->second;
    last->first = revision;
    const Value* catalog = layout.catalog;
    const Value* form = layout.form.dictionary;
    const auto fields = layout.form.nodes.size();
    if (carry_on(layout, store, chain, moved, revision))
        return impl_->compare({layout, layout, catalog, form, fields}, moved, revision);
    // Some of it may have been carried on already.
    const Layout before = read_layout(store, chain, revision - 1);
    layout = read_layout(store, chain, revision);
    return impl_->compare({before, layout, catalog, form, fields}, moved, revision);
}

}  // namespace sanad::pdf
