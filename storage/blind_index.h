// Rows by which a case or a record is found again without its data standing in clear. FORMAT.md, section 5.
// Included by storage/*.cpp only.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/record.h"
#include "storage/environment.h"
#include "storage/sealing.h"

namespace sanad::storage {

enum class Owner : char { of_case = 'c', of_record = 'r' };

// The fields by which a case is found: CaseQuery::field.
bool is_indexed(std::string_view field);

// A value as it is compared: digits of a number, an IBAN without spaces.
std::string index_value(std::string_view field, std::string_view value);

// What is set in the index for a case, and for a record: complete keys of rows.
std::set<std::string> index_rows(const Key& index, const Case& of, const std::vector<std::string>& blobs);
std::set<std::string> index_rows(const Key& index, const Record& of);

// Ids of the owners that have `value` in `field` ("blob", "record" and "name" besides the indexed fields).
std::vector<std::string> owners(const Txn& txn, const Key& index, Owner kind, std::string_view field,
                                std::string_view value);

// The parts of a row's key: nothing where it is none.
struct IndexRow {
    Owner kind;
    std::string owner;
};
std::optional<IndexRow> parse_index_row(std::string_view key);

}  // namespace sanad::storage
