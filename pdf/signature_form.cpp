#include "pdf/signature_form.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/error.h"

namespace sanad::pdf {
namespace {

struct Place {
    int page = 0;
    BoxMm box = {};
};

std::vector<double> numbers(QPDFObjectHandle array) {
    std::vector<double> values;
    if (array.isArray())
        for (auto& item : array.getArrayAsVector())
            values.push_back(item.isNumber() ? item.getNumericValue() : 0);
    return values;
}

// The box that a page inherits from its ancestors (7.7.3.4).
std::vector<double> page_box(QPDFObjectHandle page) {
    for (const char* key : {"/CropBox", "/MediaBox"}) {
        QPDFObjectHandle node = page;
        for (int depth = 0; depth < 50 && node.isDictionary(); ++depth, node = node.getKey("/Parent"))
            if (auto box = numbers(node.getKey(key)); box.size() == 4) return box;
    }
    return {0, 0, 595.276, 841.89};
}

BoxMm box_of(QPDFObjectHandle annotation, const std::vector<double>& page) {
    const auto rect = numbers(annotation.getKey("/Rect"));
    if (rect.size() != 4) return {};
    const double left = std::min(rect[0], rect[2]) - std::min(page[0], page[2]);
    const double top = std::max(page[1], page[3]) - std::max(rect[1], rect[3]);
    return {left / pt_per_mm, top / pt_per_mm, std::abs(rect[2] - rect[0]) / pt_per_mm,
            std::abs(rect[3] - rect[1]) / pt_per_mm};
}

std::map<QPDFObjGen, Place> widgets_on_pages(QPDF& document) {
    std::map<QPDFObjGen, Place> places;
    int number = 0;
    for (QPDFObjectHandle page : document.getAllPages()) {
        ++number;
        auto annotations = page.getKey("/Annots");
        if (!annotations.isArray()) continue;
        const auto box = page_box(page);
        for (auto& annotation : annotations.getArrayAsVector())
            if (annotation.isIndirect() && annotation.isDictionary())
                places[annotation.getObjGen()] = {number, box_of(annotation, box)};
    }
    return places;
}

std::vector<std::string> names_in(QPDFObjectHandle array) {
    std::vector<std::string> names;
    if (array.isArray())
        for (auto& item : array.getArrayAsVector())
            if (item.isString()) names.push_back(item.getUTF8Value());
    return names;
}

class FormReader {
public:
    explicit FormReader(QPDF& document) : document_(document), places_(widgets_on_pages(document)) {}

    SignatureForm read() {
        auto fields = document_.getRoot().getKey("/AcroForm");
        if (fields.isDictionary()) fields = fields.getKey("/Fields");
        if (fields.isArray())
            for (auto& field : fields.getArrayAsVector()) visit(field, "", "", 0);
        auto permissions = document_.getRoot().getKey("/Perms");
        if (permissions.isDictionary() && permissions.getKey("/DocMDP").isDictionary())
            read_rules(permissions.getKey("/DocMDP"));
        return std::move(form_);
    }

private:
    void visit(QPDFObjectHandle field, const std::string& prefix, std::string type, int depth) {
        if (!field.isDictionary()) return;
        if (depth > 50 || (field.isIndirect() && !seen_.insert(field.getObjGen()).second))
            throw Error(ErrorCode::bad_input, "the tree of fields runs in circles",
                        UserMessage{"signing.pdf_damaged", {"AcroForm"}});
        if (field.getKey("/FT").isName()) type = field.getKey("/FT").getName();
        std::string name = prefix;
        if (field.getKey("/T").isString()) {
            if (!name.empty()) name += ".";
            name += field.getKey("/T").getUTF8Value();
        }
        auto kids = field.getKey("/Kids");
        const bool has_named_kids = kids.isArray() && kids.getArrayNItems() > 0 &&
                                    kids.getArrayItem(0).isDictionary() && kids.getArrayItem(0).hasKey("/T");
        if (has_named_kids) {
            for (auto& kid : kids.getArrayAsVector()) visit(kid, name, type, depth + 1);
        } else if (type == "/Sig") {
            add(field, name, kids);
        }
    }

