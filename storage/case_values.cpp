#include "storage/case_values.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/json_text.h"
#include "storage/sealing.h"

namespace sanad::storage {
namespace {

constexpr char version = 1;
constexpr char entry_of_event = 1;
constexpr std::size_t salt_size = 32;
constexpr std::size_t event_overhead = 1 + 8 + salt_size;

void refuse_later(int found, int known) {
    if (found > known)
        throw Error(ErrorCode::unsupported, "a value of a later version",
                    UserMessage{"storage.newer_format"});
}

std::string text_of(const Json& from, const char* key) {
    return from.at(key).is_null() ? std::string() : from.at(key).get<std::string>();
}

// The other direction of core's to_json.
Case case_of(const Json& from) {
    Case made;
    made.id = from.at("id").get<std::string>();
    made.kind = text_of(from, "kind");
    made.state = text_of(from, "state");
    made.channel = text_of(from, "channel");
    made.submitted_on = text_of(from, "submitted_on");
    made.form = text_of(from, "form");
    made.version = from.at("version").get<int>();
    made.record_id = text_of(from, "record_id");
    made.files = from.at("files").get<std::vector<StoredFile>>();
    made.fields = from.at("fields").get<std::vector<Reading>>();
    made.checks = from.at("checks").get<std::vector<Check>>();
    made.faults = from.at("faults").get<std::vector<Check>>();
    made.events = from.at("events").get<std::uint64_t>();
    made.changed_at = text_of(from, "changed_at");
    return made;
}

// What is stored was checked when it was filed: a member that is missing now is damage, whoever notices it.
template <class Parse>
auto stored(Parse parse) {
    try {
        return parse();
    } catch (const nlohmann::json::exception& bad) {
        throw Error(ErrorCode::corrupt, std::string("stored value: ") + bad.what());
    } catch (const Error& bad) {
        if (bad.code() == ErrorCode::bad_input)
            throw Error(ErrorCode::corrupt, std::string("stored value: ") + bad.what());
        throw;
    }
}

}  // namespace

const StoredBlob* StoredCase::find(std::string_view sha256) const {
    const auto found = std::find_if(blobs.begin(), blobs.end(),
                                    [&](const StoredBlob& blob) { return blob.sha256 == sha256; });
    return found == blobs.end() ? nullptr : &*found;
}

std::string case_prefix(std::string_view case_id) { return std::string(case_id).append(1, '\0'); }

std::string event_key(std::string_view case_id, std::uint64_t sequence) {
    return case_prefix(case_id).append(u64_bytes(sequence));
}

std::string log_entry(std::string_view salt, std::string_view event_json) {
    return std::string(1, entry_of_event) + hmac(Key(salt), event_json);
}

std::string event_value(std::uint64_t log_index, std::string_view salt, std::string_view event_json) {
    return std::string(1, version).append(u64_bytes(log_index)).append(salt).append(event_json);
}

StoredEvent parse_event_value(std::string_view value) {
    if (value.size() < event_overhead) throw Error(ErrorCode::corrupt, "stored event: too short");
    refuse_later(value.front(), version);
    const std::string_view salt = value.substr(9, salt_size);
    const std::string_view json = value.substr(event_overhead);
    return stored([&] {
        return StoredEvent{parse_json(json).get<Event>(), *read_u64(value, 1), log_entry(salt, json),
                           std::string(salt)};
    });
}

StoredCase parse_case_value(std::string_view value) {
    return stored([&] {
        const Json json = parse_json(value);
        refuse_later(json.at("v").get<int>(), version);
        StoredCase made{json.at("sum").get<int>(), case_of(json.at("case")), {}};
        for (const Json& blob : json.at("blobs"))
            made.blobs.push_back(
                {blob.at("sha256").get<std::string>(), blob.at("size").get<std::uint64_t>()});
        return made;
    });
}

std::string case_value(const StoredCase& stored) {
    std::string text = fmt::format(R"({{"v":{},"sum":{},"case":)", int{version}, stored.sum);
    text.append(case_text(stored.value)).append(R"(,"blobs":[)");
    for (const StoredBlob& blob : stored.blobs) {
        if (text.back() != '[') text += ',';
        text.append(R"({"sha256":)");
        add_json_string(text, blob.sha256);
        text.append(R"(,"size":)").append(std::to_string(blob.size)).append(1, '}');
    }
    return text + "]}";
}

}  // namespace sanad::storage
