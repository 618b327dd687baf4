#include "storage/bundle_read.h"

#include <filesystem>
#include <set>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/branches.h"
#include "storage/bundle_proofs.h"
#include "storage/case_values.h"

namespace sanad::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_list = 64 << 20;
constexpr std::uint64_t largest_json = 256 << 20;
constexpr std::uint64_t largest_file = 1ull << 30;
constexpr std::uint64_t largest_manifest = 1 << 20;
constexpr std::size_t longest_field = 64 << 10;

class Reader {
public:
    explicit Reader(const std::string& folder) : folder_(folder) { bundle_.folder = folder; }

    Bundle read() {
        std::error_code reason;
        if (!fs::is_directory(folder_, reason) || !fs::exists(folder_ / bundle_list, reason))
            throw Error(ErrorCode::not_found, "no bundle in " + folder_.string(), {folder_.string()},
                        {"bundle.none", {folder_.string()}});
        take_list();
        hold_against_folder();
        take_manifest();
        take_files();
        return std::move(bundle_);
    }

private:
    [[noreturn]] void refuse(const std::string& what, const std::string& name) const {
        throw Error(ErrorCode::bad_input, "bundle: " + name + ": " + what, {(folder_ / name).string()},
                    {"bundle.damaged", {(folder_ / name).string(), what}});
    }

    void take_list() {
        if (!fs::is_regular_file(fs::symlink_status(folder_ / bundle_list)))
            refuse("not a plain file", bundle_list);
        auto list = parse_list(read_file((folder_ / bundle_list).string(), largest_list));
        if (!list) refuse("not the list of a bundle", bundle_list);
        files_ = std::move(*list);
        if (files_.count(bundle_manifest) == 0) refuse("not signed: no manifest.txt", bundle_list);
    }

    // What is listed is there and what is there is listed; nothing but plain files and folders of cases.
    void hold_against_folder() const {
        std::set<std::string> found;
        std::error_code reason;
        for (auto at = fs::recursive_directory_iterator(folder_, reason);
             !reason && at != fs::recursive_directory_iterator(); at.increment(reason)) {
            const std::string name = at->path().lexically_relative(folder_).generic_string();
            const auto kind = at->symlink_status(reason).type();
            if (kind == fs::file_type::directory && at.depth() == 0) continue;
            if (kind != fs::file_type::regular) refuse("not a plain file", name);
            if (name != bundle_list && files_.count(name) == 0) refuse("not in the list", name);
            found.insert(name);
        }
        if (reason) refuse(reason.message(), "");
        for (const auto& [name, hash] : files_)
            if (found.count(name) == 0) refuse("missing", name);
    }

    std::string bytes_of(const std::string& name, std::uint64_t limit) const {
        try {
            std::string bytes = read_file((folder_ / name).string(), limit);
            if (sha256_hex(bytes) != files_.at(name)) refuse("its hash is another one", name);
            return bytes;
        } catch (const Error& bad) {
            if (bad.message().id == "bundle.damaged") throw;
            refuse(bad.what(), name);
        }
    }

    void take_manifest() {
        auto manifest = parse_manifest(bytes_of(bundle_manifest, largest_manifest));
        if (!manifest) refuse("its signature does not hold", bundle_manifest);
        FileList signed_files = files_;
        signed_files.erase(bundle_manifest);
        if (sha256_hex(list_text(signed_files)) != manifest->list_hash)
            refuse("signed for other files", bundle_manifest);
        bundle_.manifest = std::move(*manifest);
    }

    void take_files() {
        std::map<std::string, std::vector<std::string>> by_folder;
        for (const auto& [name, hash] : files_) {
            const auto slash = name.find('/');
            by_folder[slash == std::string::npos ? "" : name.substr(0, slash)].push_back(name);
        }
        for (const auto& [inside, names] : by_folder)
            take_folder(inside.empty() ? inside : inside + "/", names);
        if (bundle_.cases.size() != bundle_.manifest.cases)
            refuse("other cases than it says", bundle_manifest);
        std::set<std::string> lines;
        for (const BundleCase& one : bundle_.cases)
            if (!lines.insert(chain_of(one.events).back()).second) refuse("a case twice", bundle_manifest);
        take_beside();
    }

    // Bundles of earlier versions have neither.
    void take_beside() {
        if (files_.count(bundle_proofs) != 0)
            parsed(bundle_proofs, [&](const Json& json) {
                need_format(json, "sanad-proofs", bundle_proofs);
                bundle_.proved = hold_proofs(json, bundle_);
            });
        if (files_.count(bundle_erasures) != 0)
            parsed(bundle_erasures, [&](const Json& json) {
                need_format(json, "sanad-erasures", bundle_erasures);
                bundle_.erasures = parse_erasures(json, bundle_.manifest.office);
            });
    }

