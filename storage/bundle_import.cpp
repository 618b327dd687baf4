// Archive::import_bundle: what a bundle holds and this archive does not, in one durable commit.
#include <algorithm>
#include <deque>
#include <set>

#include "core/error.h"
#include "storage/archive_impl.h"
#include "storage/bundle_plan.h"
#include "storage/filing.h"
#include "storage/key_file.h"
#include "storage/staged.h"

namespace sanad::storage {
namespace {

constexpr std::uint64_t room_for_record = 16 << 10;
constexpr const char* office_setting = "bundle.office.";

// A case of the bundle with the bytes that it brings.
struct Arriving {
    CasePlan plan;
    std::vector<std::string> files;
    std::vector<std::string_view> views;
    std::optional<Filing> filing;
};

class Import {
public:
    // `at_once`: bytes of files that one commit may take, because LMDB keeps it in memory until then.
    Import(const Archive::Impl& archive, const Bundle& bundle, std::uint64_t at_once)
        : archive_(archive),
          bundle_(bundle),
          office_(whole_keys(archive.folder).archive_id),
          at_once_(at_once) {}

    BundleImport run(const std::string& office_key) {
        judge_office(office_key);
        file_all();
        find_each_other();
        result_.proved = bundle_.proved;
        return std::move(result_);
    }

private:
    std::string office_name() const { return office_setting + bundle_.manifest.office.name; }

    void judge_office(const std::string& asked) {
        const std::string key = verifier_key(bundle_.manifest.office);
        result_.office = bundle_.manifest.office.name;
        const ReadTxn txn(*archive_.environment);
        const auto known = stored_setting(txn, archive_.keys, setting_key(archive_.keys, office_name()));
        const bool own = bundle_.manifest.office.key ==
                         NoteSigner(archive_.keys.log, bundle_.manifest.office.name).key().key;
        if ((!asked.empty() && asked != key) || (known && *known != key))
            throw Error(ErrorCode::conflict, "signed with another key", {bundle_.folder},
                        {"bundle.other_key", {bundle_.folder, result_.office}});
        result_.first_of_office = !known && !own;
        if (result_.first_of_office && asked.empty())
            result_.checks.push_back({"bundle.office_new", result_.office, Verdict::noted, key});
    }

    // What is known may change between looking and writing: then it is looked at again.
    void file_all() {
        for (int attempt = 0;; ++attempt) {
            std::deque<Arriving> cases;
            try {
                prepare_all(cases);
                commit(cases);
            } catch (const Error& error) {
                drop_what_lies_ready();
                if (error.message().id != "storage.in_use" || attempt == 3) throw;
                continue;
            }
            for (Arriving& one : cases) plans_.push_back(std::move(one.plan));
            return;
        }
    }

    void prepare_all(std::deque<Arriving>& cases) {
        std::uint64_t all = 0, waiting = 0;
        for (const BundleCase& one : bundle_.cases) all += one.bytes;
        Planned planned;
        std::size_t ready = 0;
        staged_.clear();
        for (const BundleCase& one : bundle_.cases) {
            prepare(one, planned, cases);
            waiting += one.bytes;
            if (all <= at_once_ || waiting < at_once_) continue;
            stage(cases, ready);
            ready = cases.size();
            waiting = 0;
        }
    }

    // The files of these cases ahead of their events.
    void stage(std::deque<Arriving>& cases, std::size_t from) {
        std::vector<Arriving*> group;
        std::uint64_t room = room_for_record;
        for (std::size_t i = from; i < cases.size(); ++i) {
            if (!cases[i].filing || !cases[i].filing->has_new_bytes()) continue;
            group.push_back(&cases[i]);
            room += cases[i].filing->room();
            staged_.insert(cases[i].plan.result.id);
        }
        if (group.empty()) return;
        archive_.change(room, [&](Change& change) {
            note_staged(change, archive_.keys, staged_);
            for (const Arriving* one : group) one->filing->stage(change);
        });
        for (Arriving* one : group) {
            one->filing->forget_bytes();
            one->views.clear();
            one->files.clear();
        }
    }

    // What stays is dropped when the archive is next opened for writing.
    void drop_what_lies_ready() const {
        if (staged_.empty()) return;
        try {
            drop_staged(archive_);
        } catch (const Error&) {  // of the two, the first error says more
        }
    }

    void prepare(const BundleCase& one, Planned& planned, std::deque<Arriving>& group) const {
        Arriving& made = group.emplace_back();
        made.plan = plan_case(ReadTxn(*archive_.environment), archive_.keys, office_, one, planned);
        if (made.plan.missing.empty()) return;
        std::vector<std::string> hashes;
        for (const Event& event : made.plan.missing)
            if (event.kind == "file") hashes.push_back(event.what.at("sha256").get<std::string>());
        std::sort(hashes.begin(), hashes.end());
        hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
        for (const std::string& hash : hashes)
            made.files.push_back(bundle_bytes(bundle_, one.files.at(hash), hash));
        made.views.assign(made.files.begin(), made.files.end());
        made.filing.emplace(archive_, made.plan.result.id, made.plan.missing, made.views);
    }

