#include "pdf/foreign_tree.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/object_writer.h"
#include "pdf/widget_places.h"

namespace sanad::pdf {
namespace {

constexpr int max_depth = 32;
constexpr int max_nodes = 50'000;
constexpr std::size_t max_text = 1 << 20;
const std::vector<std::string> inherited_keys = {"/V", "/DA", "/Q", "/MaxLen", "/Opt"};

[[noreturn]] void refuse_many() {
    throw Error(ErrorCode::resource, "more form fields than are looked at",
                UserMessage{"fill.too_many", {std::to_string(max_nodes)}});
}

[[noreturn]] void refuse_deep() {
    throw Error(ErrorCode::resource, "form fields too deep within one another",
                UserMessage{"fill.too_deep", {std::to_string(max_depth)}});
}

// Names of states are bytes; most are UTF-8, old ones Latin-1. TeX's hyperref spells UTF-16 in them as in
// strings, \376\377\000S.
std::string text_of_name(const std::string& bytes) {
    if (bytes.starts_with("\\376\\377")) {
        std::string units;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            int code = 0;
            const auto* begin = bytes.data() + i + 1;
            const bool escaped = bytes[i] == '\\' && i + 3 < bytes.size() &&
                                 std::from_chars(begin, begin + 3, code, 8).ptr == begin + 3;
            units.push_back(escaped ? static_cast<char>(code) : bytes[i]);
            if (escaped) i += 3;
        }
        return QPDFObjectHandle::newString(units).getUTF8Value();
    }
    const auto points = code_points_of(bytes);
    if (points.find(U'\ufffd') == std::u32string::npos) return bytes;
    std::u32string latin;
    for (const char byte : bytes) latin.push_back(static_cast<unsigned char>(byte));
    return utf8_of(latin);
}

bool is_widget(QPDFObjectHandle node) {
    return node.isDictionary() &&
           (node.getKey("/Subtype").isNameAndEquals("/Widget") || node.hasKey("/Rect"));
}

// The name of "on" in the widget's own appearances, else the state that it is in.
std::string on_state(QPDFObjectHandle widget) {
    auto current = widget.getKey("/AS");
    const std::string now = current.isName() ? current.getName().substr(1) : "Off";
    for (const char* kind : {"/N", "/D"}) {
        auto states = widget.getKeyIfDict("/AP").getKeyIfDict(kind);
        if (!states.isDictionary()) continue;
        std::string first;
        for (const auto& key : states.getKeys()) {
            if (key == "/Off") continue;
            if (first.empty() || key.substr(1) == now) first = key.substr(1);
        }
        if (!first.empty()) return first;
    }
    return now == "Off" ? "" : now;
}

class TreeReader {
public:
    TreeReader(FieldTree& tree, const std::vector<QPDFObjectHandle>& pages) : tree_(tree), places_(pages) {}

    void read(OwnedDictionary node, InheritedEntries from, const std::string& prefix, int depth) {
        auto dictionary = node.dictionary;
        if (!dictionary.isDictionary()) return;
        if (depth > max_depth) refuse_deep();
        if (++visited_ > max_nodes) refuse_many();
        if (dictionary.isIndirect() && !seen_.insert(dictionary.getObjGen()).second) return;
        if (dictionary.isIndirect()) node.owner = dictionary;
        take_own(dictionary, from);
        std::string name = prefix;
        if (auto part = dictionary.getKey("/T"); part.isString())
            name += (name.empty() ? "" : ".") + part.getUTF8Value();

        auto kids = dictionary.getKey("/Kids");
        const auto owner = kids.isIndirect() ? kids : node.owner;
        const int count = kids.isArray() ? std::min(kids.getArrayNItems(), max_nodes) : 0;
        std::vector<OwnedDictionary> widgets;
        bool has_fields = false;
        for (int i = 0; i < count; ++i) {
            // Kids with a name are fields; kids without one are widgets of this field.
            auto kid = kids.getArrayItem(i);
            if (!kid.isDictionary()) continue;
            const OwnedDictionary owned{kid, kid.isIndirect() ? kid : owner};
            if (kid.hasKey("/T") || (!is_widget(kid) && kid.hasKey("/Kids"))) {
                has_fields = true;
                read(owned, from, name, depth + 1);
            } else {
                widgets.push_back(owned);
            }
        }
        if (has_fields || from.type.empty() || name.empty()) return;
        if (widgets.empty() && is_widget(dictionary)) widgets.push_back(node);
        add(node, from, name, widgets);
    }

