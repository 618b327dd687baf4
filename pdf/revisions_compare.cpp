#include "pdf/revisions_compare.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "pdf/revisions_equal.h"
#include "pdf/revisions_form.h"
#include "pdf/revisions_graph.h"
#include "pdf/revisions_layout.h"

namespace sanad::pdf {
namespace {

using Keys = std::set<std::string>;

constexpr std::size_t most_changes = 200;

// What a processor may write into Info at every saving; a changed title would be seen.
const Keys saving_entries = {"ModDate", "CreationDate", "Producer", "Creator"};

// Entries of the catalogue with rules of their own, below.
const Keys catalog_roles = {"AcroForm", "Pages", "DSS", "Metadata", "Version", "Extensions"};

// What filling or signing a field may change in it and in its widgets, besides the value.
const Keys filled_entries = {"V", "Kids", "AP", "AS", "M", "RV", "I", "TI"};
const Keys signed_entries = {"V", "Kids", "AP", "AS", "M", "F", "Lock"};
const Keys untouched_entries = {"V", "Kids"};

class Comparison {
public:
    Comparison(ObjectStore& store, const XrefChain& chain, ObjectGraph& graph, const Layout& old_layout,
               const Layout& new_layout, int revision)
        : store_(store),
          chain_(chain),
          graph_(graph),
          old_form_(old_layout.form),
          new_form_(new_layout.form),
          old_catalog_(*old_layout.catalog),
          new_catalog_(*new_layout.catalog),
          before_(revision - 1),
          after_(revision),
          other_(store, landmarks_, touched_, before_, after_),
          fields_(store, landmarks_, touched_, before_, after_),
          annotation_(store, landmarks_, touched_, before_, after_) {
        landmarks_ = old_layout.landmarks;
        landmarks_.insert(new_layout.landmarks.begin(), new_layout.landmarks.end());
        // A page is to be looked at when an annotation of it was touched.
        Landmarks borders = landmarks_;
        for (const auto* layout : {&old_layout, &new_layout})
            for (const int number : layout->annotations) borders.erase(number);
        touched_ = graph.touched(revision, borders);
    }

    std::vector<Change> run() {
        form();
        trailer();
        catalog(old_catalog_, new_catalog_);
        page_tree(old_catalog_.at("Pages"), new_catalog_.at("Pages"), 0);
        shared_appearances();
        return std::move(changes_);
    }

private:
    bool untouched(const Value& item) const {
        return item.is(Value::Kind::reference) && touched_.count(static_cast<int>(item.integer)) == 0;
    }
    bool untouched(const FormNode& node) const { return node.key > 0 && touched_.count(node.key) == 0; }

    // -- recording
    // -------------------------------------------------------------------------------------------------
    void record(ChangeKind kind, std::string subject, std::string detail) {
        if (changes_.size() < most_changes)
            changes_.push_back({after_, kind, std::move(subject), std::move(detail)});
    }

    void require(const Value& old_value, const Value& new_value, const std::string& path) {
        if (!other_.equal(old_value, new_value, path))
            record(ChangeKind::other, "", other_.take_difference());
    }

    void require_entries(const Value& old_value, const Value& new_value, const Keys& except,
                         const std::string& path) {
        if (!other_.equal_entries(old_value, new_value, except, path))
            record(ChangeKind::other, "", other_.take_difference());
    }

    // For places that may differ: did they?
    bool differs(const Value& old_value, const Value& new_value) {
        return !DeepEquality(store_, landmarks_, touched_, before_, after_).equal(old_value, new_value, "");
    }

    // -- trailer and catalogue
    // ------------------------------------------------------------------------------------- Entries that both
    // have, whatever they are called, because they can be a second way to an object; a reader goes by none
    // that it does not know. The ones about the section itself belong to each section.
    void trailer() {
        static const Keys own = {"Size", "Prev",   "XRefStm",     "ID",     "W",    "Index",
                                 "Type", "Filter", "DecodeParms", "Length", "Root", "Info"};
        const Value& old_trailer = chain_.revisions[static_cast<std::size_t>(before_)].trailer;
        const Value& new_trailer = chain_.revisions[static_cast<std::size_t>(after_)].trailer;
        for (const auto& [key, value] : old_trailer.entries)
            if (own.count(key) == 0 && (new_trailer.entries.count(key) == 1 || key == "Encrypt"))
                require(value, new_trailer.at(key), "trailer/" + key);
        if (old_trailer.entries.count("Encrypt") == 0)
            require(Value{}, new_trailer.at("Encrypt"), "trailer/Encrypt");
        info(store_.entry(old_trailer, "Info", before_), store_.entry(new_trailer, "Info", after_));
    }