    void commit(std::deque<Arriving>& group) {
        std::uint64_t room = room_for_record * (1 + bundle_.records.size());
        for (const Arriving& one : group) room += one.filing ? one.filing->room() : 0;
        const ImportResult before = result_.records;
        if (room_needed_by_none(group)) return;
        archive_.change(room, [&](Change& change) {
            result_.records = before;
            take_office(change);
            take_records(change);
            for (Arriving& one : group)
                if (one.filing) file_one(change, one);
            if (!staged_.empty()) forget_staged(change, archive_.keys);
        });
    }

    // Nothing is written where nothing is new: an import that is repeated leaves the archive as it was.
    bool room_needed_by_none(const std::deque<Arriving>& group) {
        if (result_.first_of_office) return false;
        if (std::any_of(group.begin(), group.end(),
                        [](const Arriving& one) { return one.filing.has_value(); }))
            return false;
        const ReadTxn txn(*archive_.environment);
        const bool none = std::none_of(bundle_.records.begin(), bundle_.records.end(),
                                       [&](const BundleRecord& one) { return is_news(txn, one); });
        if (none) result_.records.unchanged = static_cast<int>(bundle_.records.size());
        return none;
    }

    void file_one(Change& change, Arriving& one) const {
        const auto there = stored_case(change.txn(), archive_.keys, one.plan.result.id);
        if ((there ? there->value.events : 0) != one.plan.known)
            throw Error(ErrorCode::conflict, "the case was changed meanwhile", {archive_.folder},
                        {"storage.in_use", {archive_.folder}});
        one.filing->write(change);
    }

    void take_office(Change& change) const {
        if (!result_.first_of_office) return;
        const std::string key = setting_key(archive_.keys, office_name());
        change.put(Table::settings, key,
                   seal(archive_.keys.values, context_of(Table::settings, key),
                        setting_value(office_name(), verifier_key(bundle_.manifest.office))));
    }

    // A record of our own is not changed from outside; of another office's the later state counts.
    bool is_news(const Txn& txn, const BundleRecord& one) const {
        const std::string id = office_.record_here(one.record.id);
        const auto known = stored_record(txn, archive_.keys, id);
        return !known || (is_foreign_record(id) && one.seen_at > record_seen_at(txn, archive_.keys, id));
    }

    void take_records(Change& change) {
        for (const BundleRecord& one : bundle_.records) {
            Record record = one.record;
            record.id = office_.record_here(record.id);
            if (!is_news(change.txn(), one)) {
                ++result_.records.unchanged;
                continue;
            }
            const auto known = stored_record(change.txn(), archive_.keys, record.id);
            ++(!known                           ? result_.records.added
               : known->fields != record.fields ? result_.records.updated
                                                : result_.records.unchanged);
            put_record(change, archive_.keys, record, is_foreign_record(record.id) ? one.seen_at : 0);
            if (!is_foreign_record(record.id)) keep_number(change, record.id);
        }
    }

    // A record that this archive once gave out and lost (it was put back): its number is not given again.
    static void keep_number(Change& change, const std::string& id) {
        const std::uint64_t number = std::stoull(id.substr(2));
        change.head().next_record = std::max(change.head().next_record, number + 1);
    }

    void find_each_other() {
        const ReadTxn txn(*archive_.environment);
        for (const CasePlan& plan : plans_) {
            check_imported(txn, archive_.keys, plan, result_.checks);
            result_.cases.push_back(plan.result);
        }
        for (const BundleErasure& one : bundle_.erasures)
            if (!lines_of(txn, archive_.keys, office_, original_case(one.case_id)).empty())
                result_.checks.push_back(
                    {"bundle.erased_there", one.case_id, Verdict::doubtful, one.at + ": " + one.why});
        for (const BundleRecord& one : bundle_.records) {
            Record record = one.record;
            record.id = office_.record_here(record.id);
            check_person(txn, archive_.keys, record, result_.checks);
        }
    }

    const Archive::Impl& archive_;
    const Bundle& bundle_;
    Office office_;
    std::uint64_t at_once_;
    std::set<std::string> staged_;  // cases whose files lie ready
    BundleImport result_;
    std::deque<CasePlan> plans_;
};

}  // namespace

BundleImport Archive::import_bundle(const std::string& folder, const std::string& office_key,
                                    std::uint64_t at_once) {
    const Bundle bundle = read_bundle(folder);
    return Import(*impl_, bundle, at_once).run(office_key);
}

std::vector<CaseConflict> Archive::conflicts() const {
    const ReadTxn txn(*impl_->environment);
    const Office office(whole_keys(impl_->folder).archive_id);
    std::vector<std::string> aside;
    txn.scan(Table::cases, {}, [&](std::string_view id, std::string_view) {
        if (is_set_aside(id)) aside.emplace_back(id);
        return true;
    });
    std::vector<CaseConflict> found;
    for (const std::string& id : aside) {
        const auto lines = lines_of(txn, impl_->keys, office, original_case(id));
        const auto own =
            std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.id == id; });
        const Line& first = lines.front();
        if (own == lines.end() || own->id == first.id) continue;
        found.push_back(
            {first.id, id, common_length(first.chain, own->chain), first.chain.size(), own->chain.size()});
    }
    return found;
}

}  // namespace sanad::storage
