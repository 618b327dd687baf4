// A first draft of a paper from a list of questions as people write them down. What it makes is a paper.toml
// to be read through, not a paper to be printed unseen.
#pragma once

#include <string>
#include <string_view>

namespace sanad::templates {

// The questions, a line each (docs/authoring.md):
//
//     طلب زيارة                                   the title
//     = الزائر                                    a section
//     الاسم الكامل *                              a question that must be answered
//     رقم الهوية : national_id *                  of a kind; without one it is guessed from the words
//     غرض الزيارة : choice = علاج | إيجار         the options
//     ملاحظات : text 4                            lines, or cells of digits and amounts
//
// Empty lines and lines that begin with "#" are passed over. The answer is TOML that parse_template takes;
// fields that it knows by their labels have the keys of the library's papers, the others q1, q2, … Throws
// Error(bad_input) naming file and line.
std::string paper_from_questions(std::string_view questions, const std::string& file_name,
                                 const std::string& id);

}  // namespace sanad::templates