    void info(const Value& old_info, const Value& new_info) {
        if (new_info.is(Value::Kind::null)) return;
        require_entries(old_info, new_info, saving_entries, "Info");
        for (const auto& key : saving_entries)
            if (differs(old_info.at(key), new_info.at(key)))
                return record(ChangeKind::metadata, "", "Info/" + key);
    }

    void catalog(const Value& old_catalog, const Value& new_catalog) {
        if (!new_catalog.has_entries()) return record(ChangeKind::other, "", "Root");
        require_entries(old_catalog, new_catalog, catalog_roles, "Root");
        if (differs(old_catalog.at("DSS"), new_catalog.at("DSS")))
            record(ChangeKind::security_store, "", "Root/DSS");
        for (const char* key : {"Metadata", "Version", "Extensions"})
            if (differs(old_catalog.at(key), new_catalog.at(key)))
                record(ChangeKind::metadata, "", std::string("Root/") + key);
    }

    // -- pages
    // -----------------------------------------------------------------------------------------------------
    void page_tree(const Value& old_item, const Value& new_item, int depth) {
        const std::string path = "page tree";
        const bool same_object = old_item.is(new_item.kind) && old_item.integer == new_item.integer;
        if (!same_object || depth > deepest_tree) return record(ChangeKind::other, "", path);
        if (old_item.is(Value::Kind::reference) && !pages_.insert(old_item.integer).second) return;
        const Value& old_node = store_.resolve(old_item, before_);
        const Value& new_node = store_.resolve(new_item, after_);
        if (old_node.entries.count("Kids") == 0 && new_node.entries.count("Kids") == 0)
            return page(old_node, new_node, untouched(old_item));
        if (!untouched(old_item)) require_entries(old_node, new_node, {"Kids"}, path);
        const Value& old_kids = store_.entry(old_node, "Kids", before_);
        const Value& new_kids = store_.entry(new_node, "Kids", after_);
        if (old_kids.items.size() != new_kids.items.size())
            return record(ChangeKind::other, "", path + "/Kids");
        for (std::size_t i = 0; i < old_kids.items.size(); ++i)
            page_tree(old_kids.items[i], new_kids.items[i], depth + 1);
    }

    void page(const Value& old_page, const Value& new_page, bool same) {
        ++page_number_;
        if (same) return;
        const std::string path = "page " + std::to_string(page_number_);
        require_entries(old_page, new_page, {"Annots", "LastModified"}, path);
        annotations(store_.entry(old_page, "Annots", before_), store_.entry(new_page, "Annots", after_),
                    path + "/Annots");
    }

    // -- annotations
    // -----------------------------------------------------------------------------------------------
    void annotations(const Value& old_list, const Value& new_list, const std::string& path) {
        std::unordered_map<std::int64_t, std::size_t> positions;
        std::int64_t direct = 0;
        const auto key_of = [&direct](const Value& item) {
            return item.is(Value::Kind::reference) ? item.integer : --direct;
        };
        for (std::size_t i = 0; i < new_list.items.size(); ++i)
            positions.emplace(key_of(new_list.items[i]), i);
        direct = 0;
        std::unordered_set<std::size_t> known;
        std::size_t last = 0;
        for (const auto& item : old_list.items) {
            const auto key = key_of(item);
            const bool in_form = key > 0 && old_nodes_.count(static_cast<int>(key)) == 1;
            const auto kind =
                in_form || is_widget(item, before_) ? ChangeKind::other : ChangeKind::annotation;
            const auto found = positions.find(key);
            if (found == positions.end()) {
                record(kind, "", path + " (one removed)");
                continue;
            }
            if (found->second < last) record(kind, "", path + " (another order)");
            last = found->second;
            known.insert(found->second);
            if (in_form) continue;  // compared as a field
            auto& equality = kind == ChangeKind::other ? other_ : annotation_;
            if (!same_annotation(equality, item, new_list.items[found->second], path))
                record(kind, "", equality.take_difference());
        }
        for (std::size_t i = 0; i < new_list.items.size(); ++i)
            if (known.count(i) == 0) added_annotation(new_list.items[i], path);
    }

    // The object is a landmark, so it is its entries that are compared here.
    bool same_annotation(DeepEquality& equality, const Value& old_item, const Value& new_item,
                         const std::string& path) {
        const Value& old_value = store_.resolve(old_item, before_);
        const Value& new_value = store_.resolve(new_item, after_);
        if (!old_value.has_entries() || !new_value.has_entries())
            return equality.equal(old_value, new_value, path);
        return equality.equal_entries(old_value, new_value, {}, path);
    }

