// One filing: as much of it as can be is made before the transaction, by the thread of its caller, because
// while that runs nobody else writes. Included by storage/*.cpp only.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive_impl.h"
#include "storage/event_text.h"
#include "storage/vault.h"

namespace sanad::storage {

class Filing {
public:
    // Throws Error(bad_input) for what is no filing. What is given as views and names must outlive it.
    Filing(const Archive::Impl& archive, const std::string& case_id, std::vector<Event> events,
           const std::vector<std::string_view>& blobs, const JobStep& step = {});

    std::uint64_t room() const { return room_; }  // bytes that it may need in the data file
    Case write(Change& change);                   // may be called again when the transaction runs again

    // The bytes ahead of that, in a transaction of their own: it takes them from the case's key as it is now,
    // so that write() refuses with Error(conflict) "storage.in_use" where the case is given another one
    // meanwhile.
    bool has_new_bytes() const;
    void stage(Change& change) const;
    void forget_bytes();  // when that is durable: what was given as blobs need not outlive it any more

private:
    struct NewBlob {
        std::string_view bytes;
        StoredBlob stored;
        std::vector<BoundRow> chunks;
        bool missing = true;  // in the case as it was before
    };
    // An event's row lacks only its place in the log.
    struct NewEvent {
        std::string row;   // its key
        std::string salt;  // of its entry in the log
        std::string entry;
        Sha256 leaf;
        std::string coded;  // what of its value is known
    };

    void prepare(const Txn& txn);
    bool still_fits(const Txn& txn) const;
    void take_key(const std::optional<Key>& known);
    void seal_blobs();
    void add_events(StoredCase& into);
    void apply_stored(StoredCase& into, const Event& event) const;
    void put_event(Change& change, const NewEvent& event);
    void take_step(Change& change) const;
    std::set<std::string> rows(const StoredCase& stored) const;

    const Archive::Impl& archive_;
    const std::string& case_id_;
    std::vector<EventText> events_;
    std::vector<NewBlob> blobs_;
    bool staged_ = false;
    JobStep step_;
    std::uint64_t room_ = 64 << 10;

    // What follows from the case as it was when these were made:
    std::optional<std::string> sealed_key_, sealed_case_;  // as they were stored
    std::optional<Key> key_;
    std::optional<Sealer> sealer_;  // with that key
    Case sum_;
    std::vector<NewEvent> new_events_;
    std::vector<BoundRow> rows_;             // to be put: key, sum, index
    std::vector<std::string> gone_indexes_;  // to be removed
};

}  // namespace sanad::storage
