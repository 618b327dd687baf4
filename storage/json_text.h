// JSON text byte for byte as dump_json() makes it, without what that does anew for every value: a filing
// writes each of its events and the sum of its case. Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "core/json.h"

namespace sanad::storage {

// These add to `to`, and throw nlohmann's exception for letters that are none.
void add_json(std::string& to, const Json& value);
void add_json_string(std::string& to, std::string_view text);
void add_json(std::string& to, double number);

// {"key":value,…}: what operator() returns is where the value of that key is to be added.
class JsonMembers {
public:
    explicit JsonMembers(std::string& to) : to_(to) { to_ += '{'; }
    std::string& operator()(std::string_view key);  // that needs no escapes
    void end() { to_ += '}'; }

private:
    std::string& to_;
    bool first_ = true;
};

}  // namespace sanad::storage
