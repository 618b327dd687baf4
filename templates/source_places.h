// Where in a paper.toml a mistake of its layout was written: what check_template names by key or by text has
// a line and a column there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"

namespace sanad::templates {

struct SourcePlace {
    int line = 1;  // 1-based
    int column = 1;
};

class SourcePlaces {
public:
    // Of a text that parse_template takes; throws as it does.
    SourcePlaces(std::string_view toml, const std::string& file_name);

    // The box of a field or option where boxes are written, else its table; a label or sentence by its words;
    // the second of two with one key; a rule by its name. The beginning of the file where nothing nearer is
    // known.
    SourcePlace of(const Check& check) const;

    struct Index;  // for source_places.cpp

private:
    using Named = std::map<std::string, std::vector<SourcePlace>>;
    Named names_;  // key, key=option, key of an area: in the order of the file
    Named boxes_;  // of the same
    Named texts_;  // Arabic words
    Named rules_;  // as they are named
    SourcePlace blank_;
};

}  // namespace sanad::templates
