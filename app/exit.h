// Exit codes of the command line.
#pragma once

#include <algorithm>

namespace sanad::app {

enum class Exit {
    ok = 0,        // done and nothing to say against it
    findings = 1,  // done, with findings: a doubtful field, an invalid signature
    usage = 2,     // wrong usage
    failure = 3,   // could not be done
};

// Of two parts of one command, the worse.
inline Exit worse(Exit a, Exit b) { return std::max(a, b); }

}  // namespace sanad::app
