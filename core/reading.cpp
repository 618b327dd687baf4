#include "core/reading.h"

#include <algorithm>

namespace sanad {

std::string_view name_of(ReadState state) {
    switch (state) {
        case ReadState::read:
            return "read";
        case ReadState::empty:
            return "empty";
        case ReadState::illegible:
            return "illegible";
        case ReadState::absent:
            return "absent";
    }
    return "absent";
}

std::string_view name_of(Source source) {
    switch (source) {
        case Source::ocr:
            return "ocr";
        case Source::barcode:
            return "barcode";
        case Source::pdf_field:
            return "pdf-field";
        case Source::text_layer:
            return "text-layer";
        case Source::record:
            return "record";
        case Source::person:
            return "person";
    }
    return "ocr";
}

const Reading* DocumentReading::find(const std::string& wanted) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Reading& field) { return field.key == wanted; });
    return found == fields.end() ? nullptr : &*found;
}

}  // namespace sanad
