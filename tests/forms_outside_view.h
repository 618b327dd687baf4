// What tools that are not ours say of a document, and how its text is compared.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/arabic.h"
#include "core/files.h"

namespace sanad::test {

// Without spaces and invisible marks: where lines and columns break is not what is asked.
inline std::string letters_of(const std::string& text) {
    std::string letters;
    for (const char c : strip_invisible(text))
        if (c != ' ' && c != '\n' && c != '\f' && c != '\t') letters += c;
    return letters;
}

// True if `qpdf --check` has neither an error nor a warning.
inline bool qpdf_finds_nothing(const std::string& pdf) {
    const auto path = std::filesystem::temp_directory_path() / "sanad-forms-outside-view.pdf";
    write_file(path.string(), pdf);
    const int status = std::system(("qpdf --check '" + path.string() + "' > /dev/null 2>&1").c_str());
    std::filesystem::remove(path);
    return status == 0;
}

}  // namespace sanad::test
