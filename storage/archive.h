// The archive: cases as events, originals and documents as blobs, stored records, in LMDB; everything that
// names a person sealed (storage/FORMAT.md). One writer process at a time, any number of readers; open a
// folder once a process.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/case.h"
#include "core/check.h"
#include "core/record.h"
#include "storage/bundle.h"
#include "storage/stores.h"

namespace sanad::storage {

struct FoundCase {
    Case value;
    double score = 0;  // of this answer only; higher is better
};

// What one guess at the passphrase costs (Argon2id): the default takes about a quarter of a second. It is
// stored with the archive, so that opening it needs no agreement.
struct KeyCost {
    std::uint32_t memory_kib = 64 * 1024;  // 8 .. 4 Mi
    std::uint32_t passes = 3;              // 1 .. 64
};

struct RebuildResult {
    std::uint64_t cases = 0;
    std::uint64_t sums_changed = 0;  // cases whose stored sum was not that of their events
    std::uint64_t rows_changed = 0;  // of the blind index
};

// What stays of a case that was erased.
struct Erasure {
    std::string case_id;
    std::string at;   // UTC, "2026-11-22T09:00:00Z"
    std::string who;  // the account that did it
    std::string why;
    std::uint64_t files = 0;              // how many files were destroyed with it
    std::vector<std::uint64_t> log = {};  // the entries of the log that were its events
    std::uint64_t index = 0;              // the entry of the log that speaks of the erasure
};

struct BackupResult {
    bool full = false;                    // false: only what changed since the last run was added
    std::uint64_t rows = 0;               // written by this run
    std::uint64_t bytes = 0;              // written by this run
    std::uint64_t commit = 0;             // the state of the archive that the backup now holds
    std::vector<std::string> files = {};  // written by this run
};

// One of the ways to open an archive.
struct KeySlot {
    std::string id;    // "1", "2", …
    std::string kind;  // "passphrase", "key-file"; another of a later version
};

// A file of an export.
struct ExportedFile {
    std::string name;
    std::string bytes;
};

// What the caller adds to an export, who knows what the archive does not (whom to trust). It is shown every
// file of the cases, and asked at the end.
class ExportGuide {
public:
    virtual ~ExportGuide() = default;
    virtual void look_at(const std::string& name, std::string_view bytes) = 0;
    virtual std::vector<ExportedFile> files() = 0;  // to lie beside the cases
    virtual std::string how_to_verify() = 0;        // to follow in VERIFY.txt
};

// Two clerks' commands at the same moment queue: this long the second one waits for the first.
constexpr std::chrono::milliseconds writer_patience{5000};

// Work that goes with a filing, in the same commit.
struct JobStep {
    std::vector<NewJob> put = {};
    std::optional<Job> done = {};  // as it was leased
};

class Archive : public CaseStore, public BlobStore, public JobQueue {
public:
    // Makes a new one in a folder that does not exist or is empty. Throws Error(conflict) where there is
    // something already.
    static void create(const std::string& folder, const std::string& passphrase, const KeyCost& cost = {});
    // The same with what belongs into it from the start: `fill` is given the archive and the folder that it
    // still lies in. There is an archive when `fill` has returned, or there is none.
    using Fill = std::function<void(Archive& archive, const std::string& folder)>;
    static void create(const std::string& folder, const std::string& passphrase, const KeyCost& cost,
                       const Fill& fill);
    static bool exists(const std::string& folder);
    // Throws Error(not_found) with "storage.no_archive" where there is none, Error(external) with
    // "storage.not_permitted" where one may not look.
    static void refuse_missing(const std::string& folder);

    // Throws Error(conflict) with "storage.inside_archive" for a path that is a file of some archive: nobody
    // wants a PDF in its place.
    static void refuse_own_file(const std::string& path);
    // The same for whatever lies in an archive's folder, which a backup would take with it in clear.
    static void refuse_inside(const std::string& path);
    // And for what would lie in an archive that is yet to be made.
    static void refuse_inside(const std::string& path, const std::string& coming);

    // Throws Error(not_found) where there is none, Error(bad_input) with "storage.passphrase_wrong",
    // Error(conflict) with "storage.in_use" for a second writer, Error(corrupt) for a damaged or truncated
    // file. Any number of objects may have one folder open, in one process or in several; one of them for
    // writing. An object may be used by several threads at once. It must not be carried over a fork.
    static Archive open(const std::string& folder, const std::string& passphrase, bool read_only = false,
                        std::chrono::milliseconds patience = writer_patience);

