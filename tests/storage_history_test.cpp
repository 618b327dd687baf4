// History rewritten by somebody who has every key and makes all the rest agree with it: the archive's own
// seals and sums say nothing, a checkpoint that was carried away tells.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "storage/bytes.h"
#include "storage/case_values.h"
#include "storage/erasure.h"
#include "storage/key_file.h"
#include "storage/log_check.h"
#include "storage/vault.h"
#include "tests/storage_fixture.h"

using namespace sanad;
using namespace sanad::test;
using namespace sanad::storage;

namespace {

// One entry of the log, with what it speaks of.
struct Item {
    std::string case_id;
    Event event;      // of an event
    Erasure erasure;  // of an erasure: then `event.kind` is empty
    std::string salt;
    bool operator==(const Item& other) const { return salt == other.salt && event.what == other.event.what; }
};
using History = std::vector<Item>;

struct Undone {};

struct Office {
    Folder folder;
    std::string at = folder / "a";
    std::optional<ArchiveKeys> keys;
    std::vector<Checkpoint> checkpoints;  // at every size
    History history;

    Office() {
        Archive::create(at, passphrase, quick);
        keys.emplace(unlock(at, passphrase));
        Archive archive = Archive::open(at, passphrase);
        remember(archive);
        for (int i = 0; i < 14; ++i) {
            archive.append("2026-HISTORY" + std::to_string(i % 4),
                           {event("note", {{"text", "entry " + std::to_string(i)}})});
            remember(archive);
        }
        archive.erase("2026-HISTORY3", "clerk", "asked for", "2026-11-22T09:00:00Z");
        remember(archive);
        read_history();
    }

    void remember(const Archive& archive) { checkpoints.push_back(*parse_checkpoint(archive.checkpoint())); }

    void read_history() {
        const ReadTxn txn(*Environment::shared(at));
        history.resize(checkpoints.size() - 1);
        txn.scan(Table::events, {}, [&](std::string_view row, std::string_view sealed) {
            const std::string id(row.substr(0, row.find('\0')));
            const auto value = unseal(*case_key(txn, *keys, id), context_of(Table::events, row), sealed);
            const StoredEvent stored = parse_event_value(*value);
            history[stored.log_index] = {id, stored.event, {}, value->substr(9, 32)};
            return true;
        });
        txn.scan(Table::erased, {}, [&](std::string_view row, std::string_view sealed) {
            const auto value = unseal(keys->values, context_of(Table::erased, row), sealed);
            scan_erasures(txn, *keys, [&](const std::string&, const StoredErasure* stored) {
                history[stored->erasure.index] = {
                    stored->erasure.case_id, {}, stored->erasure, value->substr(1, 32)};
            });
            return true;
        });
        for (const std::uint64_t index : history.back().erasure.log)
            history[index].salt =
                *txn.get(Table::log, u64_bytes(index));  // all that is left of it: its entry
    }

    // What the archive says of itself after `act`, none of which stays.
    template <class Act>
    std::vector<Check> after(Act act, const std::optional<Checkpoint>& outside) const {
        std::vector<Check> checks;
        try {
            Environment::shared(at)->write(1 << 20, [&](WriteTxn& txn) {
                act(txn);
                checks = check_log(txn, *keys, outside);
                throw Undone();
            });
        } catch (const Undone&) {
        }
        return checks;
    }

    // Makes events, log, erasures and head of `made`, as if it had always been so.
    void rewrite(WriteTxn& txn, History made) const {
        Change change(txn, *keys, Head::read(txn, *keys));
        for (const Table table : {Table::events, Table::log, Table::erased}) {
            std::vector<std::string> rows;
            txn.scan(table, {},
                     [&](std::string_view key, std::string_view) { return rows.emplace_back(key), true; });
            for (const std::string& row : rows) change.remove(table, row);
        }
        change.head().log = Frontier();
        std::map<std::string, std::uint64_t> sequences;
        for (std::uint64_t index = 0; index < made.size(); ++index) {
            Item& item = made[index];
            if (item.case_id.empty()) {
                change.log(item.salt);
            } else if (item.event.kind.empty()) {
                item.erasure.index = index;
                change.log(erasure_entry(item.salt, item.erasure));
                const std::string row = erasure_key(item.case_id, index);
                change.put(Table::erased, row,
                           seal(keys->values, context_of(Table::erased, row),
                                erasure_value(item.salt, item.erasure)));
            } else {
                put_event(change, item, index, ++sequences[item.case_id]);
            }
        }
        change.finish();
    }

