#include "pdf/revisions_form.h"

#include <set>

#include "pdf/revisions_layout.h"

namespace sanad::pdf {
namespace {

constexpr int deepest = 60;
constexpr std::size_t most_nodes = 200'000;

void append_utf8(std::string& into, char32_t code) {
    if (code < 0x80) {
        into.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        into.push_back(static_cast<char>(0xC0 | (code >> 6)));
        into.push_back(static_cast<char>(0x80 | (code & 63)));
    } else if (code < 0x10000) {
        into.push_back(static_cast<char>(0xE0 | (code >> 12)));
        into.push_back(static_cast<char>(0x80 | ((code >> 6) & 63)));
        into.push_back(static_cast<char>(0x80 | (code & 63)));
    } else {
        into.push_back(static_cast<char>(0xF0 | (code >> 18)));
        into.push_back(static_cast<char>(0x80 | ((code >> 12) & 63)));
        into.push_back(static_cast<char>(0x80 | ((code >> 6) & 63)));
        into.push_back(static_cast<char>(0x80 | (code & 63)));
    }
}

std::string from_utf16(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto unit = [&](std::size_t at) {
            return static_cast<char32_t>((static_cast<unsigned char>(bytes[at]) << 8) |
                                         static_cast<unsigned char>(bytes[at + 1]));
        };
        char32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
            code = 0x10000 + ((code - 0xD800) << 10) + ((unit(i + 2) - 0xDC00) & 0x3FF);
            i += 2;
        }
        append_utf8(text, code);
    }
    return text;
}

class Flattening {
public:
    Flattening(ObjectStore& store, int revision, Form& form, Layout* layout)
        : store_(store), revision_(revision), form_(form), layout_(layout) {}

    void visit(const Value& item, const FormNode& above, int depth) {
        if (depth > deepest || form_.nodes.size() >= most_nodes) {
            if (layout_ != nullptr) layout_->regular = false;
            return;
        }
        FormNode node = above;
        node.parent = above.key;
        node.key = item.is(Value::Kind::reference) ? static_cast<int>(item.integer) : -++direct_;
        if (!seen_.insert(node.key).second) return;
        node.value = &follow(item, LayoutRole::field);
        if (!node.value->has_entries()) return;
        if (const Value& type = follow(node.value->at("FT"), LayoutRole::part); type.is(Value::Kind::name))
            node.type = type.text;
        if (const Value& part = follow(node.value->at("T"), LayoutRole::part); part.is(Value::Kind::string)) {
            node.name = (node.name.empty() ? "" : node.name + ".") + text_of(part);
            node.unit = node.key;
        }
        if (node.unit == 0) node.unit = node.key;
        form_.nodes.push_back(node);
        for (const auto& kid : follow(node.value->at("Kids"), LayoutRole::part).items)
            visit(kid, node, depth + 1);
    }

private:
    const Value& follow(const Value& value, LayoutRole role) {
        return layout_ == nullptr ? store_.resolve(value, revision_)
                                  : layout_->follow(store_, value, revision_, role);
    }

    ObjectStore& store_;
    int revision_;
    Form& form_;
    Layout* layout_;
    std::set<int> seen_;
    int direct_ = 0;
};

}  // namespace

std::string text_of(const Value& string) {
    const std::string_view bytes = string.text;
    if (bytes.substr(0, 2) == "\xFE\xFF") return from_utf16(bytes.substr(2));
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF") return std::string(bytes.substr(3));
    std::string text;
    for (const char byte : bytes) append_utf8(text, static_cast<unsigned char>(byte));
    return text;
}

const Value& catalog_of(ObjectStore& store, const XrefChain& chain, int revision) {
    return store.entry(chain.revisions[static_cast<std::size_t>(revision)].trailer, "Root", revision);
}

Form read_form(ObjectStore& store, const Value& catalog, int revision, Layout* layout) {
    Form form;
    const auto follow = [&](const Value& value, LayoutRole role) -> const Value& {
        return layout == nullptr ? store.resolve(value, revision)
                                 : layout->follow(store, value, revision, role);
    };
    const Value& dictionary = follow(catalog.at("AcroForm"), LayoutRole::form_dictionary);
    if (!dictionary.has_entries()) return form;
    form.dictionary = &dictionary;
    Flattening flattening(store, revision, form, layout);
    for (const auto& field : follow(dictionary.at("Fields"), LayoutRole::form_list).items)
        flattening.visit(field, FormNode{}, 0);
    return form;
}

void read_field(ObjectStore& store, const Value& field, int revision, Form& form, Layout& layout) {
    Flattening(store, revision, form, &layout).visit(field, FormNode{}, 0);
}

}  // namespace sanad::pdf
