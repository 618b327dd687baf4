// Whether what was changed after a signature was permitted by it and by the document's certification.
// Included by signing/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "pdf/revisions.h"
#include "signing/verify.h"

namespace sanad::signing {

struct ChangesFinding {
    ChangesAfter changes = ChangesAfter::none;
    std::string what = {};  // the first forbidden change, else the first permitted one
};

// `covered` is the index of the revision up to which the signature's bytes reach.
ChangesFinding judge_changes(const pdf::DocumentHistory& history, const pdf::SignatureDictionary& signature,
                             int covered);

}  // namespace sanad::signing
