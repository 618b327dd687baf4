#include "storage/log_check.h"

#include <string>

#include "core/error.h"
#include "core/hash.h"
#include "storage/bytes.h"
#include "storage/case_values.h"
#include "storage/check_parts.h"
#include "storage/erasure.h"
#include "storage/head.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

std::string hex(const Sha256& hash) {
    return to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

// Whose an entry is: each one of an event or an erasure has to be accounted for, once.
class Accounts {
public:
    Accounts(const Txn& txn, const ArchiveKeys& keys, std::vector<Check>& into)
        : txn_(txn), keys_(keys), into_(into) {}

    void take_entries() {
        txn_.scan(Table::log, {}, [&](std::string_view, std::string_view entry) {
            entries_.emplace_back(entry);
            return true;
        });
        owned_.assign(entries_.size(), false);
    }

    void take_cases() {
        std::vector<std::string> cases;
        txn_.scan(Table::keys, {}, [&](std::string_view id, std::string_view) {
            cases.emplace_back(id);
            return true;
        });
        for (const std::string& id : cases) take_case(id);
    }

    void take_erasures() {
        scan_erasures(txn_, keys_, [&](const std::string& key, const StoredErasure* stored) {
            const std::string id = key.substr(0, key.find('\0'));
            if (stored == nullptr || stored->erasure.case_id != id) {
                fault("log.erasure_changed", id, "does not open");
                return;
            }
            own(stored->erasure.index, stored->entry, id, "log.erasure_changed");
            for (const std::uint64_t index : stored->erasure.log) own_erased(index, id);
        });
    }

    void take_rest() {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const bool ours = !entries_[i].empty() && (entries_[i].front() == entry_of_event ||
                                                       entries_[i].front() == entry_of_erasure);
            if (ours && !owned_[i]) fault("log.event_missing", "log", std::to_string(i));
        }
    }

private:
    void fault(const char* id, const std::string& subject, const std::string& evidence) {
        into_.push_back(damage(id, subject, evidence));
    }

    void take_case(const std::string& id) {
        try {
            const auto key = case_key(txn_, keys_, id);
            std::uint64_t sequence = 0;
            txn_.scan(Table::events, case_prefix(id), [&](std::string_view row, std::string_view sealed) {
                const auto value = unseal(*key, context_of(Table::events, row), sealed);
                if (!value || row != event_key(id, ++sequence))
                    throw Error(ErrorCode::corrupt, "event " + std::to_string(sequence));
                const StoredEvent stored = parse_event_value(*value);
                if (stored.event.case_id != id || stored.event.sequence != sequence)
                    throw Error(ErrorCode::corrupt, "event " + std::to_string(sequence));
                own(stored.log_index, stored.entry, id, "log.event_changed");
                return true;
            });
        } catch (const Error& error) {
            fault("log.event_changed", id, error.what());
        }
    }

    void own(std::uint64_t index, const std::string& entry, const std::string& subject, const char* id) {
        if (index >= entries_.size() || entries_[index] != entry || owned_[index])
            fault(id, subject, std::to_string(index));
        else
            owned_[index] = true;
    }

    void own_erased(std::uint64_t index, const std::string& subject) {
        const bool free =
            index < entries_.size() && !owned_[index] && entries_[index].front() == entry_of_event;
        if (free)
            owned_[index] = true;
        else
            fault("log.erasure_changed", subject, std::to_string(index));
    }

    const Txn& txn_;
    const ArchiveKeys& keys_;
    std::vector<Check>& into_;
    std::vector<std::string> entries_;
    std::vector<bool> owned_;
};

void compare(const Tree& tree, const Checkpoint& outside, std::vector<Check>& into) {
    if (outside.size > tree.size())
        into.push_back(damage("log.rolled_back", "log",
                              std::to_string(tree.size()) + " / " + std::to_string(outside.size)));
    else if (tree.root(outside.size) != outside.root)
        into.push_back(
            damage("log.rewritten", "log", hex(tree.root(outside.size)) + " / " + hex(outside.root)));
}

}  // namespace

Tree read_tree(const Txn& txn) {
    Tree tree;
    txn.scan(Table::log, {}, [&](std::string_view key, std::string_view entry) {
        if (key.size() != 8 || read_u64(key, 0) != tree.size() || entry.empty())
            throw Error(ErrorCode::corrupt, "log: an entry is missing", UserMessage{"storage.log_damaged"});
        tree.add(entry);
        return true;
    });
    return tree;
}

Tree sealed_tree(const Txn& txn, const ArchiveKeys& keys) {
    Tree tree = read_tree(txn);
    const Head head = Head::read(txn, keys);
    if (head.log.size() != tree.size() || head.log.root() != tree.root(tree.size()))
        throw Error(ErrorCode::corrupt, "log: not as it was sealed", UserMessage{"storage.log_damaged"});
    return tree;
}

std::string log_origin(std::string_view archive_id) { return "sanad-archive/" + to_hex(archive_id); }

std::vector<Check> check_log(const Txn& txn, const ArchiveKeys& keys,
                             const std::optional<Checkpoint>& outside) {
    std::vector<Check> checks;
    Tree tree;
    try {
        tree = read_tree(txn);
        const Head head = Head::read(txn, keys);
        if (head.log.size() != tree.size() || head.log.root() != tree.root(tree.size()))
            checks.push_back(damage("storage.log_damaged", "log",
                                    std::to_string(tree.size()) + " / " + std::to_string(head.log.size())));
        if (outside) compare(tree, *outside, checks);
        Accounts accounts(txn, keys, checks);
        accounts.take_entries();
        accounts.take_cases();
        accounts.take_erasures();
        accounts.take_rest();
    } catch (const Error& error) {
        checks.push_back(damage("storage.log_damaged", "log", error.what()));
    }
    if (checks.empty())
        checks.push_back({outside ? "log.consistent" : "log.whole", "log", Verdict::passed,
                          outside ? std::to_string(outside->size) + " / " + std::to_string(tree.size())
                                  : std::to_string(tree.size())});
    return checks;
}

}  // namespace sanad::storage