    // The ways to open an archive. `secret` is one that does: a passphrase, or the text of a key file. All of
    // them lead to the same archive key, so that no data is rewritten; a secret that was known to somebody
    // still opens the key files of older backups. They throw as open does, Error(conflict) with
    // "storage.in_use" while another process writes.
    static std::vector<KeySlot> key_slots(const std::string& folder);
    static std::string add_passphrase(const std::string& folder, const std::string& secret,
                                      const std::string& added, const KeyCost& cost = {});
    // Returns the text of a new key file, which opens the archive without the cost of a passphrase: for a
    // server that has to start by itself.
    static std::string add_key_file(const std::string& folder, const std::string& secret);
    // Replaces the slot that `secret` opens.
    static void change_passphrase(const std::string& folder, const std::string& secret,
                                  const std::string& next, const KeyCost& cost = {});
    // Throws Error(not_found) with "storage.no_slot", Error(conflict) with "storage.last_slot".
    static void remove_key(const std::string& folder, const std::string& secret, const std::string& id);

    // Between two pieces of long work: whoever waits to write gets a turn. Waits for its own again, up to
    // `patience`; throws Error(conflict) with "storage.in_use", and then this object only reads.
    void let_others_write(std::chrono::milliseconds patience);
    // The two halves of that, around work that writes nothing: in between this object only reads.
    void stop_writing();
    void write_again(std::chrono::milliseconds patience);

    Archive(Archive&&) noexcept;
    Archive& operator=(Archive&&) noexcept;
    ~Archive() override;

    Case append(const std::string& case_id, std::vector<Event> events,
                const std::vector<std::string_view>& blobs = {}) override;
    // Throws Error(conflict) with "jobs.lost" where the job that this finishes was lost since: then nothing
    // is filed.
    Case append(const std::string& case_id, std::vector<Event> events,
                const std::vector<std::string_view>& blobs, const JobStep& step);

    Job put(const NewJob& job) override;
    std::optional<Job> lease(const std::string& kind, Moment now, std::chrono::seconds length) override;
    std::optional<Job> take_over(const std::string& id, Moment now, std::chrono::seconds length) override;
    bool finish(const Job& held) override;
    bool fail(const Job& held, const std::string& why, Moment again) override;
    bool retry(const std::string& id, Moment now) override;
    std::optional<Job> find_job(const std::string& id) const override;
    std::optional<Job> find_job(const NewJob& same) const;
    std::vector<Job> jobs() const override;

    std::optional<Case> find_case(const std::string& id) const override;
    std::vector<Event> events(const std::string& case_id) const override;
    std::vector<Case> cases(const CaseQuery& query = {}) const override;
    // Of the same cases, in the same order, without keeping them all in memory.
    std::vector<std::string> case_ids(const CaseQuery& query = {}) const;
    // Cases in which every word occurs, best first (storage/search_index.h says what is found). Answers come
    // from an index of words beside the database, which is made, brought up to date and made anew by itself;
    // every answer was held against the case.
    std::vector<FoundCase> search(const std::string& words, std::size_t limit = 100) const;
    std::string blob(const std::string& case_id, const std::string& sha256) const override;
    std::vector<std::string> cases_with_blob(const std::string& sha256) const override;

    // Upserts by national id; records without one are always added. Fields that the new record does not have,
    // or has empty, stay as they were. `id` of the records given is not looked at.
    ImportResult import_records(const std::vector<Record>& records);
    std::optional<Record> find_record(const std::string& id) const;
    std::vector<Record> records() const;
    // Candidates for a match: equal national id, phone or IBAN, or at least one common name token.
    std::vector<Record> candidates(const Record& like) const;

    // Secrets and settings of the archive itself, sealed: the authority's keys, the association's name.
    void put_setting(const std::string& name, std::string_view value);
    std::optional<std::string> setting(const std::string& name) const;

    // Reads all of it back: every value's seal, every blob's hash, every case's sum, every reference, the
    // log. One check per damage, naming the case or record; one passed check where there is none. Reads in a
    // process of its own, so that a file damaged in any way can't bring down this one. With a share, only
    // that part of the cases, records and tables: `of` shares, one after the other, come to all of it.
    struct Share {
        std::uint64_t number = 0;  // 0 .. of - 1
        std::uint64_t of = 1;
    };
    std::vector<Check> check(const Share& share) const;
    std::vector<Check> check() const { return check(Share{}); }

    // Makes a new archive in `to` of what opens in a damaged one, which is not written to. Returns what is
    // gone, one check each ("repair.…"), and one passed check that says how many cases and records are kept.
    // The log is kept as far as it is whole: check_log() of the new archive names events that are gone.
    // Throws Error(corrupt) where the file cannot be opened at all: then only a backup helps.
    static std::vector<Check> repair(const std::string& from, const std::string& to,
                                     const std::string& passphrase);

