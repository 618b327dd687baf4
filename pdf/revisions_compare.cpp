#include "pdf/revisions_compare.h"

#include <optional>

#include "pdf/revisions_comparison.h"

namespace sanad::pdf {

struct RevisionComparison::Impl {
    ObjectStore& store;
    const XrefChain& chain;
    ObjectGraph graph;
    std::optional<std::pair<int, Layout>> last = {};  // of the newest revision that was looked at

    Layout layout(int revision) {
        if (last && last->first == revision) return std::move(last->second);
        return read_layout(store, chain, revision);
    }
};

RevisionComparison::RevisionComparison(ObjectStore& store, const XrefChain& chain)
    : impl_(std::make_unique<Impl>(Impl{store, chain, ObjectGraph(store, chain)})) {}

RevisionComparison::~RevisionComparison() = default;

std::vector<Change> RevisionComparison::changes(int revision) {
    const Layout before = impl_->layout(revision - 1);
    Layout after = impl_->layout(revision);
    auto made = Comparison(impl_->store, impl_->chain, impl_->graph, before, after, revision).run();
    impl_->last.emplace(revision, std::move(after));
    return made;
}

}  // namespace sanad::pdf