    // Widgets on pages that nobody listed, with names of their own: viewers take them for fields all the
    // same.
    void read_unlisted(const std::vector<QPDFObjectHandle>& pages, const InheritedEntries& from) {
        for (auto page : pages) {
            auto annotations = page.getKey("/Annots");
            const int count = annotations.isArray() ? std::min(annotations.getArrayNItems(), max_nodes) : 0;
            for (int i = 0; i < count; ++i) {
                auto widget = annotations.getArrayItem(i);
                if (widget.isIndirect() && is_widget(widget) && widget.hasKey("/T") && widget.hasKey("/FT") &&
                    !widget.hasKey("/Parent"))
                    read({widget, widget}, from, "", 0);
            }
        }
    }

private:
    static void take_own(QPDFObjectHandle node, InheritedEntries& into) {
        auto type = node.getKey("/FT"), flags = node.getKey("/Ff");
        if (type.isName()) into.type = type.getName().substr(1);
        if (flags.isInteger()) into.flags = flags.getIntValue();
        for (const auto& key : inherited_keys)
            if (node.hasKey(key)) into.entries[key] = node.getKey(key);
    }

    void add(const OwnedDictionary& node, const InheritedEntries& from, const std::string& name,
             const std::vector<OwnedDictionary>& widgets) {
        // Nodes of one name are one field (12.7.3.2).
        const auto [known, is_new] = by_name_.try_emplace(name, tree_.fields.size());
        if (is_new) tree_.fields.push_back({name, from});
        auto& field = tree_.fields[known->second];
        if (field.inherited.type != from.type) return;
        field.nodes.push_back(node);
        if (field.tip.isNull()) field.tip = node.at("/TU");
        for (const auto& widget : widgets) add_widget(field, widget, from);
    }

    void add_widget(TreeField& field, const OwnedDictionary& widget, InheritedEntries from) {
        if (++visited_ > max_nodes) refuse_many();
        take_own(widget.dictionary, from);
        TreeWidget added{widget, from};
        const auto place = places_.find(widget.dictionary);
        added.page = place.page;
        added.box = place.box;
        if (from.type == "Btn") name_state(field, added);
        field.widgets.push_back(std::move(added));
    }

    // 12.7.4.2.3 and 4: /Opt has the texts that the states stand for, in the order of the kids.
    static void name_state(const TreeField& field, TreeWidget& widget) {
        auto exported = widget.inherited.get("/Opt");
        const int index = static_cast<int>(field.widgets.size());
        auto text = exported.isArray() && index < exported.getArrayNItems() ? exported.getArrayItem(index)
                                                                            : QPDFObjectHandle::newNull();
        if (exported.isString()) text = exported;
        widget.state = on_state(widget.place.dictionary);
        if (widget.state.empty())
            widget.state = field.has(field_flag::radio) || text.isString() ? std::to_string(index) : "Yes";
        widget.option.key = text.isString() ? text.getUTF8Value() : text_of_name(widget.state);
        auto tip = widget.place.at("/TU");
        widget.option.label = tip.isString() ? tip.getUTF8Value() : widget.option.key;
        widget.option.place = {widget.page, widget.box};
    }

