#include "core/check.h"

#include <algorithm>

namespace sanad {

Verdict overall(const std::vector<Check>& checks) {
    if (checks.empty()) return Verdict::doubtful;
    return std::max_element(checks.begin(), checks.end(),
                            [](const Check& a, const Check& b) { return a.verdict < b.verdict; })
        ->verdict;
}

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "passed";
        case Verdict::noted:
            return "noted";
        case Verdict::doubtful:
            return "doubtful";
        case Verdict::failed:
            return "failed";
    }
    return "doubtful";
}

}  // namespace sanad
