// The values of an AcroForm (ISO 32000-1, 12.7). The tree may be anybody's: every node is entered once, to a
// limited depth, and names and values are passed down from the parents, never looked up through /Parent.
#include <map>
#include <set>

#include "core/error.h"
#include "pdf/raster.h"
#include "pdf/vetting.h"

namespace sanad::pdf {
namespace {

constexpr int max_depth = 32;
constexpr int max_fields = 50'000;
constexpr std::size_t max_value_bytes = 1 << 20;
constexpr long long push_button_flag = 1 << 16;  // table 226

std::string text_of(QPDFObjectHandle value) {
    std::string text;
    if (value.isString())
        text = value.getUTF8Value();
    else if (value.isName())
        text = value.getName().substr(1);
    else if (value.isStream()) {
        // Long texts may be streams (12.7.4.3).
        const auto data = value.getStreamData(qpdf_dl_specialized);
        text = QPDFObjectHandle::newString(std::string(reinterpret_cast<const char*>(data->getBuffer()),
                                                       std::min(data->getSize(), max_value_bytes)))
                   .getUTF8Value();
    } else if (value.isArray()) {
        for (int i = 0; i < std::min(value.getArrayNItems(), 1000); ++i) {
            auto item = value.getArrayItem(i);
            if (item.isString()) text += (text.empty() ? "" : "\n") + item.getUTF8Value();
        }
    }
    if (text.size() > max_value_bytes) text.resize(max_value_bytes);
    return text;
}

class FormReader {
public:
    explicit FormReader(const VettedPdf& pdf) {
        for (std::size_t i = 0; i < pdf.pages.size(); ++i) {
            auto page = pdf.pages[i];
            pages_[page.getObjGen()] = static_cast<int>(i + 1);
            auto annotations = page.getKey("/Annots");
            const int count = annotations.isArray() ? std::min(annotations.getArrayNItems(), max_fields) : 0;
            for (int k = 0; k < count; ++k)
                widget_page_.emplace(annotations.getArrayItem(k).getObjGen(), i + 1);
        }
    }

    // What a field has from its parents.
    struct Inherited {
        std::string name = {};
        std::string type = {};
        QPDFObjectHandle value = QPDFObjectHandle::newNull();
        long long flags = 0;
    };

    void read(QPDFObjectHandle node, Inherited from, int depth) {
        if (!node.isDictionary() || depth > max_depth || ++visited_ > max_fields) return;
        if (node.isIndirect() && !seen_.insert(node.getObjGen()).second) return;
        auto part = node.getKey("/T"), type = node.getKey("/FT"), flags = node.getKey("/Ff");
        if (part.isString()) from.name += (from.name.empty() ? "" : ".") + part.getUTF8Value();
        if (type.isName()) from.type = type.getName().substr(1);
        if (flags.isInteger()) from.flags = flags.getIntValue();
        if (node.hasKey("/V")) from.value = node.getKey("/V");
        auto kids = node.getKey("/Kids");
        const int count = kids.isArray() ? std::min(kids.getArrayNItems(), max_fields) : 0;
        bool has_fields = false;
        for (int i = 0; i < count; ++i) {
            // Kids with a name are fields; kids without one are widgets of this field.
            auto kid = kids.getArrayItem(i);
            if (!kid.isDictionary() || !kid.hasKey("/T")) continue;
            has_fields = true;
            read(kid, from, depth + 1);
        }
        if (!has_fields && !from.type.empty()) values_.push_back(value_of(node, from, kids, count));
    }

    std::vector<FormValue> take() { return std::move(values_); }

private:
    FormValue value_of(QPDFObjectHandle node, const Inherited& from, QPDFObjectHandle kids, int count) const {
        std::vector<QPDFObjectHandle> widgets;
        for (int i = 0; i < count; ++i)
            if (kids.getArrayItem(i).isDictionary()) widgets.push_back(kids.getArrayItem(i));
        if (widgets.empty()) widgets.push_back(node);
        FormValue value{from.name, from.type};
        if (from.type == "Btn")
            value.value = (from.flags & push_button_flag) != 0 ? "" : state_of(from.value, widgets);
        else if (from.type == "Sig")
            value.value = QPDFObjectHandle(from.value).isDictionary() ? "signed" : "";
        else
            value.value = text_of(from.value);
        for (auto widget : widgets)
            if (value.page == 0) value.page = page_of(widget);
        return value;
    }

    // The field's value, or where a program has set the widgets alone, the one that is on.
    static std::string state_of(QPDFObjectHandle value, const std::vector<QPDFObjectHandle>& widgets) {
        if (value.isName()) return value.getName().substr(1);
        for (auto widget : widgets) {
            auto state = widget.getKey("/AS");
            if (state.isName() && state.getName() != "/Off") return state.getName().substr(1);
        }
        return "Off";
    }

    int page_of(QPDFObjectHandle widget) const {
        if (const auto found = widget_page_.find(widget.getObjGen());
            widget.isIndirect() && found != widget_page_.end())
            return static_cast<int>(found->second);
        const auto found = pages_.find(widget.getKey("/P").getObjGen());
        return found == pages_.end() ? 0 : found->second;
    }

    std::map<QPDFObjGen, int> pages_;
    std::map<QPDFObjGen, std::size_t> widget_page_;
    std::set<QPDFObjGen> seen_;
    int visited_ = 0;
    std::vector<FormValue> values_;
};

}  // namespace

std::vector<FormValue> form_values(std::string_view pdf) {
    const auto vetted = vet(pdf, {});
    std::vector<FormValue> values;
    with_qpdf_errors([&] {
        auto fields = vetted.document->getRoot().getKeyIfDict("/AcroForm").getKeyIfDict("/Fields");
        if (!fields.isArray()) return;
        FormReader reader(vetted);
        for (int i = 0; i < std::min(fields.getArrayNItems(), max_fields); ++i)
            reader.read(fields.getArrayItem(i), {}, 0);
        values = reader.take();
    });
    return values;
}

}  // namespace sanad::pdf
