// Who refers to whom, over all revisions of a document, so that what one revision touched is found without
// walking the rest. Included by pdf/*.cpp only.
#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pdf/revisions_equal.h"
#include "pdf/revisions_objects.h"

namespace sanad::pdf {

class ObjectGraph {
public:
    // Number of the trailer, which is no object.
    static constexpr int trailer = 0;

    ObjectGraph(ObjectStore& store, const XrefChain& chain);

    // The objects that this revision put elsewhere than the one before.
    std::vector<int> moved(int revision) const;

    // The moved ones, and all that refer to them, directly
    // or not; from a border nothing is carried on, because a reference to one is compared by its number.
    std::unordered_set<int> touched(const std::vector<int>& moved, const Landmarks& borders) const;

    // Whether `number` is reached, as of `revision`, from anything but what is `own`: from another border or
    // the trailer.
    bool used_elsewhere(int number, int revision, const Landmarks& borders,
                        const std::function<bool(int)>& own);

private:
    bool refers(int holder, int number, int revision);

    ObjectStore& store_;
    const XrefChain& chain_;
    std::unordered_map<int, std::vector<int>> referrers_;
    std::unordered_map<int, std::vector<int>> held_;  // object stream -> numbers in it, in any revision
};

}  // namespace sanad::pdf
