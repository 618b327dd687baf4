#include "pdf/revisions_comparison.h"

#include <algorithm>
#include <map>

namespace sanad::pdf {
namespace {

constexpr std::size_t most_changes = 200;

// What a processor may write into Info at every saving; a changed title would be seen.
const Keys saving_entries = {"ModDate", "CreationDate", "Producer", "Creator"};

// Entries of the catalogue with rules of their own, below.
const Keys catalog_roles = {"AcroForm", "Pages",      "DSS",           "Metadata",
                            "Version",  "Extensions", "StructTreeRoot"};

}  // namespace

Comparison::Comparison(ObjectStore& store, const XrefChain& chain, ObjectGraph& graph,
                       const LayoutPair& layouts, const std::vector<int>& moved, int revision)
    : store_(store),
      chain_(chain),
      graph_(graph),
      layouts_(layouts),
      old_catalog_(*layouts.old_catalog),
      new_catalog_(*layouts.after.catalog),
      before_(revision - 1),
      after_(revision),
      landmarks_(layouts.carried() ? layouts.after.landmarks : both_),
      other_(store, landmarks_, touched_, before_, after_),
      fields_(store, landmarks_, touched_, before_, after_),
      annotation_(store, landmarks_, touched_, before_, after_),
      tree_(store, landmarks_, touched_, before_, after_) {
    // A page is to be looked at when an annotation of it was touched.
    if (layouts.carried()) {
        touched_ = graph.touched(moved, layouts.after.borders);
        return;
    }
    both_ = layouts.before.landmarks;
    both_.insert(layouts.after.landmarks.begin(), layouts.after.landmarks.end());
    Landmarks borders = both_;
    for (const auto* layout : {&layouts.before, &layouts.after})
        for (const int number : layout->annotations) borders.erase(number);
    touched_ = graph.touched(moved, borders);
}

std::vector<Change> Comparison::run() {
    form();
    generations();
    trailer();
    catalog(old_catalog_, new_catalog_);
    if (layouts_.carried())
        touched_pages();
    else
        page_tree(old_catalog_.at("Pages"), new_catalog_.at("Pages"), 0);
    shared_appearances();
    return std::move(changes_);
}

void Comparison::record(ChangeKind kind, std::string subject, std::string detail) {
    if (changes_.size() < most_changes)
        changes_.push_back({after_, kind, std::move(subject), std::move(detail)});
}

void Comparison::require(const Value& old_value, const Value& new_value, const std::string& path) {
    if (!other_.equal(old_value, new_value, path)) record(ChangeKind::other, "", other_.take_difference());
}

void Comparison::require_entries(const Value& old_value, const Value& new_value, const Keys& except,
                                 const std::string& path) {
    if (!other_.equal_entries(old_value, new_value, except, path))
        record(ChangeKind::other, "", other_.take_difference());
}

// For places that may differ: did they?
bool Comparison::differs(const Value& old_value, const Value& new_value) {
    return !DeepEquality(store_, landmarks_, touched_, before_, after_).equal(old_value, new_value, "");
}

// Where only an object's generation is another, everything stands where it stood and no reference leads
// there.
void Comparison::generations() {
    for (const auto& [number, entry] : chain_.revisions[static_cast<std::size_t>(after_)].entries)
        if (store_.place(number, before_).kind != ObjectPlace::Kind::none &&
            store_.place(number, after_).kind != ObjectPlace::Kind::none &&
            store_.generation(number, before_) != store_.generation(number, after_))
            record(ChangeKind::other, "", "object " + std::to_string(number) + " under another generation");
}

// Entries that both have, whatever they are called, because they can be a second way to an object; a
// reader goes by none that it does not know. The ones about the section itself belong to each section.
void Comparison::trailer() {
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

void Comparison::info(const Value& old_info, const Value& new_info) {
    if (new_info.is(Value::Kind::null)) return;
    require_entries(old_info, new_info, saving_entries, "Info");
    for (const auto& key : saving_entries)
        if (differs(old_info.at(key), new_info.at(key)))
            return record(ChangeKind::metadata, "", "Info/" + key);
}

void Comparison::catalog(const Value& old_catalog, const Value& new_catalog) {
    if (!new_catalog.has_entries()) return record(ChangeKind::other, "", "Root");
    require_entries(old_catalog, new_catalog, catalog_roles, "Root");
    structure(old_catalog.at("StructTreeRoot"), new_catalog.at("StructTreeRoot"));
    if (differs(old_catalog.at("DSS"), new_catalog.at("DSS")))
        record(ChangeKind::security_store, "", "Root/DSS");
    for (const char* key : {"Metadata", "Version", "Extensions"})
        if (differs(old_catalog.at(key), new_catalog.at(key)))
            record(ChangeKind::metadata, "", std::string("Root/") + key);
}

void Comparison::page_tree(const Value& old_item, const Value& new_item, int depth) {
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
    if (old_kids.items.size() != new_kids.items.size()) return record(ChangeKind::other, "", path + "/Kids");
    for (std::size_t i = 0; i < old_kids.items.size(); ++i)
        page_tree(old_kids.items[i], new_kids.items[i], depth + 1);
}

// Of a tree that stayed as it was, in its order; the others are equal to themselves.
void Comparison::touched_pages() {
    std::map<int, std::pair<int, int>> places;  // by order: object, page number
    for (const int number : touched_)
        if (const auto found = layouts_.after.pages.find(number); found != layouts_.after.pages.end())
            places[found->second.order] = {number, found->second.number};
    for (const auto& [order, place] : places) {
        const Value& old_node = store_.object(place.first, before_);
        const Value& new_node = store_.object(place.first, after_);
        page_number_ = place.second - 1;
        if (place.second > 0)
            page(old_node, new_node, false);
        else
            require_entries(old_node, new_node, {"Kids"}, "page tree");
    }
}

void Comparison::page(const Value& old_page, const Value& new_page, bool same) {
    ++page_number_;
    if (same) return;
    const std::string path = "page " + std::to_string(page_number_);
    require_entries(old_page, new_page, {"Annots", "LastModified"}, path);
    annotations(store_.entry(old_page, "Annots", before_), store_.entry(new_page, "Annots", after_),
                path + "/Annots");
}

void Comparison::annotations(const Value& old_list, const Value& new_list, const std::string& path) {
    std::unordered_map<std::int64_t, std::size_t> positions;
    std::int64_t direct = 0;
    const auto key_of = [&direct](const Value& item) {
        return item.is(Value::Kind::reference) ? item.integer : --direct;
    };
    for (std::size_t i = 0; i < new_list.items.size(); ++i) positions.emplace(key_of(new_list.items[i]), i);
    direct = 0;
    std::unordered_set<std::size_t> known;
    std::size_t last = 0;
    for (const auto& item : old_list.items) {
        const auto key = key_of(item);
        const bool in_form = key > 0 && old_node(static_cast<int>(key)) != nullptr;
        const auto kind = in_form || is_widget(item, before_) ? ChangeKind::other : ChangeKind::annotation;
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
bool Comparison::same_annotation(DeepEquality& equality, const Value& old_item, const Value& new_item,
                                 const std::string& path) {
    const Value& old_value = store_.resolve(old_item, before_);
    const Value& new_value = store_.resolve(new_item, after_);
    if (!old_value.has_entries() || !new_value.has_entries())
        return equality.equal(old_value, new_value, path);
    return equality.equal_entries(old_value, new_value, {}, path);
}

bool Comparison::is_widget(const Value& item, int revision) {
    return store_.entry(store_.resolve(item, revision), "Subtype", revision).is_name("Widget");
}

void Comparison::added_annotation(const Value& item, const std::string& path) {
    const int number = item.is(Value::Kind::reference) ? static_cast<int>(item.integer) : 0;
    const FormNode* node = new_node(number);
    if (node == nullptr)
        return record(is_widget(item, after_) ? ChangeKind::other : ChangeKind::annotation, "",
                      path + " (one added)");
    // A new field is judged with the form; one that was there may come onto a page when it is signed.
    if (old_node(number) != nullptr && signed_.count(node->unit) == 0)
        record(ChangeKind::other, node->name, path + " (a field put on the page)");
}

}  // namespace sanad::pdf
