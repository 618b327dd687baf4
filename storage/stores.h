// The seams behind which cases and files lie, so that another store can take their place:
// tests/storage_contract_test.cpp drives whatever implements them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"

namespace sanad::storage {

struct CaseQuery {
    std::string state = {};      // empty: any
    std::string words = {};      // all must occur, as search() finds them
    std::string record_id = {};  // and the other records with the same national id
    std::string field = {};      // with `value`: exact match of an indexed field: national_id, phone, iban
    std::string value = {};
};

// Events are the truth and are only ever added; a case is their sum.
class CaseStore {
public:
    virtual ~CaseStore() = default;

    // A new case, or more events of one. `events` get their sequence here, after those that are there;
    // `blobs` are the bytes that they speak of: a "file" event whose bytes are neither here nor there already
    // is refused. All or nothing, durable on return; what several threads file at the same moment shares one
    // commit. Returns the case's new sum. Throws Error(bad_input) for what a case cannot hold,
    // Error(resource) with "storage.disk_full"; then the store is as it was, and a later filing works.
    virtual Case append(const std::string& case_id, std::vector<Event> events,
                        const std::vector<std::string_view>& blobs = {}) = 0;
    virtual std::optional<Case> find_case(const std::string& id) const = 0;
    virtual std::vector<Event> events(const std::string& case_id) const = 0;
    virtual std::vector<Case> cases(const CaseQuery& query = {}) const = 0;  // newest first
};

// Bytes by the hash of what they are, written once with the case that they belong to.
class BlobStore {
public:
    virtual ~BlobStore() = default;

    virtual std::string blob(const std::string& case_id,
                             const std::string& sha256) const = 0;  // Error(not_found), Error(corrupt)
    // The cases that hold these bytes already: the same paper scanned twice.
    virtual std::vector<std::string> cases_with_blob(const std::string& sha256) const = 0;
};

}  // namespace sanad::storage
