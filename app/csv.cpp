#include "app/csv.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sanad::app {
namespace {

void append_utf8(std::string& into, char32_t c) {
    const auto put = [&](char32_t byte) { into += static_cast<char>(byte); };
    if (c < 0x80) return put(c);
    if (c < 0x800) return put(0xc0 | c >> 6), put(0x80 | (c & 0x3f));
    if (c < 0x10000) return put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
    put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f)), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
}

std::optional<std::string> from_utf16(std::string_view bytes, bool little) {
    if (bytes.size() % 2 != 0) return std::nullopt;
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(little ? b << 8 | a : a << 8 | b);
    };
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        char32_t c = unit(i);
        if (c >= 0xd800 && c < 0xdc00) {
            if (i + 3 >= bytes.size()) return std::nullopt;
            const char32_t low = unit(i + 2);
            if (low < 0xdc00 || low > 0xdfff) return std::nullopt;
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            i += 2;
        } else if (c >= 0xdc00 && c < 0xe000) {
            return std::nullopt;
        }
        append_utf8(text, c);
    }
    return text;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80                   ? 0
                                 : lead >= 0xc2 && lead < 0xe0 ? 1
                                 : lead >= 0xe0 && lead < 0xf0 ? 2
                                 : lead >= 0xf0 && lead < 0xf5 ? 3
                                                               : std::string_view::npos;
        if (more == std::string_view::npos || i + more >= text.size()) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        i += more + 1;
    }
    return true;
}

std::optional<std::string> as_utf8(std::string_view bytes) {
    if (bytes.substr(0, 2) == "\xff\xfe") return from_utf16(bytes.substr(2), true);
    if (bytes.substr(0, 2) == "\xfe\xff") return from_utf16(bytes.substr(2), false);
    if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
    if (!is_utf8(bytes)) return std::nullopt;
    return std::string(bytes);
}

// The separator that the header line has most of, outside its quoted values.
char separator_of(std::string_view text) {
    constexpr std::string_view candidates = ",;\t";
    std::array<int, candidates.size()> count{};
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool may_open = i == 0 || text[i - 1] == '"' || candidates.find(text[i - 1]) != candidates.npos;
        if (text[i] == '"' && (quoted || may_open)) quoted = !quoted;
        if (quoted) continue;
        if (text[i] == '\r' || text[i] == '\n') break;
        if (const auto which = candidates.find(text[i]); which != candidates.npos) ++count[which];
    }
    return candidates[static_cast<std::size_t>(std::max_element(count.begin(), count.end()) - count.begin())];
}

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text), separator_(separator_of(text)) {}

    std::optional<std::vector<CsvRow>> rows() {
        while (at_ < text_.size())
            if (!row()) return std::nullopt;
        return std::move(rows_);
    }

private:
    bool row() {
        CsvRow row{line_};
        do {
            auto value = text_.substr(at_, 1) == "\"" ? quoted() : plain();
            if (!value) return false;
            row.values.push_back(*std::move(value));
        } while (at_ < text_.size() && text_[at_] == separator_ && ++at_ > 0);
        if (text_.substr(at_, 2) == "\r\n") ++at_;
        if (at_ < text_.size()) ++at_, ++line_;
        if (row.values.size() > 1 || !row.values.front().empty()) rows_.push_back(std::move(row));
        return true;
    }

    std::optional<std::string> plain() {
        const auto end =
            std::min(text_.find_first_of(std::string{separator_, '\r', '\n'}, at_), text_.size());
        return std::string(text_.substr(std::exchange(at_, end), end - at_));
    }

    std::optional<std::string> quoted() {
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n') ++line_;
            if (text_[at_] != '"') {
                value += text_[at_];
            } else if (text_.substr(at_ + 1, 1) == "\"") {
                value += text_[++at_];
            } else {
                ++at_;
                return value +
                       *plain();  // what follows the closing quote belongs to the value: nothing is lost
            }
        }
        return std::nullopt;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    int line_ = 1;
    std::vector<CsvRow> rows_;
};

}  // namespace

std::optional<std::vector<CsvRow>> parse_csv(std::string_view bytes) {
    const auto text = as_utf8(bytes);
    if (!text) return std::nullopt;
    return Parser(*text).rows();
}

}  // namespace sanad::app