    void add(QPDFObjectHandle field, const std::string& name, QPDFObjectHandle kids) {
        QPDFObjectHandle annotation = field;
        if (kids.isArray() && kids.getArrayNItems() > 0) annotation = kids.getArrayItem(0);
        if (!field.isIndirect() || !annotation.isIndirect() || !annotation.isDictionary())
            throw Error(ErrorCode::bad_input, "a signature field is no indirect object", Where{.field = name},
                        UserMessage{"signing.pdf_damaged", {name}});
        SignatureWidget widget{.field = {.name = name}, .object = field, .annotation = annotation};
        if (const auto place = places_.find(annotation.getObjGen()); place != places_.end()) {
            widget.field.page = place->second.page;
            widget.field.box = place->second.box;
        }
        auto value = field.getKey("/V");
        widget.field.filled = !value.isNull();
        if (widget.field.filled) ++form_.signed_fields;
        if (value.isDictionary()) read_rules(value);
        read_lock(field.getKey("/Lock"), widget);
        if (widget.field.filled) read_lock_level(field.getKey("/Lock"));
        form_.widgets.push_back(std::move(widget));
    }

    static void read_lock(QPDFObjectHandle lock, SignatureWidget& widget) {
        if (!lock.isDictionary() || !lock.getKey("/Action").isName()) return;
        widget.lock = "/Action " + lock.getKey("/Action").getName();
        if (lock.getKey("/Fields").isArray())
            widget.lock += " /Fields " + lock.getKey("/Fields").unparseResolved();
    }

    // ISO 32000-2, table 236: a lock may also say, as a certification does, what may be changed after
    // signing.
    void read_lock_level(QPDFObjectHandle lock) {
        if (lock.isDictionary() && lock.getKey("/P").isInteger())
            tighten(lock.getKey("/P").getIntValueAsInt());
    }

    void tighten(int level) {
        form_.certified_level = form_.certified_level == 0 ? level : std::min(form_.certified_level, level);
    }

    void read_rules(QPDFObjectHandle signature) {
        auto references = signature.getKey("/Reference");
        if (!references.isArray()) return;
        for (auto& reference : references.getArrayAsVector()) {
            if (!reference.isDictionary()) continue;
            auto parameters = reference.getKey("/TransformParams");
            auto method = reference.getKey("/TransformMethod");
            if (!parameters.isDictionary() || !method.isName()) continue;
            if (method.getName() == "/FieldMDP" && parameters.getKey("/Action").isName())
                form_.locks.push_back(
                    {parameters.getKey("/Action").getName(), names_in(parameters.getKey("/Fields"))});
            if (method.getName() == "/DocMDP") {
                // 12.8.2.2, table 257: 2 where it is left out.
                auto level = parameters.getKey("/P");
                tighten(level.isInteger() ? level.getIntValueAsInt() : 2);
            }
        }
    }

    QPDF& document_;
    std::map<QPDFObjGen, Place> places_;
    std::set<QPDFObjGen> seen_;
    SignatureForm form_;
};

bool same_or_below(const std::string& name, const std::string& ancestor) {
    return name == ancestor || name.compare(0, ancestor.size() + 1, ancestor + ".") == 0;
}

}  // namespace

const SignatureWidget* SignatureForm::find(const std::string& name) const {
    for (const auto& widget : widgets)
        if (widget.field.name == name) return &widget;
    return nullptr;
}

bool SignatureForm::is_locked(const std::string& name) const {
    return std::any_of(locks.begin(), locks.end(), [&](const FieldLock& lock) {
        const bool named = std::any_of(lock.fields.begin(), lock.fields.end(),
                                       [&](const std::string& field) { return same_or_below(name, field); });
        if (lock.action == "/All") return true;
        return lock.action == "/Include" ? named : !named;
    });
}

SignatureForm read_signature_form(QPDF& document) { return FormReader(document).read(); }

}  // namespace sanad::pdf
