// The tags: everything on a page is in the structure or an artifact, and the structure is one that a reader
// can follow.
#include <algorithm>
#include <map>

#include "tests/archive_check.h"

namespace sanad::test {
namespace {

using Object = QPDFObjectHandle;

const std::set<std::string> paints = {"S",  "s",  "f",  "F",  "f*", "B",  "B*", "b",
                                      "b*", "Do", "Tj", "TJ", "'",  "\"", "sh"};

// Every painting operator is inside one marked content, which has a number or is an artifact.
class Marked : public Object::ParserCallbacks {
public:
    explicit Marked(ArchiveFindings& into) : into_(into) {}

    void handleObject(Object object) override {
        if (!object.isOperator()) return operands_.push_back(object);
        const auto name = object.getOperatorValue();
        // ISO 19005-2, 6.1.13
        if (name == "q" && ++saved_ > 28) into_.insert("limit.saved_states");
        if (name == "Q") --saved_;
        if (name == "BMC" || name == "BDC") begin(name == "BDC");
        if (name == "EMC" && --depth_ < 0) into_.insert("content.unbalanced");
        if (paints.count(name) != 0 && depth_ == 0) into_.insert("content.untagged: " + name);
        operands_.clear();
    }
    void handleEOF() override {
        if (depth_ != 0 || saved_ != 0) into_.insert("content.unbalanced");
    }

    std::map<int, std::string> numbers = {};  // of marked content: its tag

private:
    void begin(bool with_properties) {
        if (++depth_ > 1) into_.insert("content.nested");
        const auto tag = operands_.at(0).getName();
        auto number = with_properties && operands_.at(1).isDictionary() ? operands_.at(1).getKey("/MCID")
                                                                        : Object::newNull();
        if (number.isInteger()) {
            if (!numbers.emplace(number.getIntValueAsInt(), tag).second) into_.insert("content.number_twice");
        } else if (tag != "/Artifact") {
            into_.insert("content.no_number");
        }
    }

    ArchiveFindings& into_;
    std::vector<Object> operands_ = {};
    int depth_ = 0;
    int saved_ = 0;
};

const std::map<std::string, std::set<std::string>> parents_of = {{"/TR", {"/Table"}}, {"/TH", {"/TR"}},
                                                                 {"/TD", {"/TR"}},    {"/LI", {"/L"}},
                                                                 {"/Lbl", {"/LI"}},   {"/LBody", {"/LI"}}};
// What may be in them, and nothing else (ISO 14289-1, 7.2).
const std::map<std::string, std::set<std::string>> children_of = {
    {"/Table", {"/TR"}}, {"/TR", {"/TH", "/TD"}}, {"/L", {"/LI"}}, {"/LI", {"/Lbl", "/LBody"}}};
const std::set<std::string> roles = {"/Document", "/Sect", "/Div",    "/H1",    "/H2",    "/P",
                                     "/L",        "/LI",   "/Lbl",    "/LBody", "/Table", "/TR",
                                     "/TH",       "/TD",   "/Figure", "/Form"};

class Tree {
public:
    Tree(QPDF& pdf, ArchiveFindings& into) : pdf_(pdf), into_(into) {}

    void walk() {
        auto root = pdf_.getRoot().getKey("/StructTreeRoot");
        if (!root.isDictionary()) return void(into_.insert("structure.missing"));
        for (auto& kid : kids_of(root)) element(kid, root, "");
        if (headings_ == 0) into_.insert("structure.no_heading");
    }

    // (page, number of marked content) -> element
    std::map<std::pair<QPDFObjGen, int>, Object> contents = {};

private:
    static std::vector<Object> kids_of(Object element) {
        auto kids = element.getKey("/K");
        return kids.isArray() ? kids.getArrayAsVector() : std::vector<Object>{kids};
    }

    void element(Object node, Object parent, const std::string& parent_role) {
        if (!node.isDictionary() || !node.getKey("/S").isName() || !seen_.insert(node.getObjGen()).second)
            return void(into_.insert("structure.node"));
        const auto role = node.getKey("/S").getName();
        if (roles.count(role) == 0) into_.insert("structure.role: " + role);
        if (node.getKey("/P").getObjGen() != parent.getObjGen()) into_.insert("structure.parent: " + role);
        if (const auto needed = parents_of.find(role);
            needed != parents_of.end() && needed->second.count(parent_role) == 0)
            into_.insert("structure.misplaced: " + role);
        if (const auto allowed = children_of.find(parent_role);
            allowed != children_of.end() && allowed->second.count(role) == 0)
            into_.insert("structure.misplaced: " + role);
        heading(role);
        if (role == "/Figure" &&
            (!node.getKey("/Alt").isString() || node.getKey("/Alt").getUTF8Value().empty()))
            into_.insert("structure.figure_without_words");
        if (role == "/TH" && !node.getKeyIfDict("/A").getKeyIfDict("/Scope").isName())
            into_.insert("structure.header_without_scope");
        if (role == "/L" && !node.getKeyIfDict("/A").getKeyIfDict("/ListNumbering").isName())
            into_.insert("structure.list_numbering");
        if (role == "/Form") form(node);
        if (role == "/Table") table(node);
        for (auto& kid : kids_of(node)) child(kid, node, role);
    }

