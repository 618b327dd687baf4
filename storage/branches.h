// What cases and records are called beyond their own archive, and what makes two histories of a case the
// same (docs/decisions/0078-cases-and-records-between-branches.md). Included by storage/*.cpp only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/record.h"
#include "storage/environment.h"
#include "storage/sealing.h"

namespace sanad::storage {

// "2026-7KQ4M2X9" of "2026-7KQ4M2X9--1f0c3a9b2d", the name of a line that was set aside.
std::string original_case(std::string_view case_id);
bool is_set_aside(std::string_view case_id);
std::string set_aside_name(std::string_view original, std::string_view chain_hash);

// An archive's name for its own records elsewhere: "@" and 16 hex digits.
class Office {
public:
    explicit Office(std::string_view archive_id);

    // "R-000017" becomes "R-000017@…"; what has an office already stays.
    std::string record_outside(const std::string& id) const;
    std::string record_here(const std::string& id) const;

    // An event as every archive sees it, and as this one stores it under `case_id`.
    Event event_outside(Event event) const;
    Event event_here(Event event, const std::string& case_id) const;

private:
    std::string suffix_;
};

bool is_foreign_record(std::string_view id);
bool is_record_name(std::string_view id);  // with its office

// chain[n]: what n + 1 events come to, as 64 hex digits.
using Chain = std::vector<std::string>;
Chain chain_of(const std::vector<Event>& events);  // as seen outside
std::size_t common_length(const Chain& a, const Chain& b);

// The lines that the archive has of a case, its own first.
struct Line {
    std::string id;  // what it is called here
    Chain chain;
};
std::vector<Line> lines_of(const Txn& txn, const ArchiveKeys& keys, const Office& office,
                           const std::string& original);

}  // namespace sanad::storage
