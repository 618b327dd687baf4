// Whether two values of two revisions show the same, everything that they refer to included.
// Included by pdf/*.cpp only.
#pragma once

#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "pdf/revisions_objects.h"

namespace sanad::pdf {

// Numbers of the objects that have a place of their own in the walk (pages, fields, annotations, the
// catalogue) in either revision: elsewhere a reference to one is compared by its number only.
using Landmarks = std::unordered_set<int>;

class DeepEquality {
public:
    // `touched`: every object that may show something else than before; the others are equal to themselves.
    DeepEquality(ObjectStore& store, const Landmarks& landmarks, const Landmarks& touched, int before,
                 int after)
        : store_(store), landmarks_(landmarks), touched_(touched), before_(before), after_(after) {}

    // A pair of objects that was walked before counts as equal, having been reported then.
    bool equal(const Value& before, const Value& after, const std::string& path);
    bool equal_entries(const Value& before, const Value& after, const std::set<std::string>& except,
                       const std::string& path);
    // How one gets to the first difference since the last call.
    std::string take_difference() { return std::exchange(difference_, {}); }

private:
    bool same_length(const Value& before, const Value& after);
    bool equal_resolved(const Value& before, const Value& after, const std::string& path);
    bool is_landmark(const Value& reference) const {
        return landmarks_.count(static_cast<int>(reference.integer)) > 0;
    }
    bool differ(const std::string& path) {
        if (difference_.empty()) difference_ = path;
        return false;
    }

    ObjectStore& store_;
    const Landmarks& landmarks_;
    const Landmarks& touched_;
    int before_;
    int after_;
    std::set<std::pair<std::int64_t, std::int64_t>> walked_;
    std::string difference_;
    int depth_ = 0;
};

}  // namespace sanad::pdf
