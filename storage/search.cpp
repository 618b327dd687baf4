#include "storage/search.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/error.h"
#include "storage/bytes.h"
#include "storage/plain_index.h"
#include "storage/search_seal.h"
#include "storage/vault.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_pending = 200;  // that a search looks at one by one
constexpr std::size_t cleared_at_once = 20'000;
constexpr std::size_t worth_packing = 5'000;  // of fewer cases every list is short
constexpr std::uint64_t room_for_clearing = 4 << 20;
const std::string seal_setting = "search.seal";

std::vector<std::string> all_cases(const Txn& txn) {
    std::vector<std::string> ids;
    txn.scan(Table::cases, {}, [&](std::string_view id, std::string_view) {
        ids.emplace_back(id);
        return true;
    });
    return ids;
}

std::optional<Case> case_now(const Archive::Impl& archive, const std::string& id) {
    auto stored = stored_case(ReadTxn(*archive.environment), archive.keys, id);
    return stored ? std::optional<Case>(std::move(stored->value)) : std::nullopt;
}

void sort_found(std::vector<FoundCase>& found, std::size_t limit) {
    std::sort(found.begin(), found.end(), [](const FoundCase& a, const FoundCase& b) {
        if (a.score != b.score) return a.score > b.score;
        return a.value.changed_at != b.value.changed_at ? a.value.changed_at > b.value.changed_at
                                                        : a.value.id < b.value.id;
    });
    if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
}

void look_at(const Archive::Impl& archive, const std::string& id, const std::vector<WordTerms>& words,
             std::vector<FoundCase>& into) {
    auto value = case_now(archive, id);
    const double score = value ? score_of(terms_of(*value), words) : 0;
    if (score > 0) into.push_back({*std::move(value), score});
}

std::vector<FoundCase> find_plain(const Archive::Impl& archive, const std::vector<WordTerms>& words,
                                  std::size_t limit) {
    std::vector<FoundCase> found;
    for (const std::string& id : all_cases(ReadTxn(*archive.environment))) look_at(archive, id, words, found);
    sort_found(found, limit);
    return found;
}

}  // namespace

std::vector<Search::Pending> Search::pending_of(const Archive::Impl& archive) {
    std::vector<Pending> pending;
    ReadTxn(*archive.environment).scan(Table::pending, {}, [&](std::string_view id, std::string_view token) {
        pending.push_back({std::string(id), std::string(token)});
        return true;
    });
    return pending;
}

// The index as it was sealed, opened; looked at again when anything about it changed.
bool Search::ready(const Archive::Impl& archive) {
    const auto expected =
        stored_setting(ReadTxn(*archive.environment), archive.keys, setting_key(archive.keys, seal_setting));
    const std::string stamp = stamp_of_index(archive.folder);
    if (index_ && expected && *expected == seal_ && stamp == stamp_) return true;
    index_.reset();
    if (!expected || search_seal(archive.folder, archive.keys.values) != expected ||
        !agrees_with_seal(archive.folder, archive.keys.values, false))
        return false;
    index_.emplace(index_folder(archive.folder), archive.keys.index, XapianIndex::Access::read);
    seal_ = *expected;
    stamp_ = stamp;
    return true;
}

std::vector<FoundCase> Search::find(const Archive::Impl& archive, const std::string& words,
                                    std::size_t limit) {
    const auto wanted = words_of_query(words);
    if (wanted.empty() || limit == 0) return {};
    const std::lock_guard lock(mutex_);
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            const auto pending = pending_of(archive);  // before the index: what is done since is in it
            const bool whole = ready(archive);
            if (attempt == 0 && (!whole || pending.size() > most_pending) && try_catch_up(archive, !whole))
                continue;
            if (!whole) break;
            if (auto found = find_indexed(archive, words, limit, pending)) return *std::move(found);
            try_catch_up(archive, true);
        } catch (const Error& error) {
            if (error.message().id != "search.damaged") throw;
            index_.reset();
            try_catch_up(archive, true);
        }
    }
    return find_plain(archive, wanted, limit);
}

