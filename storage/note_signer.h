// The secret half of the log's key. Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "storage/sealing.h"
#include "storage/signed_note.h"

namespace sanad::storage {

class NoteSigner {
public:
    // The key follows from the archive's, so that a restored archive signs as the same log.
    NoteSigner(const Key& seed, std::string name);

    const LogKey& key() const { return key_; }
    // `text` ends with a line break and has no control characters besides.
    std::string sign(std::string_view text) const;

private:
    Key seed_;
    LogKey key_;
};

}  // namespace sanad::storage
