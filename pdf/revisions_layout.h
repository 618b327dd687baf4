// One revision's form and pages, and the objects that have a place of their own there; carried on from
// revision to revision, because most of them leave nearly all of it where it was. Included by pdf/*.cpp only.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "pdf/revisions_equal.h"
#include "pdf/revisions_form.h"
#include "pdf/revisions_objects.h"

namespace sanad::pdf {

constexpr int deepest_tree = 60;

// What an object was read as; whatever is read in two ways, or is no more than a part of something, is
// `part`.
enum class LayoutRole { catalog, form_dictionary, form_list, field, page, annotation_list, annotation, part };

struct PagePlace {
    int order = 0;   // in the walk of the page tree
    int number = 0;  // of the page, from 1; 0 where it holds other nodes
};

struct Layout {
    const Value* catalog = nullptr;
    Form form = {};
    Landmarks landmarks = {};
    Landmarks annotations = {};                    // of them, those that are neither pages nor fields
    Landmarks borders = {};                        // the others
    std::unordered_map<int, std::size_t> at = {};  // key of a field -> position in form.nodes
    std::unordered_map<int, PagePlace> pages = {};
    std::unordered_map<int, LayoutRole> roles = {};  // of every object that was read for this
    // Every node is an object of its own, each reached in one step: only then it can be carried on.
    bool regular = true;

    // The value, followed; its object is remembered under the role.
    const Value& follow(ObjectStore& store, const Value& value, int revision, LayoutRole role);
    void add_landmark(int number, bool is_annotation);
};

Layout read_layout(ObjectStore& store, const XrefChain& chain, int revision);

// A layout that served for `revision - 1` serves for `revision` as well where what the revision `moved`
// leaves every field, page and annotation where it was, or puts new ones behind them. False where that is not
// so; the layout is of no use then.
bool carry_on(Layout& layout, ObjectStore& store, const XrefChain& chain, const std::vector<int>& moved,
              int revision);

}  // namespace sanad::pdf
