// An event that is to be filed, and its JSON: written once, and read again only where that may change it.
// Included by storage/*.cpp only.
#pragma once

#include <string>

#include "core/case.h"

namespace sanad::storage {

class EventText {
public:
    // `given` becomes what a reader will get from the text. Throws Error(bad_input) where none could.
    explicit EventText(Event given);

    // As `place` of its case.
    const Event& at(const std::string& case_id, std::uint64_t place);
    std::string json() const;  // of the event where it is now; what dump_json() makes of it

private:
    Event event_;
    std::string rest_;  // all that does not depend on the place
};

}  // namespace sanad::storage
