// The files of a bundle that writer and reader agree on. FORMAT.md, section 11. Included by storage/*.cpp
// only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/note_signer.h"

namespace sanad::storage {

constexpr const char* bundle_list = "SHA256SUMS";
constexpr const char* bundle_manifest = "manifest.txt";
constexpr const char* bundle_case = "case.json";
constexpr const char* bundle_records = "records.json";
constexpr const char* bundle_proofs = "proofs.json";
constexpr const char* bundle_erasures = "erasures.json";
constexpr const char* bundle_verify = "VERIFY.txt";
constexpr int bundle_version = 1;

// Name within the bundle -> hash, in ascending order of names.
using FileList = std::map<std::string, std::string>;

std::string list_text(const FileList& files);
// Nothing for what is none: another line, a name that leads out of the bundle or deeper than one folder, a
// name twice.
std::optional<FileList> parse_list(std::string_view text);

// What the office that made the bundle signs.
struct Manifest {
    LogKey office;
    std::uint64_t commit = 0;  // of its archive
    std::uint64_t cases = 0;
    std::string list_hash;  // SHA-256 of list_text() of all files but the manifest and the list, hex
    Checkpoint checkpoint;  // of its log
};

std::string manifest_text(const Manifest& manifest, const NoteSigner& signer);
// Nothing where it is none or its signature is not by the key that it names.
std::optional<Manifest> parse_manifest(std::string_view note);

}  // namespace sanad::storage
