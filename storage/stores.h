// The seams behind which cases, files and work lie, so that another store can take their place:
// tests/storage_contract_test.cpp drives whatever implements them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/time.h"

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

// Work that is to be done: the same kind, case and payload are the same job.
struct NewJob {
    std::string kind;              // what does it: "read"; 1-32 of a-z and -
    std::string case_id = {};      // it goes when this case is erased; empty: of no case
    std::string payload = {};      // any bytes, up to 256 KiB: what the work has to know
    Moment due = {};               // not before
    std::uint32_t most_tries = 5;  // 1-1000: after so many it is dead, and waits for a person
};

struct Job {
    enum class State { waiting, leased, dead };
    std::string id;  // 32 hex digits
    std::string kind;
    std::string case_id;
    std::string payload;
    State state = State::waiting;
    Moment due = {};  // waiting: not before; leased: the lease ends, and whoever asks may have it
    std::uint32_t tries = 0;
    std::uint32_t most_tries = 0;
    std::uint64_t turn = 0;  // another one whenever it is put, leased, put off or retried: who holds an old
                             // one has lost the job
    std::string trouble;     // why the last try came to nothing
};

// Jobs that outlive the process that put them. Each is tried at least once until it is finished or dead: who
// leases one and dies loses it when the lease ends, and another gets it. What is done with a job must bear
// being done twice; Archive::append finishes it in the same commit as what came of it, so that this is filed
// once. All of it is durable on return. `now` is the caller's clock: a queue asks none.
class JobQueue {
public:
    virtual ~JobQueue() = default;

    // The job as it is now; where the same is there already that one, unchanged. Throws Error(bad_input) for
    // what is no job.
    virtual Job put(const NewJob& job) = 0;
    // Of those of this kind that are due the one that was due first, of equal ones the one put first; nobody
    // else gets it for `length`. A job whose last try ended without a word (its worker died) is dead.
    virtual std::optional<Job> lease(const std::string& kind, Moment now, std::chrono::seconds length) = 0;
    // This job, due or not, from whoever has it; a dead one too. Nothing where there is none.
    virtual std::optional<Job> take_over(const std::string& id, Moment now, std::chrono::seconds length) = 0;
    // These do nothing and return false where `held` was lost since. A failed job waits until `again`, or is
    // dead where that was its last try.
    virtual bool finish(const Job& held) = 0;
    virtual bool fail(const Job& held, const std::string& why, Moment again) = 0;
    // A dead job waits again with all its tries before it. False where it is not dead.
    virtual bool retry(const std::string& id, Moment now) = 0;
    virtual std::optional<Job> find_job(const std::string& id) const = 0;
    virtual std::vector<Job> jobs() const = 0;  // in the order of leasing, the dead ones last
};

}  // namespace sanad::storage
