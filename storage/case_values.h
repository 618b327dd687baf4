// Events and the sum of a case as they are sealed. FORMAT.md, sections 4 and 7.
// Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"

namespace sanad::storage {

// Of core's rules of summing (core/case.h). A sum made by other rules is made again from the events.
constexpr int sum_version = 1;

struct StoredEvent {
    Event event;
    std::uint64_t log_index = 0;
    std::string entry;  // what stands in the log for it
    std::string salt;
};

struct StoredBlob {
    std::string sha256;
    std::uint64_t size = 0;
};

struct StoredCase {
    int sum = sum_version;
    Case value;
    std::vector<StoredBlob> blobs;

    const StoredBlob* find(std::string_view sha256) const;  // null where the case has no such blob
};

std::string event_key(std::string_view case_id, std::uint64_t sequence);
std::string case_prefix(std::string_view case_id);  // of all rows of a case in `events` and `blobs`

// `salt` has 32 bytes.
std::string log_entry(std::string_view salt, std::string_view event_json);
std::string event_value(std::uint64_t log_index, std::string_view salt, std::string_view event_json);

// These throw Error(corrupt) for what is not a value of that kind, Error(unsupported) for a later version.
StoredEvent parse_event_value(std::string_view value);
StoredCase parse_case_value(std::string_view value);
std::string case_value(const StoredCase& stored);
std::string case_text(const Case& value);  // its JSON

}  // namespace sanad::storage
