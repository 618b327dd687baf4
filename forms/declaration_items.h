// What is declared: the values of a case, item by item, as they are printed. Included by forms/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "forms/documents.h"

namespace sanad::forms {

struct Item {
    std::string label;
    std::string value;       // as printed, in logical order
    bool long_text = false;  // written by the applicant on several lines
    bool one_line = false;   // reads badly when it is broken: a date
};

// The values of the applicant in the paper's order, without signatures, pictures, the office's fields and
// what is enclosed. Throws Error(conflict) naming the fields whose value nobody has confirmed, or that are
// required and missing.
std::vector<Item> declared_items(const DeclarationInput& input);

// The same values for a program: JSON with the case, the papers and "fields", a list of {key, label, value};
// the value is null where nothing was stated, a list for a multiple choice.
std::string declared_data(const DeclarationInput& input);

// The labels of the options ticked under "documents", joined; empty where none is.
std::string enclosed_documents(const DeclarationInput& input);

// The labels of the chosen options of a choice, joined by `comma`; a key without an option stands for itself.
std::string chosen_labels(const templates::Field& field, const Reading& reading, const std::string& comma);

}  // namespace sanad::forms
