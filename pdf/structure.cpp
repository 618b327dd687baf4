#include "pdf/structure.h"

#include "core/arabic.h"
#include "core/error.h"

namespace sanad::pdf {

std::string_view name_of(Role role) {
    switch (role) {
        case Role::document:
            return "Document";
        case Role::section:
            return "Sect";
        case Role::division:
            return "Div";
        case Role::heading1:
            return "H1";
        case Role::heading2:
            return "H2";
        case Role::paragraph:
            return "P";
        case Role::list:
            return "L";
        case Role::list_item:
            return "LI";
        case Role::item_label:
            return "Lbl";
        case Role::item_body:
            return "LBody";
        case Role::table:
            return "Table";
        case Role::table_row:
            return "TR";
        case Role::header_cell:
            return "TH";
        case Role::cell:
            return "TD";
        case Role::figure:
            return "Figure";
        case Role::form:
            return "Form";
    }
    return "P";
}

Structure::Structure() { nodes_.push_back({{Role::document}, untagged}); }

Node Structure::add(Node parent, NodeEntry entry) {
    const auto node = static_cast<Node>(nodes_.size());
    if (parent < 0 || parent >= node) throw Error(ErrorCode::bad_input, "no such node of the structure");
    nodes_[static_cast<std::size_t>(parent)].parts.push_back({NodePart::Kind::node, node});
    nodes_.push_back({std::move(entry), parent});
    return node;
}

int Structure::add_content(Node node, int page) {
    contents_.resize(std::max(contents_.size(), static_cast<std::size_t>(page)));
    auto& on_page = contents_[static_cast<std::size_t>(page - 1)];
    const int number = static_cast<int>(on_page.size());
    on_page.push_back(node);
    nodes_.at(static_cast<std::size_t>(node)).parts.push_back({NodePart::Kind::content, number, page});
    return number;
}

void Structure::add_widget(Node node, int page, int widget) {
    nodes_.at(static_cast<std::size_t>(node)).parts.push_back({NodePart::Kind::widget, widget, page});
}

void Structure::add_text(Node node, std::string_view utf8) {
    auto& text = nodes_.at(static_cast<std::size_t>(node)).text;
    if (!text.empty() && text.back() != ' ') text += ' ';
    text += strip_invisible(utf8);
}

void Structure::set_box(Node node, const BoxMm& box) { nodes_.at(static_cast<std::size_t>(node)).box = box; }

}  // namespace sanad::pdf
