// What made letters say. Included by samples/*.cpp only.
#pragma once

#include <string>
#include <vector>

namespace sanad::samples {

// A matter that somebody writes about: kind as a letter's field `kind` has it, subject, paragraphs.
struct Matter {
    std::string kind;
    std::string subject;
    std::vector<std::string> body;
};

const std::vector<Matter>& matters();

// Whoever is written to: how the line begins, who it is, and the wish at its end.
struct Addressing {
    std::string honorific, addressee, wish;
};
const std::vector<Addressing>& addressings();

const std::vector<std::string>& greetings();
const std::vector<std::string>& closings();
const std::vector<std::string>& enclosures();

// An office that writes: lines of its letterhead, and the title of who signs.
struct Office {
    std::vector<std::string> head;
    std::string title;
};
const std::vector<Office>& offices();

}  // namespace sanad::samples
