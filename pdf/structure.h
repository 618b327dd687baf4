// What the pieces of a document are, in the order in which they are read: headings, paragraphs, tables, form
// fields (ISO 32000-1, 14.7 and 14.8; ISO 14289-1). Made by whoever composes the document, filled by drawing
// on its canvases, written by Writer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"

namespace sanad::pdf {

enum class Role {
    document,
    section,
    division,
    heading1,
    heading2,
    paragraph,
    list,
    list_item,
    item_label,
    item_body,
    table,
    table_row,
    header_cell,
    cell,
    figure,
    form
};

std::string_view name_of(Role role);  // "H1", as in the file

// A node of the tree. Two are none of it:
using Node = int;
constexpr Node untagged = -1;  // text drawn so becomes a paragraph of its own; all else is an artifact
constexpr Node artifact = -2;  // says nothing that is not said elsewhere: rules, grounds, page numbers

enum class Scope { none, row, column };  // what a header cell is the header of

struct NodeEntry {
    Role role = Role::paragraph;
    std::string alternative = {};  // what a figure shows, in words
    Scope scope = Scope::none;
    int columns = 1;  // that a cell spans
};

// One piece of what belongs to a node.
struct NodePart {
    enum class Kind { node, content, widget };
    Kind kind = Kind::node;
    int value = 0;  // the child; the number of the marked content on its page; the number of the widget
    int page = 0;   // 1-based, of content and widgets
};

class Structure {
public:
    Structure();

    static constexpr Node root = 0;  // the document itself

    // A new last child. Cells, rows and items may be added while other nodes are drawn into: the order of the
    // children is that of the calls.
    Node add(Node parent, NodeEntry entry);
    Node add(Node parent, Role role) { return add(parent, NodeEntry{role}); }

    struct Placed {
        NodeEntry entry;
        Node parent = untagged;
        std::vector<NodePart> parts = {};
        BoxMm box = {};         // of a figure, on the page where it is drawn
        std::string text = {};  // what was drawn, in logical order: on the page it stands in visual order
    };
    const std::vector<Placed>& nodes() const { return nodes_; }

    // The next marked content of that page belongs to the node; its number on the page.
    int add_content(Node node, int page);
    void add_widget(Node node, int page, int widget);
    void add_text(Node node, std::string_view utf8);
    void set_box(Node node, const BoxMm& box);

    // For each page (from the first) and number of marked content: its node.
    const std::vector<std::vector<Node>>& contents() const { return contents_; }

private:
    std::vector<Placed> nodes_;
    std::vector<std::vector<Node>> contents_ = {};
};

}  // namespace sanad::pdf
