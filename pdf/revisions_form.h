// The form of a document at one revision, flattened: every field and widget that the AcroForm's tree reaches.
// Included by pdf/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "pdf/revisions_objects.h"

namespace sanad::pdf {

struct FormNode {
    int key = 0;       // object number; below zero, by position, where it is no indirect object
    int parent = 0;    // key of the node above, 0 at the top
    int unit = 0;      // key of the nearest node with a name: widgets belong to their field
    std::string name;  // full name of that field
    std::string type;  // inherited: "Sig", "Tx", …
    const Value* value = nullptr;
};

struct Layout;

struct Form {
    const Value* dictionary = nullptr;  // null where the document has no form
    std::vector<FormNode> nodes;        // in tree order, each once
};

const Value& catalog_of(ObjectStore& store, const XrefChain& chain, int revision);
// What was read for it is noted in `layout`, where there is one.
Form read_form(ObjectStore& store, const Value& catalog, int revision, Layout* layout = nullptr);
// The nodes of one more field at the top, behind the others.
void read_field(ObjectStore& store, const Value& field, int revision, Form& form, Layout& layout);

// A text string (7.9.2.2) as UTF-8.
std::string text_of(const Value& string);

}  // namespace sanad::pdf
