// Bytes that we did not seal do not open, and what stands in an opened row is a value that is written again
// as one, or is refused.
#include "core/json.h"
#include "storage/bytes.h"
#include "storage/case_values.h"
#include "storage/sealing.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto bytes = fuzz::text_of(data, size);
    static const storage::Key key(std::string(storage::Key::size, 'k'));
    const auto opened = fuzz::unless_refused([&] { return storage::unseal(key, "row", bytes); });
    fuzz::must(!opened || !*opened);
    fuzz::must(storage::essence_of_seal(bytes).first.size() <= size);
    if (const auto number = storage::read_u64(bytes, 0))
        fuzz::must(storage::u64_bytes(*number) == bytes.substr(0, 8));
    if (const auto stored = fuzz::unless_refused([&] { return storage::parse_case_value(bytes); })) {
        const std::string once = storage::case_value(*stored);
        fuzz::must(storage::case_value(storage::parse_case_value(once)) == once);
    }
    fuzz::unless_refused([&] { return storage::parse_event_value(bytes); });
    return 0;
}