    void put_event(Change& change, Item& item, std::uint64_t index, std::uint64_t sequence) const {
        item.event.sequence = sequence;
        const std::string json = dump_json(Json(item.event));
        change.log(log_entry(item.salt, json));
        const std::string row = event_key(item.case_id, sequence);
        change.put(Table::events, row,
                   seal(*case_key(change.txn(), *keys, item.case_id), context_of(Table::events, row),
                        event_value(index, item.salt, json)));
    }
};

// $SANAD_LOG_ROUNDS; scripts/prove.sh storage-log sets it.
int rounds() {
    const char* named = std::getenv("SANAD_LOG_ROUNDS");
    return named != nullptr ? std::max(1, std::atoi(named)) : 250;
}

Item new_item(const std::string& text) {
    Event made = event("note", {{"text", text}});
    made.case_id = "2026-HISTORY1";
    return {made.case_id, made, {}, random_bytes(32)};
}

// Something before `until` is not as it was.
History falsified(const History& from, std::size_t until, std::mt19937& random) {
    History made = from;
    const std::size_t at = random() % until;
    const auto place = made.begin() + static_cast<long>(at);
    switch (random() % 6) {
        case 0:  // an event says something else
            *place = new_item("another text");
            break;
        case 1:
            made.erase(place);
            break;
        case 2: {  // put elsewhere
            const Item moved = *place;
            made.erase(place);
            made.insert(made.begin() + static_cast<long>(random() % made.size()), moved);
            break;
        }
        case 3:
            std::swap(*place, made[random() % made.size()]);
            break;
        case 4:
            made.insert(place, new_item("was always there"));
            break;
        default:  // put back, and perhaps another story since
            made.resize(at);
            break;
    }
    for (auto more = random() % 20; more > 0; --more) made.push_back(new_item("later"));
    return made;
}

bool all_found(const std::vector<Check>& checks) {
    return std::any_of(checks.begin(), checks.end(),
                       [](const Check& c) { return c.verdict == Verdict::failed; });
}

}  // namespace

TEST_CASE("a history that was not rewritten agrees with every checkpoint", "[storage]") {
    const Office office;
    for (const Checkpoint& checkpoint : office.checkpoints) {
        const auto checks =
            office.after([&](WriteTxn& txn) { office.rewrite(txn, office.history); }, checkpoint);
        INFO(summary(checks));
        CHECK(checks.front().id == "log.consistent");
    }
    History longer = office.history;
    longer.push_back(new_item("later"));
    CHECK(office.after([&](WriteTxn& txn) { office.rewrite(txn, longer); }, office.checkpoints.back())
              .front()
              .id == "log.consistent");
}

TEST_CASE("history rewritten by who has every key is found against an outside checkpoint",
          "[storage][hostile]") {
    const Office office;
    std::mt19937 random(6962);
    int tried = 0, seen_inside = 0;
    for (int round = 0; round < rounds(); ++round) {
        const std::size_t size = 1 + random() % office.history.size();
        const History made = falsified(office.history, size, random);
        if (std::equal(office.history.begin(), office.history.begin() + static_cast<long>(size), made.begin(),
                       made.begin() + static_cast<long>(std::min(size, made.size()))))
            continue;  // moved onto itself
        ++tried;
        const auto act = [&](WriteTxn& txn) { office.rewrite(txn, made); };
        const auto checks = office.after(act, office.checkpoints[size]);
        INFO("round " << round << ", checkpoint of " << size << "\n" << summary(checks));
        CHECK(all_found(checks));
        if (round % 10 == 0) seen_inside += all_found(office.after(act, {})) ? 1 : 0;
    }
    CHECK(tried > rounds() / 2);
    // Without a checkpoint most of it cannot be seen: that is what the checkpoint is for.
    CHECK(seen_inside < tried / 10);
    if (rounds() > 1000) WARN(tried << " falsified histories, all found");
}

TEST_CASE("rows changed without the keys are found without a checkpoint too", "[storage][hostile]") {
    const Office office;
    std::mt19937 random(7);
    for (int round = 0; round < rounds() / 2; ++round) {
        const Table table = std::array{Table::events, Table::log, Table::erased, Table::keys}[random() % 4];
        const auto checks = office.after(
            [&](WriteTxn& txn) {
                std::vector<std::pair<std::string, std::string>> rows;
                txn.scan(table, {}, [&](std::string_view key, std::string_view value) {
                    rows.emplace_back(key, value);
                    return true;
                });
                auto& [key, value] = rows[random() % rows.size()];
                const auto& other = rows[random() % rows.size()];
                const auto kind = rows.size() > 1 && other.first != key ? random() % 3 : random() % 2;
                if (kind == 0) {
                    value[random() % value.size()] ^= static_cast<char>(1 << random() % 8);
                    txn.put(table, key, value);
                } else if (kind == 1) {
                    txn.remove(table, key);
                } else {
                    txn.put(table, key, other.second);
                    txn.put(table, other.first, value);
                }
            },
            std::nullopt);
        INFO("round " << round << " in " << name_of(table) << "\n" << summary(checks));
        CHECK(all_found(checks));
    }
}
