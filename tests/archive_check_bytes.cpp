// How the file is spelt, byte by byte: ISO 19005-2, 6.1.4 to 6.1.9. Readers mend what is wrong here, so it
// has to be looked at in the bytes.
#include <cctype>
#include <charconv>
#include <map>
#include <optional>
#include <regex>

#include "tests/archive_check.h"

namespace sanad::test {
namespace {

// Reads forward, and remembers whether everything stood where it had to.
class Reader {
public:
    Reader(const std::string& bytes, std::size_t at) : bytes_(bytes), at_(at) {}

    bool word(std::string_view expected) {
        if (bytes_.compare(at_, expected.size(), expected) != 0) return false;
        at_ += expected.size();
        return true;
    }
    bool end_of_line() { return word("\r\n") || word("\n") || word("\r"); }
    std::optional<std::size_t> number() {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(bytes_.data() + at_, bytes_.data() + bytes_.size(), value);
        if (error != std::errc()) return std::nullopt;
        at_ = static_cast<std::size_t>(end - bytes_.data());
        return value;
    }
    std::string take(std::size_t count) {
        const auto text = bytes_.substr(std::min(at_, bytes_.size()), count);
        at_ += count;
        return text;
    }
    bool after_line_end() const { return at_ > 0 && (bytes_[at_ - 1] == '\n' || bytes_[at_ - 1] == '\r'); }
    std::size_t at() const { return at_; }

private:
    const std::string& bytes_;
    std::size_t at_;
};

// 6.1.4: "0 5", a line end and nothing else, entries of 20 bytes. The places of the objects, and of the
// section before.
std::optional<std::size_t> check_section(const std::string& bytes, std::size_t at,
                                         std::map<std::size_t, std::size_t>& objects, ArchiveFindings& into) {
    Reader reader(bytes, at);
    bool good = reader.word("xref") && reader.end_of_line();
    while (good && bytes.compare(reader.at(), 7, "trailer") != 0) {
        const auto first = reader.number();
        good = first && reader.word(" ");
        const auto count = good ? reader.number() : std::nullopt;
        good = count && reader.end_of_line();
        for (std::size_t i = 0; good && i < *count; ++i) {
            const auto entry = reader.take(20);
            good = std::regex_match(entry, std::regex("[0-9]{10} [0-9]{5} [nf]( \r| \n|\r\n)"));
            if (good && entry[17] == 'n') objects.emplace(std::stoull(entry), *first + i);
        }
    }
    if (!good) into.insert("spelling.cross_reference");
    if (!good || !reader.word("trailer")) return std::nullopt;
    std::smatch previous;
    const auto trailer = bytes.substr(reader.at(), bytes.find("startxref", reader.at()) - reader.at());
    if (!std::regex_search(trailer, previous, std::regex("/Prev ([0-9]+)"))) return std::nullopt;
    return std::stoull(previous[1]);
}

// 6.1.7.1: a line end behind `stream` and before `endstream`, and the length that is said.
bool stream_is_spelt_well(const std::string& bytes, std::size_t begin, std::size_t& at) {
    std::smatch length;
    const auto dictionary = bytes.substr(begin, at - begin);
    Reader reader(bytes, at);
    if (!std::regex_search(dictionary, length, std::regex("/Length ([0-9]+)( [0-9]+ R)?")) ||
        length[2].matched || !reader.word("stream") || !(reader.word("\r\n") || reader.word("\n")))
        return false;
    reader.take(std::stoull(length[1]));
    if (!reader.end_of_line() || !reader.word("endstream")) return false;
    at = reader.at();
    return true;
}

// 6.1.9: "5 0 obj" and "endobj" each on lines of their own.
void check_object(const std::string& bytes, std::size_t begin, std::size_t number, ArchiveFindings& into) {
    Reader head(bytes, begin);
    const auto wrong = [&](const char* what) {
        into.insert(std::string(what) + ": " + std::to_string(number));
    };
    if (!head.after_line_end() || head.number() != number || !head.word(" ") || !head.number() ||
        !head.word(" obj") || !head.end_of_line())
        return wrong("spelling.object");
    auto at = bytes.find("endobj", head.at());
    const auto dictionary_end = std::min(at, bytes.find("\nstream", head.at()));
    if (const auto stream = bytes.find("\nstream", head.at()); stream < at) {
        at = stream + 1;
        if (!stream_is_spelt_well(bytes, begin, at)) return wrong("spelling.stream");
        at = bytes.find("endobj", at);
    }
    Reader end(bytes, at);
    if (at == std::string::npos || !end.after_line_end() || !end.word("endobj") || !end.end_of_line())
        return wrong("spelling.object");
    // 6.1.6: pairs of digits
    for (auto open = bytes.find('<', begin); open < dictionary_end; open = bytes.find('<', open + 1)) {
        if (bytes[open + 1] == '<') {
            ++open;
            continue;
        }
        std::size_t digits = 0, close = open + 1;
        for (; std::isxdigit(static_cast<unsigned char>(bytes[close])) != 0 || bytes[close] == ' '; ++close)
            digits += bytes[close] != ' ' ? 1 : 0;
        if (bytes[close] == '>' && digits % 2 != 0) wrong("spelling.hexadecimal");
    }
}

}  // namespace

void check_archive_bytes(const std::string& bytes, ArchiveFindings& into) {
    const auto last = bytes.rfind("startxref");
    if (last == std::string::npos) return void(into.insert("spelling.cross_reference"));
    Reader reader(bytes, last + 9);
    std::optional<std::size_t> section = reader.end_of_line() ? reader.number() : std::nullopt;
    if (!section) into.insert("spelling.cross_reference");
    std::map<std::size_t, std::size_t> objects;
    for (int sections = 0; section && sections < 100; ++sections)
        section = check_section(bytes, *section, objects, into);
    for (const auto& [at, number] : objects) check_object(bytes, at, number, into);
}

}  // namespace sanad::test
