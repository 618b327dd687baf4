// Objects as each revision sees them. Nothing is parsed twice.
// Included by pdf/*.cpp only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pdf/revisions_xref.h"

namespace sanad::pdf {

// Where an object's text stands. Equal places mean equal bytes.
struct ObjectPlace {
    enum class Kind { none, file, stream };
    Kind kind = Kind::none;
    std::uint64_t offset = 0;  // of the object, or of the object stream that holds it
    std::uint64_t index = 0;
    bool operator==(const ObjectPlace&) const = default;
    auto operator<=>(const ObjectPlace&) const = default;
};

// An object stream, taken apart once (7.5.7).
struct ObjectStream {
    std::string data;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> objects;  // number, offset in `data`
};

class ObjectStore {
public:
    ObjectStore(std::string_view pdf, const XrefChain& chain);

    ObjectPlace place(int number, int revision) const;
    // As its entry says; a reference with another one leads nowhere, for readers that look at it.
    std::uint64_t generation(int number, int revision) const;
    const Value& object(int number, int revision);           // null where there is none
    const Value& resolve(const Value& value, int revision);  // follows references
    const Value& entry(const Value& holder, std::string_view key, int revision) {
        return resolve(holder.at(key), revision);
    }
    // A value that stands in the file itself, at its offsets; an object stream's do not.
    static bool in_file(const ObjectPlace& place) { return place.kind == ObjectPlace::Kind::file; }
    std::string_view raw(const Value& stream) const {
        return pdf_.substr(stream.data_begin, stream.data_end - stream.data_begin);
    }
    std::string_view pdf() const { return pdf_; }
    const Value& object_at(std::uint64_t offset, int number, int revision);

    // Whether the byte lies in an object that was read from the file.
    bool explains(std::uint64_t offset) const;

    // As `object`, but what cannot be read there is not held against the file: nothing needs it yet.
    const Value& glance(int number, int revision);

    // Numbers that had an entry but no readable object.
    const std::map<int, std::string>& unreadable() const { return unreadable_; }

private:
    const XrefEntry* entry_of(int number, int revision) const;
    const Value& parse_in_file(std::uint64_t offset, int number, int revision);
    const ObjectStream& object_stream(std::uint64_t offset, int revision);
    const Value& parse_in_stream(const ObjectPlace& place, int number, int revision);

    std::string_view pdf_;
    std::unordered_map<int, std::vector<std::pair<int, XrefEntry>>> history_;  // number -> (revision, entry)
    std::map<ObjectPlace, std::unique_ptr<const Value>> parsed_;
    std::map<std::uint64_t, std::unique_ptr<const ObjectStream>> decoded_;  // by offset
    std::map<int, std::string> unreadable_;
    int depth_ = 0;
    bool glancing_ = false;
};

}  // namespace sanad::pdf
