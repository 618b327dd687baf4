// Form fields as annotations: flags, appearances, their place in the structure.
#include "tests/archive_check.h"

namespace sanad::test {
namespace {

using Object = QPDFObjectHandle;

constexpr long long invisible = 1, hidden = 2, print = 4, no_view = 32, toggle_no_view = 256;

// Of a field's entry that it may inherit.
Object inherited(Object field, const char* key) {
    for (int depth = 0; depth < 20 && field.isDictionary(); ++depth) {
        if (field.hasKey(key)) return field.getKey(key);
        field = field.getKey("/Parent");
    }
    return Object::newNull();
}

bool has_no_area(Object rect) {
    return rect.getArrayItem(0).getNumericValue() == rect.getArrayItem(2).getNumericValue() &&
           rect.getArrayItem(1).getNumericValue() == rect.getArrayItem(3).getNumericValue();
}

// ISO 14289-1, 7.18.1: what lies outside the page needs neither words nor a place in the structure.
bool is_outside(Object rect, Object page) {
    auto box = page.getKey("/MediaBox");
    const auto side = [](Object list, int i) { return list.getArrayItem(i).getNumericValue(); };
    return side(box, 0) >= side(rect, 2) || side(box, 1) >= side(rect, 3) || side(box, 2) <= side(rect, 0) ||
           side(box, 3) <= side(rect, 1);
}

void check_appearance(Object widget, const std::string& name, ArchiveFindings& into) {
    auto appearance = widget.getKey("/AP");
    if (!appearance.isDictionary()) {
        if (!has_no_area(widget.getKey("/Rect"))) into.insert("annotation.no_appearance: " + name);
        return;
    }
    if (appearance.getKeys() != std::set<std::string>{"/N"}) into.insert("annotation.appearances: " + name);
    auto normal = appearance.getKey("/N");
    // The widget's own kind: validators do not look further up.
    if (widget.getKey("/FT").isNameAndEquals("/Btn")) {
        if (!normal.isDictionary()) return void(into.insert("annotation.button_states: " + name));
        auto state = widget.getKey("/AS");
        if (!state.isName() || !normal.getKey(state.getName()).isStream())
            into.insert("annotation.state: " + name);
        for (auto& [key, stream] : normal.getDictAsMap())
            if (!stream.isStream()) into.insert("annotation.button_states: " + name);
    } else if (!normal.isStream()) {
        into.insert("annotation.appearance_kind: " + name);
    }
}

// The structure element that the parent tree names for an annotation.
Object element_of(QPDF& pdf, Object annotation) {
    auto key = annotation.getKey("/StructParent");
    auto nums =
        pdf.getRoot().getKeyIfDict("/StructTreeRoot").getKeyIfDict("/ParentTree").getKeyIfDict("/Nums");
    if (!key.isInteger() || !nums.isArray()) return Object::newNull();
    for (int i = 0; i + 1 < nums.getArrayNItems(); i += 2)
        if (nums.getArrayItem(i).getIntValue() == key.getIntValue()) return nums.getArrayItem(i + 1);
    return Object::newNull();
}

bool refers_to(Object element, Object annotation) {
    auto kids = element.getKey("/K");
    if (!kids.isArray()) return false;
    for (auto& kid : kids.getArrayAsVector())
        if (kid.isDictionary() && kid.getKey("/Type").isNameAndEquals("/OBJR") &&
            kid.getKey("/Obj").getObjGen() == annotation.getObjGen())
            return true;
    return false;
}

}  // namespace

void check_archive_annotations(QPDF& pdf, ArchiveFindings& into) {
    for (auto page : pdf.getAllPages()) {
        auto annotations = page.getKey("/Annots");
        if (!annotations.isArray()) continue;
        if (!page.getKey("/Tabs").isNameAndEquals("/S")) into.insert("annotation.tab_order");
        for (auto& widget : annotations.getArrayAsVector()) {
            auto title = inherited(widget, "/T");
            const auto name = title.isString() ? title.getUTF8Value() : "?";
            if (!widget.getKey("/Subtype").isNameAndEquals("/Widget")) {
                into.insert("annotation.kind: " + name);
                continue;
            }
            auto flags = widget.getKey("/F");
            const auto set = flags.isInteger() ? flags.getIntValue() : 0;
            if ((set & print) == 0 || (set & (invisible | hidden | no_view | toggle_no_view)) != 0)
                into.insert("annotation.flags: " + name);
            if (widget.hasKey("/A") || widget.hasKey("/AA")) into.insert("annotation.action: " + name);
            check_appearance(widget, name, into);
            if (is_outside(widget.getKey("/Rect"), page)) continue;
            // of the field that the widget is, or is a part of; not of one further up
            Object field = widget.hasKey("/T") ? widget : widget.getKey("/Parent");
            auto tip = field.isDictionary() ? field.getKey("/TU") : Object::newNull();
            if (!tip.isString() || tip.getUTF8Value().empty())
                into.insert("annotation.no_description: " + name);
            auto element = element_of(pdf, widget);
            if (!element.isDictionary() || !element.getKey("/S").isNameAndEquals("/Form") ||
                !refers_to(element, widget))
                into.insert("annotation.not_in_structure: " + name);
        }
    }
}

}  // namespace sanad::test
