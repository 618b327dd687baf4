// Whatever a file says of itself, what is found in it lies inside it.
#include "pdf/revisions.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto history = fuzz::unless_refused([&] { return pdf::read_history(fuzz::text_of(data, size)); });
    if (!history) return 0;
    std::uint64_t before = 0;
    for (const auto& revision : history->revisions) {
        fuzz::must(before <= revision.eof && revision.eof <= revision.end && revision.end <= size);
        before = revision.end;
    }
    const int revisions = static_cast<int>(history->revisions.size());
    for (const auto& signature : history->signatures) {
        fuzz::must(signature.revision >= 0 && signature.revision < revisions);
        if (signature.has_contents && signature.contents_in_file)
            fuzz::must(signature.contents_begin < signature.contents_end && signature.contents_end <= size);
        fuzz::must(signature.contents.size() <= size);
    }
    for (const auto& change : history->changes)
        fuzz::must(change.revision > 0 && change.revision < revisions);
    return 0;
}
