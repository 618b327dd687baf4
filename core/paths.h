// Where the program's own data lies: papers, models, the Tesseract model.
#pragma once

#include <string>

namespace sanad {

// $SANAD_DATA, else ../share/sanad beside the running program. `part` is "papers", "models", "tessdata".
// Throws Error(not_found) naming the folder where it is missing.
std::string data_path(const std::string& part);

}  // namespace sanad
