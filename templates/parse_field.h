// The keys that every paper and every field has. Included by templates/parse*.cpp only.
#pragma once

#include "templates/toml_table.h"

namespace sanad::templates {

enum class PrintedBy { own, foreign };  // who lays the paper out: the program, or whoever printed it

// Everything but where the field stands; on a foreign paper its options have their boxes. The table is not
// finished: the caller takes what is left.
Field read_field_head(Table& table, bool office, PrintedBy by);

// Id, version, titles, rules, texts.
Template read_paper_head(Table& table);

}  // namespace sanad::templates
