// Somebody else's forms for the tests: those of other producers in tests/vectors/foreign-forms, and small
// ones written by hand with what producers do rarely.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include <fmt/format.h>

#include "core/files.h"
#include "pdf/form_filling.h"

namespace sanad::test {

inline std::string foreign_form(const std::string& producer) {
    return read_file(SANAD_SOURCE_DIR "/tests/vectors/foreign-forms/" + producer + ".pdf");
}

// A file of one page with objects 5, 6, … as given; 1 is the catalogue, 2 the pages, 3 the page, 4 the form.
struct MadeForm {
    std::vector<std::string> objects;
    std::string form = "";       // entries of the AcroForm beside /Fields
    std::string page = "";       // entries of the page
    std::string catalogue = "";  // entries of the catalogue
    std::string fields = "";     // of /Fields; empty: every object
    std::string annotations = "";

    std::string bytes() const {
        std::string all;
        for (std::size_t i = 0; i < objects.size(); ++i) all += fmt::format("{} 0 R ", i + 5);
        std::vector<std::string> bodies = {
            "<< /Type /Catalog /Pages 2 0 R /AcroForm 4 0 R " + catalogue + " >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Annots [{}] {} >>",
                        annotations.empty() ? all : annotations, page),
            fmt::format("<< /Fields [{}] {} >>", fields.empty() ? all : fields, form)};
        bodies.insert(bodies.end(), objects.begin(), objects.end());
        std::string file = "%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", table;
        for (std::size_t i = 0; i < bodies.size(); ++i) {
            table += fmt::format("{:010} 00000 n \n", file.size());
            file += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, bodies[i]);
        }
        const auto start = file.size();
        return file + fmt::format(
                          "xref\n0 {0}\n0000000000 65535 f \n{1}trailer\n<< /Size {0} /Root 1 0 R >>\n"
                          "startxref\n{2}\n%%EOF\n",
                          bodies.size() + 1, table, start);
    }
};

inline std::string widget(const std::string& entries, const std::string& rect = "20 200 300 224") {
    return "<< /Type /Annot /Subtype /Widget /F 4 /P 3 0 R /Rect [" + rect + "] " + entries + " >>";
}

// The same document, written anew by qpdf.
template <class Setup>
std::string rewritten(const std::string& pdf, Setup&& set) {
    QPDF document;
    document.setSuppressWarnings(true);
    document.processMemoryFile("made", pdf.data(), pdf.size());
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    set(writer);
    writer.write();
    const auto data = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(data->getBuffer()), data->getSize()};
}

// What differs between two documents, by object: the keys of a dictionary that are not the same any more.
// Those of a form that stands in the catalogue itself are taken for the catalogue's.
inline void compare_keys(QPDFObjectHandle before, QPDFObjectHandle after, std::vector<std::string>& keys) {
    auto names = before.getKeys();
    for (const auto& key : after.getKeys()) names.insert(key);
    for (const auto& key : names) {
        auto a = before.getKey(key), b = after.getKey(key);
        if (key == "/AcroForm" && a.isDictionary() && !a.isIndirect() && b.isDictionary())
            compare_keys(a, b, keys);
        else if (a.unparse() != b.unparse())
            keys.push_back(key);
    }
}

inline std::map<int, std::vector<std::string>> differences(const std::string& before,
                                                           const std::string& after) {
    QPDF old_document, new_document;
    for (auto* document : {&old_document, &new_document}) document->setSuppressWarnings(true);
    old_document.processMemoryFile("before", before.data(), before.size());
    new_document.processMemoryFile("after", after.data(), after.size());
    std::map<int, std::vector<std::string>> found;
    for (auto& object : old_document.getAllObjects()) {
        auto other = new_document.getObject(object.getObjGen());
        auto& keys = found[object.getObjectID()];
        if (object.isDictionary() && other.isDictionary()) {
            compare_keys(object, other, keys);
        } else if (object.isStream() && other.isStream()) {
            const auto a = object.getRawStreamData(), b = other.getRawStreamData();
            if (object.getDict().unparse() != other.getDict().unparse() || a->getSize() != b->getSize() ||
                !std::equal(a->getBuffer(), a->getBuffer() + a->getSize(), b->getBuffer()))
                keys.push_back("stream");
        } else if (object.unparseResolved() != other.unparseResolved()) {
            keys.push_back("value");
        }
        if (keys.empty()) found.erase(object.getObjectID());
    }
    return found;
}

inline const pdf::ForeignField* field_of(const pdf::ForeignForm& form, const std::string& name) {
    for (const auto& field : form.fields)
        if (field.name == name) return &field;
    return nullptr;
}

// "fill.no_room name" for every check, in order.
inline std::vector<std::string> findings(const pdf::FilledForm& made) {
    std::vector<std::string> found;
    for (const auto& check : made.checks) found.push_back(check.id + " " + check.subject);
    return found;
}

// A value as its field holds it after filling; "?" where there is no such field.
inline std::string value_in(const std::string& pdf, const std::string& name) {
    const auto form = pdf::describe_form(pdf);
    const auto* field = field_of(form, name);
    if (field == nullptr) return "?";
    std::string joined;
    for (const auto& value : field->values) joined += (joined.empty() ? "" : "|") + value;
    return joined;
}

}  // namespace sanad::test
