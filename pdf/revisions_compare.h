// What one revision changed: both documents are walked side by side from their trailers. Every place of the
// document has one rule; where none is known, nothing may differ. Included by pdf/*.cpp only.
#pragma once

#include <memory>
#include <vector>

#include "pdf/revisions.h"
#include "pdf/revisions_objects.h"

namespace sanad::pdf {

// Compares revisions one after the other, each with the one before it. What a revision did not touch is not
// walked: the whole history costs what its revisions hold, not what the document holds times their number.
class RevisionComparison {
public:
    RevisionComparison(ObjectStore& store, const XrefChain& chain);
    ~RevisionComparison();

    // The changes from revision `revision - 1` to `revision`.
    std::vector<Change> changes(int revision);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::pdf
