// Jobs as they lie in their table. FORMAT.md, section 14. Included by storage/*.cpp only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive.h"
#include "storage/head.h"
#include "storage/sealing.h"

namespace sanad::storage {

struct StoredJob {
    Job job;
    std::string row;  // its key
};

// Throws Error(bad_input) for what is no job.
void refuse_bad_job(const NewJob& job);
std::string id_of(const ArchiveKeys& keys, const NewJob& job);

// These throw Error(corrupt) with "jobs.damaged" for a row that does not open.
std::optional<StoredJob> stored_job(const Txn& txn, const ArchiveKeys& keys, const std::string& id);
// In the order of leasing, until `visit` says false.
void scan_jobs(const Txn& txn, const ArchiveKeys& keys, const std::function<bool(const StoredJob&)>& visit);

// `before`: the row that it has now, which goes.
void write_job(Change& change, const ArchiveKeys& keys, Job job, const std::string& before = {});
void remove_job(Change& change, const ArchiveKeys& keys, const StoredJob& stored);
void remove_jobs_of(Change& change, const ArchiveKeys& keys, const std::string& case_id);

Job put_job(Change& change, const ArchiveKeys& keys, const NewJob& job);
// The job as it lies there, where `held` is still its holder's.
std::optional<StoredJob> still_held(const Txn& txn, const ArchiveKeys& keys, const Job& held);

// Whether every row opens and has its other one; what is wrong, or empty.
std::string fault_of_jobs(const Txn& txn, const ArchiveKeys& keys);

}  // namespace sanad::storage