    bool is_widget(const Value& item, int revision) {
        return store_.entry(store_.resolve(item, revision), "Subtype", revision).is_name("Widget");
    }

    void added_annotation(const Value& item, const std::string& path) {
        const int number = item.is(Value::Kind::reference) ? static_cast<int>(item.integer) : 0;
        const auto node = new_nodes_.find(number);
        if (node == new_nodes_.end())
            return record(is_widget(item, after_) ? ChangeKind::other : ChangeKind::annotation, "",
                          path + " (one added)");
        // A new field is judged with the form; one that was there may come onto a page when it is signed.
        if (old_nodes_.count(number) == 1 && signed_.count(node->second->unit) == 0)
            record(ChangeKind::other, node->second->name, path + " (a field put on the page)");
    }

    // -- form
    // ------------------------------------------------------------------------------------------------------
    void form() {
        for (const auto& node : old_form_.nodes) old_nodes_[node.key] = &node;
        for (const auto& node : new_form_.nodes) new_nodes_[node.key] = &node;
        for (const auto& node : old_form_.nodes) field_value(node);
        for (const auto& node : new_form_.nodes)
            if (old_nodes_.count(node.key) == 0) added_field(node);
        for (const auto& node : old_form_.nodes)
            if (!untouched(node)) field_entries(node);
        form_dictionary();
    }

    void field_value(const FormNode& old_node) {
        const auto found = new_nodes_.find(old_node.key);
        if (found == new_nodes_.end()) return record(ChangeKind::other, old_node.name, "field removed");
        const FormNode& new_node = *found->second;
        if (old_node.name != new_node.name || old_node.type != new_node.type ||
            old_node.parent != new_node.parent)
            return record(ChangeKind::other, old_node.name, "field renamed or moved");
        if (untouched(old_node)) return;
        const Value& old_value = store_.entry(*old_node.value, "V", before_);
        const Value& new_value = store_.entry(*new_node.value, "V", after_);
        if (old_node.type != "Sig") {
            if (!differs(old_node.value->at("V"), new_node.value->at("V"))) return;
            filled_.insert(old_node.unit);
            record(ChangeKind::field_filled, old_node.name, "form");
        } else if (old_value.is(Value::Kind::null) && new_value.has_entries()) {
            signed_.insert(old_node.unit);
            record_signature(old_node.name, new_value);
        } else {
            if (!fields_.equal(old_node.value->at("V"), new_node.value->at("V"),
                               "form/" + old_node.name + "/V"))
                record(ChangeKind::other, "", fields_.take_difference());
        }
    }

    void record_signature(const std::string& name, const Value& dictionary) {
        const bool stamp = store_.entry(dictionary, "Type", after_).is_name("DocTimeStamp");
        record(stamp ? ChangeKind::timestamp_added : ChangeKind::signature_added, name, "form");
    }

    void added_field(const FormNode& node) {
        if (node.type != "Sig") return record(ChangeKind::other, node.name, "field added");
        const bool widget_of_old_field = node.key != node.unit && old_nodes_.count(node.unit) == 1;
        if (widget_of_old_field && signed_.count(node.unit) == 0)
            return record(ChangeKind::other, node.name, "widget added");
        if (node.key != node.unit) return;
        const Value& value = store_.entry(*node.value, "V", after_);
        if (value.has_entries()) {
            signed_.insert(node.unit);
            record_signature(node.name, value);
        } else if (shows_something(node)) {
            record(ChangeKind::other, node.name, "an empty signature field that shows something");
        } else {
            record(ChangeKind::signature_field_added, node.name, "form");
        }
    }

    // An unsigned field with an appearance is a picture that nobody answers for.
    bool shows_something(const FormNode& node) {
        const auto paints = [&](const FormNode& widget) {
            const Value& normal = store_.entry(store_.entry(*widget.value, "AP", after_), "N", after_);
            if (normal.is(Value::Kind::stream)) return normal.data_end > normal.data_begin;
            return normal.has_entries();
        };
        return std::any_of(new_form_.nodes.begin(), new_form_.nodes.end(),
                           [&](const FormNode& other) { return other.unit == node.key && paints(other); });
    }

    void field_entries(const FormNode& old_node) {
        const auto found = new_nodes_.find(old_node.key);
        if (found == new_nodes_.end()) return;
        const Value& old_value = *old_node.value;
        const Value& new_value = *found->second->value;
        Keys except = signed_.count(old_node.unit) == 1   ? signed_entries
                      : filled_.count(old_node.unit) == 1 ? filled_entries
                                                          : untouched_entries;
        if (!signed_.empty() && became_read_only(old_value, new_value)) except.insert("Ff");
        if (!fields_.equal_entries(old_value, new_value, except, "form/" + old_node.name))
            record(ChangeKind::other, "", fields_.take_difference());
        if (except != untouched_entries) repainted_.push_back(&old_node);
    }

