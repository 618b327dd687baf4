// The sentences of documents: they stand in paper.toml, the program only fills in the blanks. Included by
// forms/*.cpp only.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/time.h"
#include "templates/template.h"

namespace sanad::forms {

using Blanks = std::map<std::string, std::string>;

// The Arabic sentence `name` of the paper with its {placeholders} filled in. Throws Error(bad_input) where
// the paper does not have it, or where it asks for what is not known.
std::string sentence(const templates::Template& paper, const std::string& name, const Blanks& blanks = {});

// The sentence with dots to write on where its placeholders are.
std::string dotted(const templates::Template& paper, const std::string& name);

// "7 جمادى الآخرة 1448هـ الموافق 22 نوفمبر 2026م" by the paper's sentence "both_calendars"; outside the years
// of Umm al-Qura the Gregorian date alone.
std::string in_both_calendars(const templates::Template& paper, Day day);

// As it is drawn: white space tidied, and no invisible marks that could turn the line around.
std::string plain(std::string_view value);

}  // namespace sanad::forms
