// The structure tree as objects of a file (ISO 32000-1, 14.7.2 and 14.7.4).
#include <fmt/format.h>

#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"
#include "pdf/writer_impl.h"

namespace sanad::pdf {
namespace {

using Placed = Structure::Placed;

bool is_cell(Role role) { return role == Role::cell || role == Role::header_cell; }

// Nodes that nothing was drawn into are left out; an empty cell keeps its place in the row.
std::vector<bool> kept_nodes(const std::vector<Placed>& nodes) {
    std::vector<bool> kept(nodes.size(), false);
    kept[Structure::root] = true;
    for (std::size_t i = nodes.size(); i-- > 1;) {  // children come after their parents
        const auto& node = nodes[i];
        bool has = is_cell(node.entry.role);
        for (const auto& part : node.parts)
            has = has || part.kind != NodePart::Kind::node || kept[static_cast<std::size_t>(part.value)];
        kept[i] = has;
    }
    return kept;
}

class TreeWriter {
public:
    TreeWriter(ObjectSet& into, const Writer::Impl& writer, const std::vector<int>& pages,
               const std::vector<int>& widgets)
        : into_(into),
          writer_(writer),
          nodes_(writer.structure.nodes()),
          kept_(kept_nodes(nodes_)),
          pages_(pages),
          widgets_(widgets),
          tree_(into.reserve()) {
        for (const bool keep : kept_) numbers_.push_back(keep ? into.reserve() : 0);
    }

    int write() {
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            if (kept_[i]) into_.put(numbers_[i], element(nodes_[i]));
        const int parents = into_.add("<< /Nums [" + parent_tree() + "] >>");
        into_.put(tree_,
                  fmt::format("<< /Type /StructTreeRoot /K [{}] /ParentTree {} /ParentTreeNextKey {} >>",
                              reference(numbers_[Structure::root]), reference(parents),
                              pages_.size() + widgets_.size()));
        return tree_;
    }

private:
    std::string object_of(Node node) const { return reference(numbers_[static_cast<std::size_t>(node)]); }
    int page_object(int page) const { return pages_[static_cast<std::size_t>(page - 1)]; }

    std::string element(const Placed& node) const {
        int page = 0;
        for (const auto& part : node.parts)
            if (page == 0 && part.kind != NodePart::Kind::node) page = part.page;
        std::string kids;
        for (const auto& part : node.parts) kids += kid(part, page);
        std::string text = fmt::format("<< /Type /StructElem /S /{} /P {}", name_of(node.entry.role),
                                       node.parent == untagged ? reference(tree_) : object_of(node.parent));
        if (page != 0) text += " /Pg " + reference(page_object(page));
        if (!node.entry.alternative.empty()) text += " /Alt " + text_string(node.entry.alternative);
        // Letters stand on the page from left to right; who reads aloud needs them as they are spelt.
        // A string has at most 32,767 bytes (ISO 19005-2, 6.1.13): of longer texts the page's own must do.
        constexpr std::size_t most_bytes = 32'000;
        const auto spelt = node.text.size() < most_bytes ? utf16be_of(code_points_of(node.text)) : "";
        if (!spelt.empty() && spelt.size() < most_bytes) text += " /ActualText " + text_string(node.text);
        return text + attributes(node, page) + " /K [" + kids + "] >>";
    }

    std::string kid(const NodePart& part, int page) const {
        switch (part.kind) {
            case NodePart::Kind::node:
                return kept_[static_cast<std::size_t>(part.value)] ? object_of(part.value) + " " : "";
            case NodePart::Kind::widget:
                return fmt::format("<< /Type /OBJR /Obj {} /Pg {} >> ",
                                   reference(widgets_[static_cast<std::size_t>(part.value)]),
                                   reference(page_object(part.page)));
            case NodePart::Kind::content:
                break;
        }
        if (part.page == page) return fmt::format("{} ", part.value);
        return fmt::format("<< /Type /MCR /Pg {} /MCID {} >> ", reference(page_object(part.page)),
                           part.value);
    }

    // 14.8.5: of tables, lists and figures.
    std::string attributes(const Placed& node, int page) const {
        std::string table;
        if (node.entry.scope != Scope::none)
            table += fmt::format(" /Scope /{}", node.entry.scope == Scope::row ? "Row" : "Column");
        if (node.entry.columns > 1) table += fmt::format(" /ColSpan {}", node.entry.columns);
        if (!table.empty()) return " /A << /O /Table" + table + " >>";
        if (node.entry.role == Role::list) return " /A << /O /List /ListNumbering /Decimal >>";
        if (node.entry.role != Role::figure || page == 0) return "";
        const double top = writer_.pages[static_cast<std::size_t>(page - 1)].height_mm();
        return fmt::format(" /A << /O /Layout /BBox [{} {} {} {}] >>", number(node.box.x * pt_per_mm),
                           number((top - node.box.bottom()) * pt_per_mm),
                           number(node.box.right() * pt_per_mm), number((top - node.box.y) * pt_per_mm));
    }

    std::string parent_tree() const {
        std::string nums;
        const auto& contents = writer_.structure.contents();
        for (std::size_t page = 0; page < pages_.size(); ++page) {
            nums += fmt::format("{} [", page);
            if (page < contents.size())
                for (const Node node : contents[page]) nums += object_of(node) + " ";
            nums += "] ";
        }
        std::vector<Node> of_widget(widgets_.size(), Structure::root);
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            for (const auto& part : nodes_[i].parts)
                if (part.kind == NodePart::Kind::widget)
                    of_widget[static_cast<std::size_t>(part.value)] = static_cast<Node>(i);
        for (std::size_t i = 0; i < of_widget.size(); ++i)
            nums += fmt::format("{} {} ", pages_.size() + i, object_of(of_widget[i]));
        return nums;
    }

    ObjectSet& into_;
    const Writer::Impl& writer_;
    const std::vector<Placed>& nodes_;
    std::vector<bool> kept_;
    const std::vector<int>& pages_;
    const std::vector<int>& widgets_;
    int tree_;
    std::vector<int> numbers_ = {};
};

}  // namespace

int add_structure(ObjectSet& into, const Writer::Impl& writer, const std::vector<int>& page_numbers,
                  const std::vector<int>& widget_numbers) {
    return TreeWriter(into, writer, page_numbers, widget_numbers).write();
}

}  // namespace sanad::pdf