    // Makes everything that follows from the events and records from them again: the sums of the cases, the
    // blind index, the index of words. Throws Error(corrupt) naming a case whose events do not open.
    RebuildResult rebuild();

    // Writes one case to a folder: originals and documents under their names, case.json, the stored record
    // of the person, SHA256SUMS, signed by this archive's log. The folder must not exist or be empty, and lie
    // in no archive: Error(conflict) with "storage.inside_archive". Returns the paths written.
    std::vector<std::string> export_case(const std::string& case_id, const std::string& folder,
                                         ExportGuide* guide = nullptr) const;
    // All cases to which something was filed since a checkpoint of this log, each whole, in a folder of its
    // own; none of the kinds in `without`. Throws Error(conflict) with "bundle.foreign_checkpoint".
    std::vector<std::string> export_since(const std::string& checkpoint, const std::string& folder,
                                          ExportGuide* guide = nullptr,
                                          const std::vector<std::string>& without = {}) const;

    // Takes in a bundle of another archive, or gives this one back what it exported. All of it is verified
    // before anything is written; then it is filed in one durable commit. Files of more than `at_once` bytes
    // are laid ready in commits of their own before that one, which nobody sees; what an import that was cut
    // off left of them is removed when the archive is next opened for writing. Taking in again changes
    // nothing, and the order of bundles does not matter. `office_key` (log_key() of the other archive):
    // accept no other. Throws Error(bad_input) with "bundle.damaged" naming what is wrong, Error(conflict)
    // with "bundle.other_key".
    BundleImport import_bundle(const std::string& folder, const std::string& office_key = {},
                               std::uint64_t at_once = 256 << 20);
    // Every case of which two lines of events are here.
    std::vector<CaseConflict> conflicts() const;
    // What the archive holds as one hash that does not depend on the order in which it came, nor on the
    // archive: lines of events and records (docs/decisions/0078).
    std::string contents() const;

    // The log's state as text to print or carry away, signed (storage/signed_note.h); and the key that it is
    // verified with.
    std::string checkpoint() const;
    std::string log_key() const;

    // Whether the log is whole and every event is the one that was logged; with a checkpoint from outside,
    // also whether everything that was filed before it is there, unchanged and in its order. One check per
    // finding, one passed check where there is none. Reads in a process of its own.
    std::vector<Check> check_log(const std::string& checkpoint = {}) const;

    // For who has only the checkpoint: the hashes (RFC 6962, 2.1.2) that lead from it to a new one, as JSON.
    // Throws Error(conflict) where it is none of this log.
    std::string prove_consistency(const std::string& checkpoint) const;

    // Destroys a case: its key, its events and files, its place in the indexes. Its entries stay in the log,
    // with one more that speaks of the erasure. Bytes of it lie in free pages until compact(), unreadable
    // without the key, of which the wrapped copy is among them: erasing ends with compaction. Throws
    // Error(not_found), Error(conflict) with "erase.held" where the last of the case's events "hold" and
    // "hold-released" is a hold, Error(conflict) with "erase.no_reason".
    Erasure erase(const std::string& case_id, const std::string& who, const std::string& why,
                  const std::string& at);
    std::vector<Erasure> erasures() const;  // in the order of the log
    bool holds(const std::string& case_id) const;
    // A signed note about it, with the log as it is now.
    std::string certificate_of(const Erasure& erasure) const;

    // Writes the archive as it is at this moment to a backup, while others read and file, and reads all of
    // the backup back from the disk. `to` is a folder, or one file where it ends in ".sanad". A folder that
    // holds a backup already gets what changed since; after a case was erased it is written anew, so that
    // nothing of the case stays. Throws Error(conflict) where a backup of another archive or of a later state
    // is there, Error(corrupt) for a backup that is damaged, Error(resource); then the backup is as it was.
    BackupResult backup(const std::string& to) const;

    // Makes the archive of a backup in a folder that does not exist or is empty. Everything is read and held
    // against its seals first, and all of the restored archive again before it appears in its place. Throws
    // Error(corrupt) with "storage.backup_damaged", Error(bad_input) for a wrong passphrase.
    static void restore(const std::string& from, const std::string& folder, const std::string& passphrase);

    // Writes the data file anew, so that room is returned and nothing of what was removed stays in it. Throws
    // Error(conflict) with "storage.in_use" or "storage.compact_busy" while anybody else has the archive
    // open.
    struct Compaction {
        std::uint64_t before = 0;  // bytes of the data file
        std::uint64_t after = 0;
    };
    static Compaction compact(const std::string& folder, const std::string& passphrase);

    struct Impl;  // storage/archive_impl.h

private:
    explicit Archive(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::storage
