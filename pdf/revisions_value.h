// Values as they stand in a PDF (ISO 32000-2, 7.3), read without any repair, each with the place where it
// stands. The verifier's own parser: it shares nothing with what writes files. Included by pdf/*.cpp only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanad::pdf {

struct Value {
    enum class Kind { null, boolean, number, string, name, array, dictionary, stream, reference };
    using Dictionary = std::map<std::string, Value, std::less<>>;

    Kind kind = Kind::null;
    std::string text = {};     // string: its bytes; name: without slash; number and boolean: as written
    std::int64_t integer = 0;  // of an integer; the object number of a reference
    bool is_integer = false;
    int generation = 0;             // of a reference
    std::vector<Value> items = {};  // of an array
    Dictionary entries = {};        // of a dictionary or a stream; keys without slash
    bool repeated_key = false;      // the dictionary has a key twice, and readers differ on which one counts
    std::uint64_t begin = 0;        // offsets of the value in the text that was parsed
    std::uint64_t end = 0;
    std::uint64_t data_begin = 0;  // of a stream's raw bytes
    std::uint64_t data_end = 0;

    bool is(Kind wanted) const { return kind == wanted; }
    bool has_entries() const { return kind == Kind::dictionary || kind == Kind::stream; }
    bool is_name(std::string_view wanted) const { return kind == Kind::name && text == wanted; }
    // The entry as it stands (a reference is not followed); a null value where there is none.
    const Value& at(std::string_view key) const;
};

struct IndirectObject {
    int number = 0;
    int generation = 0;
    Value value;
    std::uint64_t end = 0;  // after "endobj", or after the value where that is missing
};

// The value at `at`, or nothing where no value can be read there. Nesting is limited to 200 levels.
std::optional<Value> parse_value(std::string_view text, std::uint64_t at);

// "N G obj … endobj" at `at`. `length_of` gives the value of an indirect stream length, negative where it is
// unknown; a length that does not lead to "endstream" is replaced by the next "endstream".
std::optional<IndirectObject> parse_indirect(std::string_view text, std::uint64_t at,
                                             const std::function<std::int64_t(int)>& length_of);

// After white space and comments (7.2.3).
std::uint64_t skip_space(std::string_view text, std::uint64_t at);
bool is_space(char byte);

// An unsigned decimal number without sign, moving `at` behind it.
std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t& at);

}  // namespace sanad::pdf
