// Archive::export_case, export_since: cases as a folder that opens without the program. FORMAT.md,
// section 11.
#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/archive_impl.h"
#include "storage/branches.h"
#include "storage/bundle_proofs.h"
#include "storage/export_names.h"
#include "storage/key_file.h"
#include "storage/log_check.h"
#include "storage/new_folder.h"
#include "storage/vault.h"

namespace sanad::embedded {
extern const std::vector<std::pair<std::string_view, std::string_view>> bundle_texts;
}

namespace sanad::storage {
namespace {

std::string pretty(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string role_of(const StoredFile& file) {
    const std::string role = safe_name(file.role);
    return role == "file" ? "document" : role;
}

// The cases that have events after the first `size` entries of the log: its last event tells.
std::vector<std::string> cases_since(const Txn& txn, const ArchiveKeys& keys, std::uint64_t size,
                                     const std::vector<std::string>& without) {
    std::vector<std::string> all, since;
    txn.scan(Table::cases, {}, [&](std::string_view id, std::string_view) {
        all.emplace_back(id);
        return true;
    });
    for (const std::string& id : all) {
        const auto stored = stored_case(txn, keys, id);
        if (std::find(without.begin(), without.end(), stored->value.kind) != without.end()) continue;
        if (stored_event(txn, *case_key(txn, keys, id), id, stored->value.events).log_index >= size)
            since.push_back(id);
    }
    return since;
}

// One bundle, as of one moment of the archive.
class Export {
public:
    Export(const Archive::Impl& archive, const std::string& folder, ExportGuide* guide)
        : archive_(archive),
          guide_(guide),
          folder_(folder),
          id_(whole_keys(archive.folder).archive_id),
          office_(id_),
          head_(Head::read(ReadTxn(*archive.environment), archive.keys)) {}

    // `inside` is empty, or the case's folder and a slash. A file at a time, so that no snapshot is held
    // while the disk is written.
    void add_case(const std::string& id, const std::string& inside) {
        std::vector<Event> events;
        StoredCase stored;
        Key key;
        {
            const ReadTxn txn(*archive_.environment);
            const auto found = stored_case(txn, archive_.keys, id);
            if (!found) throw Error(ErrorCode::not_found, "no case " + id, {"storage.no_case", {id}});
            stored = *found;
            key = *case_key(txn, archive_.keys, id);
            LoggedCase logged{inside.substr(0, inside.find('/')), id,
                              stored_events(txn, key, id, stored.value.events)};
            for (StoredEvent& one : logged.events) events.push_back(office_.event_outside(one.event));
            logged_.push_back(std::move(logged));
            take_record(txn, stored.value.record_id);
        }
        int number = 0;
        for (const StoredFile& file : stored.value.files) {
            const StoredBlob* blob = stored.find(file.sha256);
            const auto name =
                inside + fmt::format("{}-{:02}-{}", role_of(file), ++number, safe_name(file.name));
            const auto bytes = stored_blob(ReadTxn(*archive_.environment), archive_.keys, key, id, *blob);
            folder_.add(name, bytes);
            if (guide_ != nullptr) guide_->look_at(name, bytes);
        }
        Json list = Json::array();
        for (const Event& event : events) list.push_back(Json(event));
        folder_.add(inside + bundle_case, pretty({{"format", "sanad-case"},
                                                  {"version", 1},
                                                  {"sum", sum_version},
                                                  {"case", Json(sum_of(events))},
                                                  {"events", std::move(list)}}));
        ++cases_;
    }

    void add_erasures(const std::vector<std::string>& certificates) {
        if (!certificates.empty()) folder_.add(bundle_erasures, pretty(erasures_json(certificates)));
    }

    std::vector<std::string> finish() {
        add_records();
        const Tree tree = sealed_tree(ReadTxn(*archive_.environment), archive_.keys);
        folder_.add(bundle_proofs, pretty(proofs_of(logged_, tree)));
        std::string verify(embedded::bundle_texts.front().second);
        if (guide_ != nullptr) {
            for (const ExportedFile& file : guide_->files()) folder_.add(file.name, file.bytes);
            verify += guide_->how_to_verify();
        }
        folder_.add(bundle_verify, verify);
        const NoteSigner signer(archive_.keys.log, log_origin(id_));
        const Manifest manifest{signer.key(),
                                head_.commit,
                                cases_,
                                sha256_hex(list_text(folder_.files())),
                                {signer.key().name, tree.size(), tree.root(tree.size())}};
        folder_.add(bundle_manifest, manifest_text(manifest, signer));
        folder_.add(bundle_list, list_text(folder_.files()));
        return folder_.finish();
    }

private:
    void take_record(const Txn& txn, const std::string& id) {
        auto record = stored_record(txn, archive_.keys, id);
        if (!record || !records_seen_.insert(id).second) return;
        const std::uint64_t seen = record_seen_at(txn, archive_.keys, id);
        record->id = office_.record_outside(id);
        Json json = Json(*record);
        json["as_of"] = is_foreign_record(id) ? seen : Head::read(txn, archive_.keys).commit;
        records_.push_back(std::move(json));
    }

    void add_records() {
        if (records_.empty()) return;
        folder_.add(bundle_records,
                    pretty({{"format", "sanad-records"}, {"version", 1}, {"records", std::move(records_)}}));
    }

    const Archive::Impl& archive_;
    ExportGuide* guide_;
    NewFolder folder_;
    std::string id_;
    Office office_;
    Head head_;  // of the moment when the export began: what is seen later is at least as new
    std::uint64_t cases_ = 0;
    std::vector<LoggedCase> logged_;
    std::set<std::string> records_seen_;
    Json records_ = Json::array();
};

}  // namespace

std::vector<std::string> Archive::export_case(const std::string& case_id, const std::string& folder,
                                              ExportGuide* guide) const {
    Export made(*impl_, folder, guide);
    made.add_case(case_id, "");
    return made.finish();
}

std::vector<std::string> Archive::export_since(const std::string& checkpoint, const std::string& folder,
                                               ExportGuide* guide,
                                               const std::vector<std::string>& without) const {
    const auto outside = parse_checkpoint(checkpoint);
    std::vector<std::string> ids;
    {
        const ReadTxn txn(*impl_->environment);
        const Tree tree = sealed_tree(txn, impl_->keys);
        if (!outside || outside->origin != log_origin(whole_keys(impl_->folder).archive_id) ||
            outside->size > tree.size() || tree.root(outside->size) != outside->root)
            throw Error(ErrorCode::conflict, "not a checkpoint of this log",
                        UserMessage{"bundle.foreign_checkpoint"});
        ids = cases_since(txn, impl_->keys, outside->size, without);
    }
    std::vector<std::string> certificates;
    for (const Erasure& one : erasures())
        if (one.index >= outside->size) certificates.push_back(certificate_of(one));
    Export made(*impl_, folder, guide);
    for (const std::string& id : ids) made.add_case(id, id + "/");
    made.add_erasures(certificates);
    return made.finish();
}

}  // namespace sanad::storage