// Nothing where the index names a case that does not answer: then it is not what it should be.
std::optional<std::vector<FoundCase>> Search::find_indexed(const Archive::Impl& archive,
                                                           const std::string& words, std::size_t limit,
                                                           const std::vector<Pending>& pending) {
    const auto wanted = words_of_query(words);
    std::set<std::string> waiting;
    for (const Pending& one : pending) waiting.insert(one.case_id);
    std::vector<FoundCase> found;
    const std::size_t room = std::numeric_limits<std::size_t>::max() - waiting.size();
    for (const SearchHit& hit : index_->find(words, std::min(limit, room) + waiting.size())) {
        if (waiting.count(hit.case_id) != 0) continue;
        const std::size_t before = found.size();
        look_at(archive, hit.case_id, wanted, found);
        // Filed since the index was looked at: it waits now, and is no damage.
        if (found.size() == before && !ReadTxn(*archive.environment).has(Table::pending, hit.case_id))
            return {};
    }
    for (const std::string& id : waiting) look_at(archive, id, wanted, found);
    sort_found(found, limit);
    return found;
}

// Only the writer may: who reads becomes the writer for this, where nobody else is.
bool Search::try_catch_up(const Archive::Impl& archive, bool anew) {
    try {
        std::optional<WriterLock> lock;
        if (!archive.lock) lock.emplace(archive.folder, std::chrono::milliseconds(0));
        catch_up(archive, anew);
        return true;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::corrupt && error.message().id != "search.damaged") throw;
        return false;
    } catch (const fs::filesystem_error&) {  // a medium that cannot be written to
        return false;
    }
}

// Its files written again without gaps: what was removed is gone, and of an index that was just made two
// thirds of the lists that a search reads.
void Search::pack(const Archive::Impl& archive) {
    const fs::path made = fs::path(archive.folder) / search_folder / "compacted";
    fs::remove_all(made);
    XapianIndex(index_folder(archive.folder), archive.keys.index, XapianIndex::Access::read)
        .compact_to(made.string());
    fs::remove_all(index_folder(archive.folder));
    fs::rename(made, index_folder(archive.folder));
}

void Search::catch_up(const Archive::Impl& archive, bool anew) {
    const auto pending = pending_of(archive);
    index_.reset();
    anew = anew || !ready(archive);
    if (!anew && pending.empty()) return;
    index_.reset();
    std::vector<std::string> ids;
    if (anew) {
        fs::remove_all(fs::path(archive.folder) / search_folder);
        fs::create_directories(index_folder(archive.folder));
        ids = all_cases(ReadTxn(*archive.environment));
    }
    if (!anew)
        for (const Pending& one : pending) ids.push_back(one.case_id);
    {
        XapianIndex index(index_folder(archive.folder), archive.keys.index,
                          anew ? XapianIndex::Access::make_new : XapianIndex::Access::write);
        for (const std::string& id : ids)
            if (const auto value = case_now(archive, id))
                index.put(*value);
            else
                index.remove(id);
        index.commit();
    }
    if (anew && ids.size() >= worth_packing) pack(archive);
    seal_index(archive, pending);
}

void Search::bring_up_to_date(const Archive::Impl& archive, bool anew) {
    const std::lock_guard lock(mutex_);
    catch_up(archive, anew);
}

// After the index is durable; the last part binds it to the database.
void Search::seal_index(const Archive::Impl& archive, const std::vector<Pending>& done) {
    const std::string hash = write_search_seal(archive.folder, archive.keys.values);
    const std::string setting = setting_key(archive.keys, seal_setting);
    for (std::size_t from = 0; from == 0 || from < done.size(); from += cleared_at_once) {
        const std::size_t until = std::min(done.size(), from + cleared_at_once);
        archive.change_as_writer(room_for_clearing, [&](Change& change) {
            for (std::size_t i = from; i < until; ++i)
                if (change.txn().get(Table::pending, done[i].case_id) == done[i].token)
                    change.remove(Table::pending, done[i].case_id);
            if (until == done.size())
                change.put(Table::settings, setting,
                           seal(archive.keys.values, context_of(Table::settings, setting),
                                setting_value(seal_setting, hash)));
        });
    }
}

void Search::compact(const Archive::Impl& archive) {
    const std::lock_guard lock(mutex_);
    if (!fs::exists(index_folder(archive.folder))) return;
    catch_up(archive, false);
    index_.reset();
    pack(archive);
    seal_index(archive, {});
}

std::optional<bool> Search::whole(const Archive::Impl& archive) {
    const auto expected =
        stored_setting(ReadTxn(*archive.environment), archive.keys, setting_key(archive.keys, seal_setting));
    if (!fs::exists(fs::path(archive.folder) / search_folder)) return {};  // made when somebody searches
    return expected && search_seal(archive.folder, archive.keys.values) == expected &&
           agrees_with_seal(archive.folder, archive.keys.values, true);
}

}  // namespace sanad::storage
