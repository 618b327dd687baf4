// One filled form twice: as the PDF that was filled in, and as a scan of its print.
#pragma once

#include <vector>

#include "core/check.h"
#include "core/reading.h"

namespace sanad::forms {

// Where the two are one form, what the fields and the paper say differently, one check a field, in the
// fields' order: "copy.differs", evidence "in the PDF | on the paper", an empty side where nothing stands
// there; failed where the scan was read surely, else doubtful. What the scan could not read, or does not
// show, is passed over, signatures too: they come after the print. One passed "copy.agrees" where nothing
// differs and something was compared, its evidence how many fields. Texts are compared as names are
// (fold_name).
//
// They are one form where paper and version are the same, one has values from form fields and the other was
// read from pixels, and both have the same case number or, where one has none, an identity number, IBAN,
// phone number or text of three words and more in common. Nothing where they are not.
std::vector<Check> compare_copies(const DocumentReading& a, const DocumentReading& b);

}  // namespace sanad::forms
