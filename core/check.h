// A finding about a document or a field: a value, never an exception.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sanad {

enum class Verdict { passed, noted, doubtful, failed };  // ordered, best first

struct Check {
    std::string id;       // stable, "dates.in_order"; also the key of the message catalogue
    std::string subject;  // key of the field, name of the signature field, or the file asked about
    Verdict verdict = Verdict::doubtful;
    std::string evidence = {};  // what was read or found, verbatim; never a translated sentence
};

// The verdict to show first: the worst. An empty list is doubtful, because nothing was checked.
Verdict overall(const std::vector<Check>& checks);

std::string_view name_of(Verdict verdict);  // "passed"

}  // namespace sanad
