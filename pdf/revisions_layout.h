// One revision's form and pages, and the objects that have a place of their own there.
// Included by pdf/*.cpp only.
#pragma once

#include "pdf/revisions_equal.h"
#include "pdf/revisions_form.h"
#include "pdf/revisions_objects.h"

namespace sanad::pdf {

constexpr int deepest_tree = 60;

struct Layout {
    const Value* catalog = nullptr;
    Form form = {};
    Landmarks landmarks = {};
    Landmarks annotations = {};  // of them, those that are neither pages nor fields
};

Layout read_layout(ObjectStore& store, const XrefChain& chain, int revision);

}  // namespace sanad::pdf
