// One printed line to its text, by the path that text fields go: for measuring it on lines that are no
// form's.
#pragma once

#include <memory>
#include <string>

#include "core/page.h"

namespace sanad::ocr {

class LineReader {
public:
    // Throws Error(not_found) where the folder has no model of that name.
    LineReader(const std::string& tessdata, const std::string& language);
    ~LineReader();

    std::string line(const Page& picture);   // as a text field's line is read; empty where nothing was read
    std::string plain(const Page& picture);  // Tesseract's single-line mode, nothing done to the picture

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::ocr
