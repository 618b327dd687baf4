#include "storage/bundle_format.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "storage/export_names.h"

namespace sanad::storage {
namespace {

constexpr std::string_view title = "Sanad: bundle of cases";
constexpr std::size_t hash_digits = 64;

bool is_hash(std::string_view text) {
    return text.size() == hash_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// One folder, the case's, at the most.
bool stays_inside(std::string_view name) {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return is_safe_name(name);
    return is_safe_name(name.substr(0, slash)) && is_safe_name(name.substr(slash + 1));
}

std::string_view take_line(std::string_view& rest) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

// The value of the line `name: value` that has to come next.
std::optional<std::string> take_value(std::string_view& rest, std::string_view name) {
    const std::string_view line = take_line(rest);
    const bool ours = line.size() > name.size() + 2 && line.substr(0, name.size()) == name &&
                      line.substr(name.size(), 2) == ": ";
    return ours ? std::optional<std::string>(line.substr(name.size() + 2)) : std::nullopt;
}

std::optional<std::uint64_t> take_number(std::string_view& rest, std::string_view name) {
    const auto text = take_value(rest, name);
    std::uint64_t number = 0;
    if (!text) return {};
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), number);
    return parsed.ec == std::errc() && parsed.ptr == text->data() + text->size()
               ? std::optional<std::uint64_t>(number)
               : std::nullopt;
}

}  // namespace

std::string list_text(const FileList& files) {
    std::string text;
    for (const auto& [name, hash] : files) text += hash + "  " + name + "\n";
    return text;
}

std::optional<FileList> parse_list(std::string_view text) {
    if (text.empty() || text.back() != '\n') return {};
    FileList files;
    while (!text.empty()) {
        const std::string_view line = take_line(text);
        if (line.size() < hash_digits + 3 || line.substr(hash_digits, 2) != "  ") return {};
        const std::string_view hash = line.substr(0, hash_digits);
        const std::string_view name = line.substr(hash_digits + 2);
        if (!is_hash(hash) || !stays_inside(name) || name == bundle_list) return {};
        if (!files.emplace(name, hash).second) return {};
    }
    return files;
}

std::string manifest_text(const Manifest& manifest, const NoteSigner& signer) {
    return signer.sign(std::string(title) + "\nformat: " + std::to_string(bundle_version) + "\nkey: " +
                       verifier_key(signer.key()) + "\ncommit: " + std::to_string(manifest.commit) +
                       "\ncases: " + std::to_string(manifest.cases) + "\nfiles: " + manifest.list_hash +
                       "\n" + checkpoint_text(manifest.checkpoint));
}

std::optional<Manifest> parse_manifest(std::string_view note) {
    std::string_view rest = note;
    if (take_line(rest) != title) return {};
    const auto version = take_number(rest, "format");
    if (version && *version > bundle_version)
        throw Error(ErrorCode::unsupported, "a bundle of a later version", UserMessage{"bundle.newer"});
    const auto key_text = take_value(rest, "key");
    const auto key = key_text ? parse_verifier_key(*key_text) : std::nullopt;
    if (!version || !key) return {};
    const auto commit = take_number(rest, "commit");
    const auto cases = take_number(rest, "cases");
    const auto files = take_value(rest, "files");
    const auto checkpoint = parse_checkpoint(rest);
    if (*version != bundle_version || !commit || !cases || !files || !is_hash(*files) || !checkpoint)
        return {};
    if (checkpoint->origin != key->name || !open_note(note, *key)) return {};
    return Manifest{*key, *commit, *cases, *files, *checkpoint};
}

}  // namespace sanad::storage