    void child(Object kid, Object node, const std::string& role) {
        if (kid.isNull()) return;
        if (kid.isInteger()) return content(node.getKey("/Pg"), kid, node);
        if (kid.isDictionary() && kid.getKey("/Type").isNameAndEquals("/MCR"))
            return content(kid.getKey("/Pg"), kid.getKey("/MCID"), node);
        if (kid.isDictionary() && kid.getKey("/Type").isNameAndEquals("/OBJR")) {
            if (role != "/Form") into_.insert("structure.widget_outside_form");
            return;
        }
        element(kid, node, role);
    }

    void content(Object page, Object number, Object node) {
        if (!page.isDictionary() || !number.isInteger() ||
            !contents.emplace(std::pair{page.getObjGen(), number.getIntValueAsInt()}, node).second)
            into_.insert("structure.content");
    }

    void heading(const std::string& role) {
        if (role != "/H1" && role != "/H2") return;
        if (headings_++ == 0 && role != "/H1") into_.insert("structure.first_heading");
        if (role == "/H1" && headings_ > 1) into_.insert("structure.second_title");
    }

    // ISO 14289-1, 7.18.4: one field, and nothing else that counts.
    void form(Object node) {
        int fields = 0;
        for (auto& kid : kids_of(node))
            fields += kid.isDictionary() && kid.getKey("/Type").isNameAndEquals("/OBJR") ? 1 : 0;
        if (fields != 1) into_.insert("structure.form_without_its_field");
    }

    // Every row has as many columns as the first, and over or beside every cell stands a header.
    void table(Object node) {
        long long first = -1;
        std::set<long long> headed;  // columns
        for (auto& row : kids_of(node)) {
            if (!row.isDictionary() || !row.getKey("/S").isNameAndEquals("/TR")) {
                into_.insert("structure.table_row");
                continue;
            }
            const auto is_header = [](Object cell, const char* scope) {
                return cell.getKey("/S").isNameAndEquals("/TH") &&
                       cell.getKeyIfDict("/A").getKeyIfDict("/Scope").isNameAndEquals(scope);
            };
            auto cells = kids_of(row);
            const bool row_headed =
                std::any_of(cells.begin(), cells.end(), [&](Object cell) { return is_header(cell, "/Row"); });
            long long columns = 0;
            for (auto& cell : cells) {
                auto span = cell.getKeyIfDict("/A").getKeyIfDict("/ColSpan");
                if (cell.getKeyIfDict("/A").hasKey("/RowSpan")) into_.insert("structure.cells_overlap");
                const auto end = columns + (span.isInteger() ? span.getIntValue() : 1);
                bool over = false;
                for (; columns < end; ++columns) {
                    if (is_header(cell, "/Column")) headed.insert(columns);
                    over = over || headed.count(columns) != 0;
                }
                if (cell.getKey("/S").isNameAndEquals("/TD") && !row_headed && !over)
                    into_.insert("structure.cell_without_header");
            }
            if (first >= 0 && columns != first) into_.insert("structure.table_irregular");
            first = columns;
        }
    }

    QPDF& pdf_;
    ArchiveFindings& into_;
    std::set<QPDFObjGen> seen_ = {};
    int headings_ = 0;
};

Object entry_of(QPDF& pdf, Object key) {
    auto nums =
        pdf.getRoot().getKeyIfDict("/StructTreeRoot").getKeyIfDict("/ParentTree").getKeyIfDict("/Nums");
    if (key.isInteger() && nums.isArray())
        for (int i = 0; i + 1 < nums.getArrayNItems(); i += 2)
            if (nums.getArrayItem(i).getIntValue() == key.getIntValue()) return nums.getArrayItem(i + 1);
    return Object::newNull();
}

}  // namespace

void check_archive_structure(QPDF& pdf, ArchiveFindings& into) {
    auto marked = pdf.getRoot().getKeyIfDict("/MarkInfo").getKeyIfDict("/Marked");
    if (!marked.isBool() || !marked.getBoolValue()) into.insert("structure.not_marked");
    auto suspects = pdf.getRoot().getKeyIfDict("/MarkInfo").getKeyIfDict("/Suspects");
    if (suspects.isBool() && suspects.getBoolValue()) into.insert("structure.suspects");
    Tree tree(pdf, into);
    tree.walk();
    std::size_t on_pages = 0;
    for (auto page : pdf.getAllPages()) {
        Marked content(into);
        page.parsePageContents(&content);
        auto parents = entry_of(pdf, page.getKey("/StructParents"));
        for (const auto& [number, tag] : content.numbers) {
            ++on_pages;
            const auto node = tree.contents.find({page.getObjGen(), number});
            if (node == tree.contents.end()) {
                into.insert("structure.content_left_out");
                continue;
            }
            Object element = node->second;
            if (element.getKey("/S").getName() != tag) into.insert("structure.tag_differs");
            if (!parents.isArray() || parents.getArrayNItems() <= number ||
                parents.getArrayItem(number).getObjGen() != element.getObjGen())
                into.insert("structure.parent_tree");
        }
    }
    if (on_pages != tree.contents.size()) into.insert("structure.content_missing");
}

}  // namespace sanad::test
