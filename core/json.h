// JSON of the core's values: what the command line prints, what the archive seals and what crosses to a
// worker process.
//
// nlohmann's ordered value is the one third-party type that crosses module borders
// (docs/decisions/0005-json-value.md); its heavy header stays in .cpp files and in case.h.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace sanad {

using Json = nlohmann::ordered_json;

struct Alternative;
struct BoxMm;
struct Case;
struct Check;
struct DocumentReading;
struct Event;
struct PageFinding;
struct Reading;
struct Record;
struct StoredFile;

// Shapes are those of docs/reading.md. A text that is empty because there is nothing to say (no form
// recognised, no record matched, a field that is not read) travels as null.
void to_json(Json& into, const BoxMm& box);
void to_json(Json& into, const Check& check);
void to_json(Json& into, const Reading& reading);
void to_json(Json& into, const PageFinding& page);
void to_json(Json& into, const DocumentReading& document);
void to_json(Json& into, const Record& record);
void to_json(Json& into, const StoredFile& file);
void to_json(Json& into, const Event& event);
void to_json(Json& into, const Case& value);

// These throw Error(bad_input) where a member is missing or of the wrong type; unknown members are passed
// over.
void from_json(const Json& from, BoxMm& box);
void from_json(const Json& from, Check& check);
void from_json(const Json& from, Reading& reading);
void from_json(const Json& from, PageFinding& page);
void from_json(const Json& from, DocumentReading& document);
void from_json(const Json& from, Record& record);
void from_json(const Json& from, StoredFile& file);
void from_json(const Json& from, Event& event);

// Strict: throws Error(bad_input) on malformed text or UTF-8, on bytes after the value, on duplicate keys, on
// nesting deeper than 64 and on objects of more than 10,000 members.
Json parse_json(std::string_view text);

// One line, UTF-8 as it is; bytes that are not UTF-8 become U+FFFD.
std::string dump_json(const Json& value);

}  // namespace sanad
