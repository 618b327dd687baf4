// What is already known of a person.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace sanad {

struct Record {
    std::string id;  // "R-000017", given by the archive
    std::map<std::string, std::string>
        fields;  // by field key: "national_id", "full_name", …; normalised values

    // The value of a field, empty where it is not known.
    std::string get(const std::string& key) const {
        const auto found = fields.find(key);
        return found == fields.end() ? std::string() : found->second;
    }
};

// One line of an import that was refused.
struct RefusedLine {
    int line = 0;         // 1-based in the file, the header being line 1; JSON: 1-based place in the list
    std::string id = {};  // of the message catalogue: "records.national_id_invalid"
    std::string evidence = {};
};

}  // namespace sanad
