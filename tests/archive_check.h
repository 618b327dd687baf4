// What ISO 19005-2/-3 (level B) and ISO 14289-1 ask of the constructs that our documents have, looked at with
// qpdf and HarfBuzz, not with the code that makes them. A construct that we never write is a finding too: the
// list of what is known here is the list of what may be there.
#pragma once

#include <set>
#include <string>
#include <string_view>

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
#include <qpdf/QPDF.hh>

namespace sanad::test {

// "what.is_wrong: where", sorted; empty for a document that keeps the standards.
using ArchiveFindings = std::set<std::string>;

ArchiveFindings archive_findings(const std::string& pdf);

// One a line, for a failing test's message.
inline std::string joined(const ArchiveFindings& findings) {
    std::string all;
    for (const auto& finding : findings) all += finding + "\n";
    return all;
}

// The parts of it.
void check_archive_bytes(const std::string& bytes, ArchiveFindings& into);  // spelling
void check_archive_file(QPDF& pdf, const std::string& bytes,
                        ArchiveFindings& into);              // identification, colour
void check_archive_fonts(QPDF& pdf, ArchiveFindings& into);  // fonts, and every code that is shown
void check_archive_annotations(QPDF& pdf, ArchiveFindings& into);
void check_archive_structure(QPDF& pdf, ArchiveFindings& into);  // tags

}  // namespace sanad::test
