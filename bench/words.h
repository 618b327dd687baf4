// What is written into the made pages, and in which faces.
#pragma once

#include <string>
#include <vector>

namespace sanad::bench {

// Faces that neither the digit model was trained on nor the papers are set in; each with what helps out where
// it lacks a letter.
const std::vector<std::vector<std::string>>& fonts();

const std::vector<std::string>& needs();        // sentences, for fields of several lines
const std::vector<std::string>& short_texts();  // for fields of one line

}  // namespace sanad::bench
