#include "storage/bundle_proofs.h"

#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/hash.h"
#include "storage/branches.h"
#include "storage/bytes.h"
#include "storage/signed_note.h"

namespace sanad::storage {
namespace {

constexpr std::string_view origin_start = "sanad-archive/";
constexpr std::size_t most_hashes = 64;

std::string hex(const Sha256& hash) {
    return to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorCode::bad_input, what); }

std::string bytes_of(const Json& json) {
    try {
        return from_hex(json.get<std::string>());
    } catch (const Error& bad) {
        refuse(bad.what());
    }
}

Sha256 hash_of(const Json& json) {
    const std::string bytes = bytes_of(json);
    Sha256 hash{};
    if (bytes.size() != hash.size()) refuse("a hash of the wrong length");
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hash.data()));
    return hash;
}

Tree::Proof path_of(const Json& json) {
    if (!json.is_array() || json.size() > most_hashes) refuse("a path of too many hashes");
    Tree::Proof path;
    for (const Json& hash : json) path.push_back(hash_of(hash));
    return path;
}

// The office of a log, to know what its own records were called at home.
Office office_of(const std::string& origin) {
    if (origin.rfind(origin_start, 0) != 0) refuse("a log of another kind");
    return Office(bytes_of(Json(origin.substr(origin_start.size()))));
}

void hold(const Json& proof, const BundleCase& one, const std::string& id, const Office& office,
          const Checkpoint& checkpoint) {
    const auto sequence = proof.at("sequence").get<std::uint64_t>();
    const std::string salt = bytes_of(proof.at("salt"));
    if (sequence == 0 || sequence > one.events.size()) refuse("a proof of no event");
    if (salt.size() != 32) refuse("a salt of the wrong length");
    const Event& event = one.events[static_cast<std::size_t>(sequence - 1)];
    const std::string entry = log_entry(salt, dump_json(Json(office.event_here(event, id))));
    const auto index = proof.at("index").get<std::uint64_t>();
    if (index >= checkpoint.size || !proves_inclusion(path_of(proof.at("path")), leaf_hash(entry), index,
                                                      checkpoint.size, checkpoint.root))
        refuse("event " + std::to_string(sequence) + " of " + id + " is not in the log");
}

std::string value_of(const std::string& text, const std::string& name) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.rfind(name + ": ", 0) == 0) return line.substr(name.size() + 2);
    return {};
}

}  // namespace

Json proofs_of(const std::vector<LoggedCase>& cases, const Tree& tree) {
    Json list = Json::array();
    for (const LoggedCase& one : cases) {
        Json events = Json::array();
        for (const StoredEvent& stored : one.events) {
            Json path = Json::array();
            for (const Sha256& hash : tree.inclusion(stored.log_index, tree.size()))
                path.push_back(hex(hash));
            events.push_back({{"sequence", stored.event.sequence},
                              {"index", stored.log_index},
                              {"salt", to_hex(stored.salt)},
                              {"path", std::move(path)}});
        }
        list.push_back({{"folder", one.folder}, {"id", one.id}, {"events", std::move(events)}});
    }
    return {{"format", "sanad-proofs"}, {"version", 1}, {"cases", std::move(list)}};
}

std::uint64_t hold_proofs(const Json& proofs, const Bundle& bundle) {
    const Checkpoint& checkpoint = bundle.manifest.checkpoint;
    const Office office = office_of(checkpoint.origin);
    std::uint64_t proved = 0;
    for (const Json& one : proofs.at("cases")) {
        const auto folder = one.at("folder").get<std::string>();
        const auto of = std::find_if(bundle.cases.begin(), bundle.cases.end(),
                                     [&](const BundleCase& known) { return known.folder == folder; });
        if (of == bundle.cases.end()) refuse("a proof of no case");
        const auto id = one.at("id").get<std::string>();
        if (original_case(id) != of->id) refuse("a proof of another case");
        for (const Json& proof : one.at("events")) {
            hold(proof, *of, id, office, checkpoint);
            ++proved;
        }
    }
    return proved;
}

Json erasures_json(const std::vector<std::string>& certificates) {
    return {{"format", "sanad-erasures"}, {"version", 1}, {"certificates", certificates}};
}

std::vector<BundleErasure> parse_erasures(const Json& json, const LogKey& office) {
    std::vector<BundleErasure> erasures;
    for (const Json& one : json.at("certificates")) {
        const auto text = open_note(one.get<std::string>(), office);
        if (!text) refuse("a certificate that the office did not sign");
        BundleErasure made{value_of(*text, "case"), value_of(*text, "at"), value_of(*text, "why")};
        if (made.case_id.empty() || value_of(*text, "key") != "destroyed")
            refuse("no certificate of destruction");
        erasures.push_back(std::move(made));
    }
    return erasures;
}

}  // namespace sanad::storage
