// Whatever a form says of itself, filling it keeps its bytes and its fields, and its values are those given.
#include "pdf/form_filling.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto bytes = fuzz::text_of(data, size);
    const auto form = fuzz::unless_refused([&] { return pdf::describe_form(bytes); });
    if (!form) return 0;
    std::vector<pdf::FieldEntry> entries;
    for (const auto& field : form->fields) {
        if (entries.size() == 20) break;
        if (field.kind == pdf::ForeignKind::text) entries.push_back({field.name, {"قيمة ١"}});
        if (field.kind == pdf::ForeignKind::check) entries.push_back({field.name, {}, true});
        if (!field.options.empty() && field.kind != pdf::ForeignKind::check)
            entries.push_back({field.name, {field.options.back().label}});
    }
    const auto made = fuzz::unless_refused([&] { return pdf::fill_form(bytes, entries); });
    if (!made || made->pdf.empty()) return 0;
    fuzz::must(made->pdf.size() > size && made->pdf.compare(0, size, bytes) == 0);
    const auto again = pdf::describe_form(made->pdf);
    fuzz::must(again.fields.size() == form->fields.size());
    for (std::size_t i = 0; i < again.fields.size(); ++i) {
        fuzz::must(again.fields[i].name == form->fields[i].name);
        for (const auto& name : made->filled)
            if (again.fields[i].name == name && again.fields[i].kind == pdf::ForeignKind::text)
                fuzz::must(again.fields[i].values == std::vector<std::string>{"قيمة ١"});
    }
    return 0;
}
