// What Archive shows of its log: checkpoints, their verification, proofs for others.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/apart.h"
#include "storage/archive_impl.h"
#include "storage/check_parts.h"
#include "storage/key_file.h"
#include "storage/log_check.h"
#include "storage/note_signer.h"

namespace sanad::storage {
namespace {

NoteSigner signer_of(const Archive::Impl& archive) {
    return {archive.keys.log, log_origin(whole_keys(archive.folder).archive_id)};
}

Json json_of(const std::vector<Check>& checks) {
    Json list = Json::array();
    for (const Check& check : checks) list.push_back(Json(check));
    return list;
}

// What is wrong with a checkpoint before the log is looked at.
std::vector<Check> check_note(std::string_view note, const LogKey& key, std::optional<Checkpoint>& says) {
    says = parse_checkpoint(note);
    if (!says) return {damage("log.checkpoint_unreadable", "checkpoint", "")};
    if (says->origin != key.name) {
        const std::string origin = says->origin;
        says.reset();
        return {damage("log.checkpoint_foreign", "checkpoint", origin)};
    }
    if (!open_note(note, key)) return {damage("log.checkpoint_unsigned", "checkpoint", says->origin)};
    return {};
}

}  // namespace

std::string Archive::checkpoint() const {
    const Head head = Head::read(ReadTxn(*impl_->environment), impl_->keys);
    const NoteSigner signer = signer_of(*impl_);
    return signer.sign(checkpoint_text({signer.key().name, head.log.size(), head.log.root()}));
}

std::string Archive::log_key() const { return verifier_key(signer_of(*impl_).key()); }

std::vector<Check> Archive::check_log(const std::string& checkpoint) const {
    std::optional<Checkpoint> outside;
    std::vector<Check> checks;
    if (!checkpoint.empty()) checks = check_note(checkpoint, signer_of(*impl_).key(), outside);
    if (!checkpoint.empty() && !outside) return checks;
    const auto found = run_one_apart([&] {
        Environment environment(impl_->folder, Environment::Access::read_only);
        return dump_json(json_of(storage::check_log(ReadTxn(environment), impl_->keys, outside)));
    });
    if (!found) checks.push_back(damage("storage.log_damaged", "log", "the process that read it died"));
    for (const Json& check : found ? parse_json(*found) : Json::array()) checks.push_back(check.get<Check>());
    return checks;
}

std::string Archive::prove_consistency(const std::string& checkpoint) const {
    const auto outside = parse_checkpoint(checkpoint);
    const NoteSigner signer = signer_of(*impl_);
    const ReadTxn txn(*impl_->environment);
    const Tree tree = sealed_tree(txn, impl_->keys);
    if (!outside || outside->origin != signer.key().name || outside->size > tree.size() ||
        tree.root(outside->size) != outside->root)
        throw Error(ErrorCode::conflict, "not a checkpoint of this log", UserMessage{"log.nothing_to_prove"});
    Json hashes = Json::array();
    for (const Sha256& hash : tree.consistency(outside->size, tree.size()))
        hashes.push_back(to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()}));
    return dump_json({{"from", outside->size},
                      {"to", tree.size()},
                      {"hashes", std::move(hashes)},
                      {"checkpoint", signer.sign(checkpoint_text(
                                         {signer.key().name, tree.size(), tree.root(tree.size())}))}});
}

}  // namespace sanad::storage