    void take_folder(const std::string& inside, const std::vector<std::string>& names) {
        BundleCase one;
        one.folder = inside.substr(0, inside.find('/'));
        std::map<std::string, std::uint64_t> sizes;
        bool any = false;
        for (const std::string& name : names) {
            const std::string plain = name.substr(inside.size());
            if (inside.empty() && (plain == bundle_manifest || plain == bundle_verify)) {
                if (plain == bundle_verify) bytes_of(name, largest_json);
            } else if (inside.empty() && (plain == bundle_proofs || plain == bundle_erasures)) {
                continue;  // when everything that they speak of is known
            } else if (inside.empty() && plain == bundle_records) {
                parsed(name, [&](const Json& json) { take_records(json, name); });
            } else if (plain == bundle_case) {
                any = true;
                parsed(name, [&](const Json& json) { take_case(json, name, one); });
            } else {
                sizes[files_.at(name)] = bytes_of(name, largest_file).size();
                one.files[files_.at(name)] = name;
            }
        }
        if (!any && inside.empty()) return;
        if (!any) refuse("files without a case.json", inside);
        hold_files(one, sizes, inside);
        bundle_.cases.push_back(std::move(one));
    }

    template <class Take>
    void parsed(const std::string& name, Take take) const {
        try {
            take(parse_json(bytes_of(name, largest_json)));
        } catch (const nlohmann::json::exception& bad) {
            refuse(bad.what(), name);
        } catch (const Error& bad) {
            if (bad.message().id == "bundle.damaged" || bad.code() == ErrorCode::unsupported) throw;
            refuse(bad.what(), name);
        }
    }

    void need_format(const Json& json, const char* format, const std::string& name) const {
        if (json.at("format") != format) refuse("another format", name);
        if (json.at("version").get<int>() > bundle_version)
            throw Error(ErrorCode::unsupported, "a bundle of a later version", UserMessage{"bundle.newer"});
    }

    // The events come to the case that stands beside them, and are such as every archive would write them.
    void take_case(const Json& json, const std::string& name, BundleCase& into) const {
        need_format(json, "sanad-case", name);
        into.events = json.at("events").get<std::vector<Event>>();
        const Case sum = sum_of(into.events);
        const bool same_rules = json.value("sum", sum_version) == sum_version;
        if (same_rules && dump_json(Json(sum)) != dump_json(json.at("case")))
            refuse("its events come to another case", name);
        const Office nobody(std::string(16, '\0'));
        for (const Event& event : into.events)
            if (dump_json(Json(nobody.event_outside(event))) != dump_json(Json(event)))
                refuse("names a record without its office", name);
        into.id = sum.id;
    }

    // Every file of the case is there in its size, and no other.
    void hold_files(BundleCase& one, const std::map<std::string, std::uint64_t>& sizes,
                    const std::string& inside) const {
        std::set<std::string> wanted;
        for (const StoredFile& file : sum_of(one.events).files) {
            const auto found = sizes.find(file.sha256);
            if (found == sizes.end()) refuse("a file is missing: " + file.sha256, inside + bundle_case);
            if (found->second != file.size) refuse("another size", one.files.at(file.sha256));
            if (wanted.insert(file.sha256).second) one.bytes += file.size;
        }
        for (const auto& [hash, name] : one.files)  // beside the case there may be what helps to verify it
            if (!inside.empty() && wanted.count(hash) == 0) refuse("belongs to no event", name);
    }

    void take_records(const Json& json, const std::string& name) {
        need_format(json, "sanad-records", name);
        std::set<std::string> seen;
        for (const Json& one : json.at("records")) {
            BundleRecord made{one.get<Record>(), one.at("as_of").get<std::uint64_t>()};
            if (!is_record_name(made.record.id) || !seen.insert(made.record.id).second || made.seen_at == 0)
                refuse("not the name of a record: " + made.record.id, name);
            for (const auto& [key, value] : made.record.fields)
                if (key.size() > longest_field || value.size() > longest_field)
                    refuse("a field that is too long", name);
            bundle_.records.push_back(std::move(made));
        }
    }

    fs::path folder_;
    FileList files_;
    Bundle bundle_;
};

}  // namespace

Bundle read_bundle(const std::string& folder) { return Reader(folder).read(); }

std::string bundle_bytes(const Bundle& bundle, const std::string& name, const std::string& sha256) {
    std::string bytes = read_file((fs::path(bundle.folder) / name).string(), largest_file);
    if (sha256_hex(bytes) != sha256)
        throw Error(ErrorCode::bad_input, "bundle: " + name + " changed while it was read", {bundle.folder},
                    {"bundle.damaged", {name, "changed while it was read"}});
    return bytes;
}

}  // namespace sanad::storage
