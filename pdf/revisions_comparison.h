// One revision of a document held against the one before it: what it changed, each change with its kind.
// Included by pdf/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pdf/revisions.h"
#include "pdf/revisions_equal.h"
#include "pdf/revisions_form.h"
#include "pdf/revisions_graph.h"
#include "pdf/revisions_layout.h"

namespace sanad::pdf {

using Keys = std::set<std::string>;

// Two revisions' layouts. Where the older one was carried on, both are the same object, and what was there
// before are the first `old_fields` of its fields.
struct LayoutPair {
    const Layout& before;
    const Layout& after;
    const Value* old_catalog;
    const Value* old_form;  // its dictionary, null where there was none
    std::size_t old_fields;

    bool carried() const { return &before == &after; }
};

class Comparison {
public:
    Comparison(ObjectStore& store, const XrefChain& chain, ObjectGraph& graph, const LayoutPair& layouts,
               const std::vector<int>& moved, int revision);
    std::vector<Change> run();

private:
    bool untouched(const Value& item) const {
        return item.is(Value::Kind::reference) && touched_.count(static_cast<int>(item.integer)) == 0;
    }
    // Fields of the older revision and of the newer one, null where there is none.
    const FormNode* old_node(int key) const;
    const FormNode* new_node(int key) const;
    const Value& value(const FormNode& node, int revision);
    std::vector<const FormNode*> fields_to_compare() const;
    void generations();
    void touched_pages();
    bool untouched(const FormNode& node) const { return node.key > 0 && touched_.count(node.key) == 0; }
    void record(ChangeKind kind, std::string subject, std::string detail);
    void require(const Value& old_value, const Value& new_value, const std::string& path);
    void require_entries(const Value& old_value, const Value& new_value, const Keys& except,
                         const std::string& path);
    bool differs(const Value& old_value, const Value& new_value);
    void trailer();
    void info(const Value& old_info, const Value& new_info);
    void catalog(const Value& old_catalog, const Value& new_catalog);
    void page_tree(const Value& old_item, const Value& new_item, int depth);
    void page(const Value& old_page, const Value& new_page, bool same);
    void annotations(const Value& old_list, const Value& new_list, const std::string& path);
    bool same_annotation(DeepEquality& equality, const Value& old_item, const Value& new_item,
                         const std::string& path);
    bool is_widget(const Value& item, int revision);
    void added_annotation(const Value& item, const std::string& path);
    void form();
    void field_value(const FormNode& old_node);
    void record_signature(const std::string& name, const Value& dictionary);
    void added_field(const FormNode& node);
    bool shows_something(const FormNode& node);
    bool paints(const FormNode& widget);
    bool acts(const FormNode& node);
    bool is_closed(const FormNode& node);
    void field_entries(const FormNode& old_node);
    void shared_appearances();
    bool became_read_only(const Value& old_value, const Value& new_value);
    void form_dictionary();
    void structure(const Value& old_item, const Value& new_item);
    std::vector<const Value*> kids_of(const Value& element, int revision);
    bool grown_kids(const Value& holder, const Value& old_element, const Value& new_element, int depth);
    bool grown_element(const Value& reference, int depth);
    bool element_of_signature(const Value& item, const Value& holder);
    using Parents = std::map<std::int64_t, const Value*>;
    bool read_parents(const Value& item, int revision, int depth, Parents& into);
    bool grown_parents(const Value& old_item, const Value& new_item);
    void resources(const Value& old_resources, const Value& new_resources);

    ObjectStore& store_;
    const XrefChain& chain_;
    ObjectGraph& graph_;
    const LayoutPair& layouts_;
    const Value& old_catalog_;
    const Value& new_catalog_;
    int before_;
    int after_;
    Landmarks both_;  // of both layouts, where they are two
    const Landmarks& landmarks_;
    Landmarks touched_;
    DeepEquality other_;
    DeepEquality fields_;  // of its own, so that other_ tells what the rest of the document uses
    DeepEquality annotation_;
    DeepEquality tree_;
    std::unordered_set<int> signed_;  // units
    std::unordered_set<int> filled_;
    std::vector<const FormNode*> repainted_;
    std::unordered_set<int> new_elements_;  // of the structure tree, for signature fields
    std::set<std::int64_t> pages_;
    int page_number_ = 0;
    std::vector<Change> changes_;
};

}  // namespace sanad::pdf
