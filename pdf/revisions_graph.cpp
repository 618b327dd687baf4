#include "pdf/revisions_graph.h"

#include <algorithm>

namespace sanad::pdf {
namespace {

// Every reference that stands in a value, not looking through references.
template <class Visit>
void each_reference(const Value& value, const Visit& visit) {
    if (value.is(Value::Kind::reference)) return visit(static_cast<int>(value.integer));
    for (const auto& item : value.items) each_reference(item, visit);
    for (const auto& [key, item] : value.entries) each_reference(item, visit);
}

}  // namespace

ObjectGraph::ObjectGraph(ObjectStore& store, const XrefChain& chain) : store_(store), chain_(chain) {
    std::unordered_map<int, std::unordered_set<int>> found;
    const auto add = [&](int holder, const Value& value) {
        each_reference(value, [&](int number) { found[number].insert(holder); });
    };
    for (std::size_t i = 0; i < chain.revisions.size(); ++i) {
        const auto revision = static_cast<int>(i);
        add(trailer, chain.revisions[i].trailer);
        for (const auto& [number, entry] : chain.revisions[i].entries) {
            if (entry.kind == XrefEntry::Kind::free) continue;
            if (entry.kind == XrefEntry::Kind::in_stream && entry.place <= 8'388'607)
                held_[static_cast<int>(entry.place)].push_back(number);
            add(number, store.glance(number, revision));
        }
        // A stream that is replaced replaces what it holds, named in the section or not.
        for (const auto& [number, entry] : chain.revisions[i].entries)
            if (const auto held = held_.find(number); held != held_.end())
                for (const int inside : held->second) add(inside, store.glance(inside, revision));
    }
    for (auto& [number, holders] : found) referrers_[number].assign(holders.begin(), holders.end());
}

std::vector<int> ObjectGraph::moved(int revision) const {
    std::vector<int> made;
    const auto compare = [&](int number) {
        if (store_.place(number, revision) != store_.place(number, revision - 1)) made.push_back(number);
    };
    for (const auto& [number, entry] : chain_.revisions[static_cast<std::size_t>(revision)].entries) {
        compare(number);
        if (const auto held = held_.find(number); held != held_.end())
            for (const int inside : held->second) compare(inside);
    }
    return made;
}

std::unordered_set<int> ObjectGraph::touched(const std::vector<int>& moved, const Landmarks& borders) const {
    std::unordered_set<int> made;
    std::vector<int> open;
    const auto touch = [&](int number) {
        if (made.insert(number).second) open.push_back(number);
    };
    for (const int number : moved) touch(number);
    while (!open.empty()) {
        const int number = open.back();
        open.pop_back();
        if (borders.count(number) == 1) continue;
        if (const auto found = referrers_.find(number); found != referrers_.end())
            for (const int holder : found->second) touch(holder);
    }
    return made;
}

bool ObjectGraph::refers(int holder, int number, int revision) {
    bool found = false;
    const auto look = [&](int to) { found = found || to == number; };
    if (holder == trailer)
        each_reference(chain_.revisions[static_cast<std::size_t>(revision)].trailer, look);
    else
        each_reference(store_.object(holder, revision), look);
    return found;
}

bool ObjectGraph::used_elsewhere(int number, int revision, const Landmarks& borders,
                                 const std::function<bool(int)>& own) {
    std::unordered_set<int> seen{number};
    std::vector<int> open{number};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        const auto found = referrers_.find(at);
        if (found == referrers_.end()) continue;
        for (const int holder : found->second) {
            if (own(holder) || !refers(holder, at, revision)) continue;
            if (holder == trailer || borders.count(holder) == 1) return true;
            if (seen.insert(holder).second) open.push_back(holder);
        }
    }
    return false;
}

}  // namespace sanad::pdf
