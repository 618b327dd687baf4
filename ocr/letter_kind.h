// What a letter wants. Included by ocr/*.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanad::ocr {

struct LetterKind {
    std::string key;    // "request", "complaint", "suggestion", "thanks", "volunteering"
    std::string words;  // that say so, as they are compared
    double confidence = 0;
};

// The subject's words count more than the body's. Nothing where no word speaks for any kind.
std::optional<LetterKind> kind_of_letter(std::string_view subject, std::string_view body);

}  // namespace sanad::ocr