    FieldTree& tree_;
    WidgetPlaces places_;
    std::set<QPDFObjGen> seen_;
    std::map<std::string, std::size_t> by_name_;
    int visited_ = 0;
};

std::vector<ForeignOption> listed_options(QPDFObjectHandle list) {
    std::vector<ForeignOption> options;
    const int count = list.isArray() ? std::min(list.getArrayNItems(), 10'000) : 0;
    for (int i = 0; i < count; ++i) {
        auto item = list.getArrayItem(i);
        if (item.isArray() && item.getArrayNItems() >= 2)
            options.push_back({text_in(item.getArrayItem(0)), text_in(item.getArrayItem(1))});
        else
            options.push_back({text_in(item), text_in(item)});
    }
    return options;
}

}  // namespace

std::string text_in(QPDFObjectHandle value) {
    std::string text;
    if (value.isString()) text = value.getUTF8Value();
    if (value.isName()) text = text_of_name(value.getName().substr(1));
    if (value.isStream()) {
        const auto data = value.getStreamData(qpdf_dl_specialized);
        text = QPDFObjectHandle::newString(std::string(reinterpret_cast<const char*>(data->getBuffer()),
                                                       std::min(data->getSize(), max_text)))
                   .getUTF8Value();
    }
    if (text.size() > max_text) text.resize(max_text);
    return text;
}

QPDFObjectHandle InheritedEntries::get(const std::string& key) const {
    const auto found = entries.find(key);
    return found == entries.end() ? QPDFObjectHandle::newNull() : found->second;
}

ForeignKind TreeField::kind() const {
    if (inherited.type == "Sig") return ForeignKind::signature;
    if (inherited.type == "Ch")
        return has(field_flag::multi_select) && !has(field_flag::combo) ? ForeignKind::choices
                                                                        : ForeignKind::choice;
    if (inherited.type == "Tx") return ForeignKind::text;
    if (has(field_flag::push_button)) return ForeignKind::button;
    return has(field_flag::radio) || options().size() > 1 ? ForeignKind::choice : ForeignKind::check;
}

std::vector<ForeignOption> TreeField::options() const {
    if (inherited.type == "Ch") return listed_options(inherited.get("/Opt"));
    std::vector<ForeignOption> options;
    if (inherited.type != "Btn" || has(field_flag::push_button)) return options;
    std::set<std::string> seen;
    for (const auto& widget : widgets)
        if (seen.insert(widget.option.key).second) options.push_back(widget.option);
    return options;
}

std::vector<std::string> TreeField::values() const {
    std::vector<std::string> found;
    auto value = inherited.get("/V");
    if (inherited.type == "Btn") {
        for (const auto& widget : widgets) {
            auto state = widget.place.at("/AS");
            if (!state.isName()) state = value;
            const bool known = std::find(found.begin(), found.end(), widget.option.key) != found.end();
            if (!known && state.isName() && state.getName().substr(1) == widget.state)
                found.push_back(widget.option.key);
        }
        return found;
    }
    if (inherited.type == "Sig") return found;
    if (value.isArray()) {
        for (int i = 0; i < std::min(value.getArrayNItems(), 10'000); ++i)
            found.push_back(text_in(value.getArrayItem(i)));
    } else if (auto text = text_in(value); !text.empty()) {
        found.push_back(std::move(text));
    }
    return found;
}

int TreeField::max_length() const {
    auto length = inherited.get("/MaxLen");
    if (inherited.type != "Tx" || !length.isInteger()) return 0;
    return static_cast<int>(std::clamp(length.getIntValue(), 0LL, 1'000'000LL));
}

// The flag counts only where none of the others is set (table 228).
bool TreeField::is_comb() const {
    using namespace field_flag;
    return inherited.type == "Tx" && has(comb) && !has(multiline) && !has(password) && !has(file_select) &&
           max_length() > 0;
}

TreeField* FieldTree::find(std::string_view name) {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

FieldTree read_field_tree(QPDF& document, const std::vector<QPDFObjectHandle>& pages) {
    FieldTree tree;
    auto root = document.getRoot();
    tree.form = root.getKey("/AcroForm");
    if (tree.form.isDictionary() && !tree.form.getKey("/XFA").isNull())
        throw Error(ErrorCode::unsupported, "an XFA form", UserMessage{"fill.xfa", {}});
    auto fields = tree.form.isDictionary() ? tree.form.getKey("/Fields") : QPDFObjectHandle::newNull();
    const auto owner = fields.isIndirect() ? fields : tree.form.isIndirect() ? tree.form : root;
    InheritedEntries from;
    for (const char* key : {"/DA", "/Q"})
        if (tree.form.isDictionary() && tree.form.hasKey(key)) from.entries[key] = tree.form.getKey(key);
    TreeReader reader(tree, pages);
    for (int i = 0; fields.isArray() && i < std::min(fields.getArrayNItems(), max_nodes); ++i)
        reader.read({fields.getArrayItem(i), owner}, from, "", 0);
    if (tree.form.isDictionary()) reader.read_unlisted(pages, from);
    if (tree.fields.empty())
        throw Error(ErrorCode::not_found, "no form fields", UserMessage{"fill.no_form", {}});
    return tree;
}

}  // namespace sanad::pdf
