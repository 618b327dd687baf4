// Archive::erase: what is destroyed of a case, and what is written about it.
#include <algorithm>

#include "core/error.h"
#include "storage/archive_impl.h"
#include "storage/blind_index.h"
#include "storage/bytes.h"
#include "storage/erasure.h"
#include "storage/job_rows.h"
#include "storage/key_file.h"
#include "storage/log_check.h"
#include "storage/note_signer.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t room_for_erasure = 1 << 20;
constexpr std::size_t longest_reason = 2000;

[[noreturn]] void refuse(const char* id, const std::string& case_id) {
    throw Error(ErrorCode::conflict, std::string(id) + " " + case_id, UserMessage{id, {case_id}});
}

// The last word about it counts.
bool is_held(const std::vector<StoredEvent>& events) {
    const auto last = std::find_if(events.rbegin(), events.rend(), [](const StoredEvent& stored) {
        return stored.event.kind == "hold" || stored.event.kind == "hold-released";
    });
    return last != events.rend() && last->event.kind == "hold";
}

std::vector<std::string> keys_with(const Txn& txn, Table table, const std::string& prefix) {
    std::vector<std::string> keys;
    txn.scan(table, prefix, [&](std::string_view key, std::string_view) {
        keys.emplace_back(key);
        return true;
    });
    return keys;
}

std::set<std::string> rows_of(const ArchiveKeys& keys, const StoredCase& stored) {
    std::vector<std::string> blobs;
    for (const StoredBlob& blob : stored.blobs) blobs.push_back(blob.sha256);
    return index_rows(keys.index, stored.value, blobs);
}

void destroy(Change& change, const ArchiveKeys& keys, const std::string& id, const StoredCase& stored) {
    change.remove(Table::keys, id);
    change.remove(Table::cases, id);
    for (const Table table : {Table::events, Table::blobs})
        for (const std::string& row : keys_with(change.txn(), table, case_prefix(id)))
            change.remove(table, row);
    for (const std::string& row : rows_of(keys, stored)) change.remove(Table::index, row);
    remove_jobs_of(change, keys, id);
}

// A line of a note holds no line breaks and nothing that drives a terminal.
std::string line_of(std::string_view text) {
    std::string made;
    for (const char c : text) made += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    return made;
}

std::string ranges_of(const std::vector<std::uint64_t>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
        text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
        if (last > i) text += "-" + std::to_string(numbers[last]);
        i = last + 1;
    }
    return text;
}

}  // namespace

Erasure Archive::erase(const std::string& case_id, const std::string& who, const std::string& why,
                       const std::string& at) {
    if (why.empty() || why.size() > longest_reason) refuse("erase.no_reason", case_id);
    const std::string salt = random_bytes(Key::size);
    Erasure made;
    impl_->change(room_for_erasure, [&](Change& change) {
        const ArchiveKeys& keys = impl_->keys;
        const auto stored = case_id.empty() ? std::nullopt : stored_case(change.txn(), keys, case_id);
        if (!stored)
            throw Error(ErrorCode::not_found, "no case " + case_id,
                        UserMessage{"storage.no_case", {case_id}});
        const auto events = stored_events(change.txn(), *case_key(change.txn(), keys, case_id), case_id,
                                          stored->value.events);
        if (is_held(events)) refuse("erase.held", case_id);
        made = {case_id, at, who, why, stored->blobs.size(), {}, 0};
        for (const StoredEvent& event : events) made.log.push_back(event.log_index);
        destroy(change, keys, case_id, *stored);
        change.put(Table::pending, case_id, u64_bytes(change.head().commit + 1));
        made.index = change.log(erasure_entry(salt, made));
        const std::string row = erasure_key(case_id, made.index);
        change.put(Table::erased, row,
                   seal(keys.values, context_of(Table::erased, row), erasure_value(salt, made)));
    });
    return made;
}

std::vector<Erasure> Archive::erasures() const {
    std::vector<Erasure> all;
    scan_erasures(ReadTxn(*impl_->environment), impl_->keys,
                  [&](const std::string&, const StoredErasure* stored) {
                      if (stored == nullptr)
                          throw Error(ErrorCode::corrupt, "an erasure does not open",
                                      UserMessage{"log.erasure_changed"});
                      all.push_back(stored->erasure);
                  });
    std::sort(all.begin(), all.end(), [](const Erasure& a, const Erasure& b) { return a.index < b.index; });
    return all;
}

std::string Archive::certificate_of(const Erasure& erasure) const {
    const Head head = Head::read(ReadTxn(*impl_->environment), impl_->keys);
    const NoteSigner signer(impl_->keys.log, log_origin(whole_keys(impl_->folder).archive_id));
    const auto line = [](const char* name, const std::string& value) {
        return std::string(name) + ": " + line_of(value) + "\n";
    };
    return signer.sign(
        "Sanad: certificate of destruction \u00b7 \u0634\u0647\u0627\u062f\u0629 "
        "\u0625\u062a\u0644\u0627\u0641\n" +
        line("archive", signer.key().name) + line("case", erasure.case_id) + line("at", erasure.at) +
        line("by", erasure.who) + line("why", erasure.why) +
        line("events", std::to_string(erasure.log.size())) + line("files", std::to_string(erasure.files)) +
        line("log-entries", ranges_of(erasure.log)) +
        line("log-entry-of-erasure", std::to_string(erasure.index)) + line("key", "destroyed") +
        checkpoint_text({signer.key().name, head.log.size(), head.log.root()}));
}

bool Archive::holds(const std::string& case_id) const {
    const ReadTxn txn(*impl_->environment);
    const auto stored = case_id.empty() ? std::nullopt : stored_case(txn, impl_->keys, case_id);
    return stored &&
           is_held(stored_events(txn, *case_key(txn, impl_->keys, case_id), case_id, stored->value.events));
}

}  // namespace sanad::storage
