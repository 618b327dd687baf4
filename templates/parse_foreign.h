// Papers that somebody else printed: a picture of the blank, and boxes. Included by templates/parse*.cpp
// only.
#pragma once

#include "templates/toml_table.h"

namespace sanad::templates {

// `table` is the whole paper.toml. Throws Error(bad_input) naming file, line and column.
Template read_foreign_paper(Table& table);

}  // namespace sanad::templates
