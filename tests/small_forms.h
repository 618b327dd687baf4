// Forms of a field or two, written by hand, and what filling them says.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "tests/foreign_forms.h"
#include "tests/pdf_made.h"

namespace sanad::test {

using Findings = std::vector<std::string>;

inline MadeForm text_form(const std::string& entries, const std::string& rect = "20 200 300 224") {
    return {{widget("/FT /Tx /T (a) " + entries, rect)}, "/DA (/Helv 12 Tf 0 g)"};
}

inline std::string message_of(const std::function<void()>& refused) {
    try {
        refused();
    } catch (const Error& error) {
        return error.message().id;
    }
    return "";
}

inline std::string refusal(const std::string& pdf,
                           const std::vector<pdf::FieldEntry>& entries = {{"a", {"قيمة"}}}) {
    return message_of([&] { pdf::fill_form(pdf, entries); });
}

// The decoded picture of a widget, and its dictionary.
inline std::pair<std::string, std::string> picture_of(const std::string& pdf, int object) {
    QPDF document;
    document.processMemoryFile("made", pdf.data(), pdf.size());
    auto normal = document.getObject(object, 0).getKey("/AP").getKey("/N");
    const auto data = normal.getStreamData();
    return {std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize()),
            normal.getDict().unparse()};
}

}  // namespace sanad::test
