// An archive in a folder of its own, and filings to put into it. The people in it are invented.
#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/case.h"
#include "core/error.h"
#include "core/hash.h"
#include "core/json.h"
#include "storage/archive.h"

namespace sanad::test {

inline const std::string passphrase = "nine small boats";
inline const storage::KeyCost quick{8, 1};

class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "sanad-storage-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() {
        std::error_code none;
        std::filesystem::remove_all(path_, none);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string operator/(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

inline std::string noise(std::size_t size, unsigned seed) {
    std::mt19937_64 random(seed);
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

inline Event event(const std::string& kind, Json what) {
    return {.case_id = "",
            .sequence = 0,
            .at = "2026-11-22T09:00:00Z",
            .who = "clerk",
            .kind = kind,
            .what = std::move(what)};
}

inline Event opened() {
    return event(
        "opened",
        {{"case_kind", "support-request"}, {"channel", "help-request"}, {"submitted_on", "2026-11-22"}});
}

inline Event filed(const std::string& bytes, const std::string& name = "scan.png",
                   const std::string& role = "original") {
    return event("file", Json(StoredFile{.role = role,
                                         .name = name,
                                         .media_type = "image/png",
                                         .sha256 = sha256_hex(bytes),
                                         .size = bytes.size(),
                                         .at = "2026-11-22T09:00:00Z"}));
}

inline Event confirmed(const std::string& key, const std::string& value) {
    Reading reading;
    reading.key = key;
    reading.state = ReadState::read;
    reading.value = value;
    reading.text = value;
    reading.confidence = 0.1 + 0.2;  // a number that is not short in decimal
    reading.source = Source::person;
    return event("confirmed", {{"key", key}, {"before", nullptr}, {"after", Json(reading)}});
}

// The id of the message of the Error that `act` throws; "" where it throws none.
template <class Act>
std::string refusal(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return error.message().id.empty() ? error.what() : error.message().id;
    }
    return "";
}

inline std::string summary(const std::vector<Check>& checks) {
    std::string text;
    for (const Check& check : checks) text += check.id + " " + check.subject + " " + check.evidence + "\n";
    return text;
}

// All that a user could ask of an archive, as one hash.
inline std::string everything(const storage::Archive& archive) {
    std::string all;
    for (const Case& value : archive.cases()) {
        all += dump_json(Json(value));
        for (const Event& one : archive.events(value.id)) all += dump_json(Json(one));
        for (const StoredFile& file : value.files) all += archive.blob(value.id, file.sha256);
    }
    for (const Record& record : archive.records()) all += dump_json(Json(record));
    return sha256_hex(all + archive.setting("authority.key").value_or("none"));
}

inline bool whole(const std::vector<Check>& checks) { return overall(checks) <= Verdict::noted; }

}  // namespace sanad::test
