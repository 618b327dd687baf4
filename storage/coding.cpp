#include "storage/coding.h"

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <zstd.h>

#include "core/error.h"

namespace sanad::storage {
namespace {

constexpr char as_it_is = 0;
constexpr char zstd_frame = 1;
constexpr std::size_t worth_trying = 512;  // shorter texts lose a seventh at most
constexpr std::size_t small = 4096;        // most of the time would go into a table of its letters
constexpr int zstd_level = 3;
constexpr int fast_level = -1;
constexpr std::size_t sample = 4096;
constexpr unsigned long long max_plain = 64ull << 20;

struct FreeContext {
    void operator()(ZSTD_CCtx* raw) const noexcept { ZSTD_freeCCtx(raw); }
    void operator()(ZSTD_DCtx* raw) const noexcept { ZSTD_freeDCtx(raw); }
};

// Making one takes longer than compressing what a case usually has, and hundreds of threads need no more of
// them than work at the same moment: they are lent. A process that was forked from one of those threads may
// find the shelf locked for ever, and makes its own.
template <class Context>
class Lent {
public:
    explicit Lent(Context* (*make)()) {
        const std::unique_lock lock(shelf().mutex, std::try_to_lock);
        if (!lock || shelf().free.empty()) {
            own_.reset(make());
        } else {
            own_ = std::move(shelf().free.back());
            shelf().free.pop_back();
        }
    }
    ~Lent() {
        const std::unique_lock lock(shelf().mutex, std::try_to_lock);
        if (lock && shelf().free.size() < kept) shelf().free.push_back(std::move(own_));
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    Context* get() const { return own_.get(); }

private:
    using Own = std::unique_ptr<Context, FreeContext>;
    struct Shelf {
        Shelf() { free.reserve(kept); }
        std::mutex mutex;
        std::vector<Own> free;
    };
    static constexpr std::size_t kept = 16;
    static Shelf& shelf() {
        static auto& all = *new Shelf;
        return all;
    }
    Own own_;
};

std::size_t pack(std::string_view plain, int level, std::string& into) {
    const Lent<ZSTD_CCtx> context(ZSTD_createCCtx);
    return ZSTD_compressCCtx(context.get(), into.data() + 1, into.size() - 1, plain.data(), plain.size(),
                             level);
}

bool is_worth_it(std::size_t packed, std::size_t plain) {
    return ZSTD_isError(packed) == 0 && packed + packed / 16 < plain;
}

// Scans, photographs and PDFs are packed already. Of letters that come equally often the squares of their
// counts have the smallest sum.
bool looks_random(std::string_view plain) {
    std::array<std::uint32_t, 256> counts{};
    const std::size_t stride = plain.size() / sample;
    for (std::size_t i = 0; i < sample; ++i) ++counts[static_cast<unsigned char>(plain[i * stride])];
    std::uint64_t squares = 0;
    for (const std::uint64_t count : counts) squares += count * count;
    constexpr std::uint64_t of_chance = std::uint64_t{sample} * sample / 256 + sample;
    return squares < of_chance + of_chance / 8;
}

// RFC 8878, 3.1.1.1: what a frame that states its content size begins with, and how long that is here.
struct FrameHeader {
    std::size_t length = 0;
    std::uint64_t content = 0;
};

constexpr std::size_t magic_size = 4;
constexpr unsigned single_segment = 0x20;

std::string little_endian(std::uint64_t value, int bytes) {
    std::string made;
    for (int i = 0; i < bytes; ++i) made += static_cast<char>(value >> (8 * i) & 0xff);
    return made;
}

std::string new_header(std::string_view magic, std::uint64_t content) {
    const unsigned flag = content < 256 ? 0 : content < 65'536 + 256 ? 1 : 2;  // at most 64 MiB
    return std::string(magic) + static_cast<char>(flag << 6 | single_segment) +
           little_endian(flag == 1 ? content - 256 : content, 1 << flag);
}

FrameHeader header_of(std::string_view frame) {
    const auto descriptor = static_cast<unsigned char>(frame.at(magic_size));
    const bool single = (descriptor & single_segment) != 0;
    const unsigned flag = descriptor >> 6;
    const std::size_t size_bytes = flag == 0 ? (single ? 1 : 0) : std::size_t{1} << flag;
    return {magic_size + 1 + (single ? 0 : 1) + size_bytes,
            ZSTD_getFrameContentSize(frame.data(), frame.size())};
}

}  // namespace

std::string packed_where_smaller(std::string_view plain) {
    if (plain.size() < worth_trying || (plain.size() >= sample && looks_random(plain))) return {};
    std::string packed(1 + ZSTD_compressBound(plain.size()), zstd_frame);
    const std::size_t size = pack(plain, plain.size() < small ? fast_level : zstd_level, packed);
    packed.resize(is_worth_it(size, plain.size()) ? 1 + size : 0);
    return packed;
}

std::string coded(std::string_view plain) {
    std::string packed = packed_where_smaller(plain);
    return packed.empty() ? std::string(coded_as_it_is).append(plain) : packed;
}

// A frame of one raw block and then the blocks of the other. What those refer to lies within them, so that
// what stands before them does not matter.
std::string coded_behind(std::string_view before, std::string_view rest) {
    if (rest.empty() || rest.front() != zstd_frame)
        return std::string(1, as_it_is).append(before).append(rest.substr(rest.empty() ? 0 : 1));
    const std::string_view frame = rest.substr(1);
    const FrameHeader header = header_of(frame);
    std::string made(1, zstd_frame);
    made += new_header(frame.substr(0, magic_size), header.content + before.size());
    made += little_endian(before.size() << 3, 3);  // a raw block, not the last
    return made.append(before).append(frame.substr(header.length));
}

// What was sealed is our own, so that a wrong coding means a later version, not damage.
std::string decoded(std::string&& coding) {
    if (!coding.empty() && coding.front() == as_it_is) return coding.erase(0, 1);
    if (coding.empty() || coding.front() != zstd_frame)
        throw Error(ErrorCode::unsupported, "unknown coding of a value", UserMessage{"storage.newer_format"});
    const unsigned long long size = ZSTD_getFrameContentSize(coding.data() + 1, coding.size() - 1);
    if (size > max_plain) throw Error(ErrorCode::corrupt, "a compressed value without a sensible size");
    std::string plain(static_cast<std::size_t>(size), '\0');
    const Lent<ZSTD_DCtx> context(ZSTD_createDCtx);
    const std::size_t got =
        ZSTD_decompressDCtx(context.get(), plain.data(), plain.size(), coding.data() + 1, coding.size() - 1);
    if (ZSTD_isError(got) != 0 || got != plain.size())
        throw Error(ErrorCode::corrupt, "ZSTD_decompress failed");
    return plain;
}

}  // namespace sanad::storage
