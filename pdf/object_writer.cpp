#include "pdf/object_writer.h"

#include <zlib.h>

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/error.h"
#include "core/hash.h"

namespace sanad::pdf {
namespace {

// Of 1 to 9: beyond it zlib looks further back, and a declaration takes 5 % longer to lose one byte in fifty.
constexpr int compression = 3;

// zlib's state is a quarter of a megabyte: made once a thread, not once a stream.
class Deflater {
public:
    Deflater() {
        if (deflateInit(&stream_, compression) != Z_OK)
            throw Error(ErrorCode::resource, "deflateInit failed");
    }
    ~Deflater() { deflateEnd(&stream_); }
    Deflater(const Deflater&) = delete;
    Deflater& operator=(const Deflater&) = delete;

    std::string deflated(std::string_view data) {
        if (data.size() > std::numeric_limits<uInt>::max() / 2)
            throw Error(ErrorCode::resource, "a stream of more than 2 GiB");
        deflateReset(&stream_);
        std::string out(deflateBound(&stream_, static_cast<uLong>(data.size())), '\0');
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));  // zlib only reads it
        stream_.avail_in = static_cast<uInt>(data.size());
        stream_.next_out = reinterpret_cast<Bytef*>(out.data());
        stream_.avail_out = static_cast<uInt>(out.size());
        if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) throw Error(ErrorCode::external, "deflate failed");
        out.resize(out.size() - stream_.avail_out);
        return out;
    }

private:
    z_stream stream_ = {};
};

// Bytes that a name may hold as they are (7.3.5): regular characters other than "#".
bool plain_in_name(unsigned char c) {
    return c > 0x20 && c < 0x7f &&
           std::string_view("#()<>[]{}/%").find(static_cast<char>(c)) == std::string_view::npos;
}

// The length of a UTF-8 sequence by its first byte; 0 where no sequence begins so.
std::size_t sequence_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first < 0xe0) return 2;
    if (first >= 0xe0 && first < 0xf0) return 3;
    if (first >= 0xf0 && first < 0xf5) return 4;
    return 0;
}

bool is_scalar(char32_t c, std::size_t length) {
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    return c >= least[length] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
}

void append_utf16be(std::string& out, char32_t c) {
    const auto unit = [&out](char32_t u) {
        out.push_back(static_cast<char>(u >> 8));
        out.push_back(static_cast<char>(u & 0xff));
    };
    if (c < 0x10000) return unit(c);
    unit(0xd800 + ((c - 0x10000) >> 10));
    unit(0xdc00 + ((c - 0x10000) & 0x3ff));
}

}  // namespace

std::string number(double value) {
    if (!std::isfinite(value)) throw Error(ErrorCode::bad_input, "a coordinate is not a finite number");
    // Thousands of them are written for a page: this is several times faster than formatting a double.
    if (std::abs(value) > 1e12) return fmt::format("{:.0f}", value);
    const long long thousandths = std::llround(value * 1000);
    const unsigned long long size = static_cast<unsigned long long>(std::llabs(thousandths));
    std::string text = (thousandths < 0 ? "-" : "") + std::to_string(size / 1000);
    if (auto rest = static_cast<unsigned>(size % 1000); rest != 0) {
        text += '.';
        for (unsigned place = 100; rest != 0; place /= 10) {
            text += static_cast<char>('0' + rest / place);
            rest %= place;
        }
    }
    return text;
}

std::string name(std::string_view key) {
    std::string text = "/";
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        text += plain_in_name(byte) ? std::string(1, c) : fmt::format("#{:02x}", byte);
    }
    return text;
}

std::string text_string(std::string_view utf8) {
    std::string literal = "(";
    for (const char c : utf8) {
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e)
            return hex_string("\xfe\xff" + utf16be_of(code_points_of(utf8)));
        if (c == '(' || c == ')' || c == '\\') literal.push_back('\\');
        literal.push_back(c);
    }
    return literal + ")";
}

std::string hex_string(std::string_view bytes) { return "<" + to_hex(bytes) + ">"; }

std::string date_string(Moment moment) {
    std::string iso = iso_moment(moment);  // "2026-11-22T09:00:00Z"
    std::erase_if(iso, [](char c) { return c == '-' || c == ':' || c == 'T'; });
    return "(D:" + iso + ")";
}

std::string reference(int object) { return fmt::format("{} 0 R", object); }

std::string deflated(std::string_view data) {
    thread_local Deflater deflater;
    return deflater.deflated(data);
}

std::string plain_stream(std::string_view entries, std::string_view data) {
    return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, data.size(), data);
}

std::string deflated_stream(std::string_view entries, std::string_view already_deflated) {
    return plain_stream(fmt::format("{} /Filter /FlateDecode", entries), already_deflated);
}

std::string flate_stream(std::string_view entries, std::string_view data) {
    return deflated_stream(entries, deflated(data));
}

std::u32string code_points_of(std::string_view utf8) {
    std::u32string out;
    out.reserve(utf8.size());
    for (std::size_t i = 0; i < utf8.size();) {
        const auto first = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = sequence_length(first);
        char32_t c = length == 1 ? first : first & (0xffu >> (length + 1));
        std::size_t taken = 1;
        while (taken < length && i + taken < utf8.size() &&
               (static_cast<unsigned char>(utf8[i + taken]) & 0xc0) == 0x80)
            c = (c << 6) | (static_cast<unsigned char>(utf8[i + taken++]) & 0x3f);
        const bool good = length != 0 && taken == length && is_scalar(c, length);
        out.push_back(good ? c : U'\ufffd');
        i += taken;
    }
    return out;
}

std::string utf8_of(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) {
        const auto tail = [&](int shift) { out.push_back(static_cast<char>(0x80 | ((c >> shift) & 0x3f))); };
        if (c < 0x80) {
            out.push_back(static_cast<char>(c));
        } else if (c < 0x800) {
            out.push_back(static_cast<char>(0xc0 | (c >> 6)));
            tail(0);
        } else if (c < 0x10000) {
            out.push_back(static_cast<char>(0xe0 | (c >> 12)));
            tail(6), tail(0);
        } else {
            out.push_back(static_cast<char>(0xf0 | (c >> 18)));
            tail(12), tail(6), tail(0);
        }
    }
    return out;
}

std::string utf16be_of(std::u32string_view text) {
    std::string out;
    for (const char32_t c : text) append_utf16be(out, c);
    return out;
}

std::string write_file_bytes(const ObjectSet& objects, int catalog, int info) {
    // The second line tells programs that copy files that this one is binary (7.5.2).
    std::string file = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";
    const int size = objects.bodies().empty() ? 1 : objects.bodies().rbegin()->first + 1;
    std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", size);
    int expected = 1;
    for (const auto& [object, body] : objects.bodies()) {
        if (object != expected++)
            throw Error(ErrorCode::external, fmt::format("object {} was never written", object - 1));
        table += fmt::format("{:010} 00000 n \n", file.size());
        file += fmt::format("{} 0 obj\n{}\nendobj\n", object, body);
    }
    const std::string id = sha256_hex(file).substr(0, 32);
    const std::size_t start = file.size();
    file += table;
    file += fmt::format("trailer\n<< /Size {} /Root {} /Info {} /ID [<{}> <{}>] >>\nstartxref\n{}\n%%EOF\n",
                        size, reference(catalog), reference(info), id, id, start);
    return file;
}

}  // namespace sanad::pdf