    // An appearance that a field may change must be the field's own: what the rest of the document also uses
    // would be changed, or be exchanged later, under the name of a form that is filled.
    void shared_appearances() {
        if (repainted_.empty()) return;
        Landmarks fields;
        for (const auto& node : old_form_.nodes) fields.insert(node.key);
        for (const FormNode* node : repainted_) {
            std::vector<const Value*> ways = {&node->value->at("AP")};
            for (const auto& [state, item] : store_.resolve(*ways[0], before_).entries) {
                ways.push_back(&item);
                const Value& states = store_.resolve(item, before_);
                if (!states.is(Value::Kind::dictionary)) continue;
                for (const auto& [name, stream] : states.entries) ways.push_back(&stream);
            }
            if (std::any_of(ways.begin(), ways.end(), [&](const Value* way) {
                    return way->is(Value::Kind::reference) &&
                           graph_.used_elsewhere(static_cast<int>(way->integer), before_, landmarks_, fields);
                }))
                record(ChangeKind::other, node->name, "an appearance that is used elsewhere too");
        }
    }

    // A signer that locks a field may also mark it read-only, and nothing more.
    bool became_read_only(const Value& old_value, const Value& new_value) {
        return new_value.at("Ff").is_integer &&
               (old_value.at("Ff").integer | 1) == new_value.at("Ff").integer;
    }

    void form_dictionary() {
        if (new_form_.dictionary == nullptr) {
            if (old_form_.dictionary != nullptr) record(ChangeKind::other, "", "AcroForm removed");
            return;
        }
        static const Value none;
        const Value& old_form = old_form_.dictionary == nullptr ? none : *old_form_.dictionary;
        Keys except = {"Fields", "SigFlags", "NeedAppearances", "DR"};
        if (old_form.entries.count("DA") == 0) except.insert("DA");
        require_entries(old_form, *new_form_.dictionary, except, "AcroForm");
        resources(store_.entry(old_form, "DR", before_), store_.entry(*new_form_.dictionary, "DR", after_));
    }

    // Filling a form may add fonts; what was there stays what it was.
    void resources(const Value& old_resources, const Value& new_resources) {
        for (const auto& [category, old_item] : old_resources.entries) {
            const Value& old_names = store_.resolve(old_item, before_);
            const Value& new_names = store_.entry(new_resources, category, after_);
            if (!old_names.has_entries()) {
                require(old_names, new_names, "AcroForm/DR/" + category);
                continue;
            }
            for (const auto& [name, value] : old_names.entries)
                require(value, new_names.at(name), "AcroForm/DR/" + category + "/" + name);
        }
    }

    ObjectStore& store_;
    const XrefChain& chain_;
    ObjectGraph& graph_;
    const Form& old_form_;
    const Form& new_form_;
    const Value& old_catalog_;
    const Value& new_catalog_;
    int before_;
    int after_;
    Landmarks landmarks_;
    Landmarks touched_;
    DeepEquality other_;
    DeepEquality fields_;  // of its own, so that other_ tells what the rest of the document uses
    DeepEquality annotation_;
    std::unordered_map<int, const FormNode*> old_nodes_;
    std::unordered_map<int, const FormNode*> new_nodes_;
    std::unordered_set<int> signed_;  // units
    std::unordered_set<int> filled_;
    std::vector<const FormNode*> repainted_;
    std::set<std::int64_t> pages_;
    int page_number_ = 0;
    std::vector<Change> changes_;
};

}  // namespace

struct RevisionComparison::Impl {
    ObjectStore& store;
    const XrefChain& chain;
    ObjectGraph graph;
    std::optional<std::pair<int, Layout>> last = {};  // of the newest revision that was looked at

    Layout layout(int revision) {
        if (last && last->first == revision) return std::move(last->second);
        return read_layout(store, chain, revision);
    }
};

RevisionComparison::RevisionComparison(ObjectStore& store, const XrefChain& chain)
    : impl_(std::make_unique<Impl>(Impl{store, chain, ObjectGraph(store, chain)})) {}

RevisionComparison::~RevisionComparison() = default;

std::vector<Change> RevisionComparison::changes(int revision) {
    const Layout before = impl_->layout(revision - 1);
    Layout after = impl_->layout(revision);
    auto made = Comparison(impl_->store, impl_->chain, impl_->graph, before, after, revision).run();
    impl_->last.emplace(revision, std::move(after));
    return made;
}

}  // namespace sanad::pdf
