#include "pdf/revisions_value.h"

#include <charconv>

namespace sanad::pdf {
namespace {

constexpr int deepest = 200;

bool is_delimiter(char byte) { return std::string_view("()<>[]{}/%").find(byte) != std::string_view::npos; }
bool is_regular(char byte) { return !is_space(byte) && !is_delimiter(byte); }

int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') return byte - '0';
    if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
    return -1;
}

class Parser {
public:
    Parser(std::string_view text, std::uint64_t at) : text_(text), at_(at) {}

    std::optional<Value> value(int depth) {
        at_ = skip_space(text_, at_);
        if (depth > deepest || at_ >= text_.size()) return {};
        Value made;
        made.begin = at_;
        if (!read(made, depth)) return {};
        made.end = at_;
        return made;
    }

private:
    char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool starts(std::string_view token) const { return text_.substr(at_, token.size()) == token; }

    bool read(Value& made, int depth) {
        if (starts("<<")) return dictionary(made, depth);
        switch (here()) {
            case '[':
                return array(made, depth);
            case '(':
                return literal_string(made);
            case '<':
                return hex_string(made);
            case '/':
                return name(made);
            default:
                return number_or_word(made);
        }
    }

    bool dictionary(Value& made, int depth) {
        made.kind = Value::Kind::dictionary;
        at_ += 2;
        for (;;) {
            at_ = skip_space(text_, at_);
            if (starts(">>")) {
                at_ += 2;
                return true;
            }
            Value key;
            if (here() != '/' || !name(key)) return false;
            auto item = value(depth + 1);
            if (!item) return false;
            if (!made.entries.insert_or_assign(key.text, std::move(*item)).second) made.repeated_key = true;
        }
    }

    bool array(Value& made, int depth) {
        made.kind = Value::Kind::array;
        ++at_;
        for (;;) {
            at_ = skip_space(text_, at_);
            if (here() == ']' && at_ < text_.size()) {
                ++at_;
                return true;
            }
            auto item = value(depth + 1);
            if (!item) return false;
            made.items.push_back(std::move(*item));
        }
    }

    bool name(Value& made) {
        made.kind = Value::Kind::name;
        ++at_;
        while (at_ < text_.size() && is_regular(text_[at_])) {
            if (text_[at_] == '#' && at_ + 2 < text_.size() && hex_digit(text_[at_ + 1]) >= 0 &&
                hex_digit(text_[at_ + 2]) >= 0) {
                made.text.push_back(
                    static_cast<char>(hex_digit(text_[at_ + 1]) * 16 + hex_digit(text_[at_ + 2])));
                at_ += 3;
            } else {
                made.text.push_back(text_[at_++]);
            }
        }
        return true;
    }

    bool hex_string(Value& made) {
        made.kind = Value::Kind::string;
        ++at_;
        int high = -1;
        for (; at_ < text_.size(); ++at_) {
            const char byte = text_[at_];
            if (byte == '>') {
                if (high >= 0) made.text.push_back(static_cast<char>(high * 16));
                ++at_;
                return true;
            }
            if (is_space(byte)) continue;
            const int digit = hex_digit(byte);
            if (digit < 0) return false;
            if (high < 0) {
                high = digit;
            } else {
                made.text.push_back(static_cast<char>(high * 16 + digit));
                high = -1;
            }
        }
        return false;
    }

    bool literal_string(Value& made) {
        made.kind = Value::Kind::string;
        int open = 1;
        for (++at_; at_ < text_.size(); ++at_) {
            const char byte = text_[at_];
            if (byte == '\\') {
                escape(made.text);
                continue;
            }
            if (byte == '(') ++open;
            if (byte == ')' && --open == 0) {
                ++at_;
                return true;
            }
            made.text.push_back(byte);
        }
        return false;
    }

    // 7.3.4.2, table 3. Leaves at_ on the last byte of the escape.
    void escape(std::string& into) {
        if (++at_ >= text_.size()) return;
        const char byte = text_[at_];
        constexpr std::string_view letters = "nrtbf";
        constexpr std::string_view meanings = "\n\r\t\b\f";
        if (const auto found = letters.find(byte); found != std::string_view::npos) {
            into.push_back(meanings[found]);
        } else if (byte >= '0' && byte <= '7') {
            int code = byte - '0';
            for (int more = 0;
                 more < 2 && at_ + 1 < text_.size() && text_[at_ + 1] >= '0' && text_[at_ + 1] <= '7'; ++more)
                code = code * 8 + (text_[++at_] - '0');
            into.push_back(static_cast<char>(code));
        } else if (byte == '\r') {
            if (at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
        } else if (byte != '\n') {
            into.push_back(byte);
        }
    }

    bool number_or_word(Value& made) {
        const auto start = at_;
        while (at_ < text_.size() && is_regular(text_[at_])) ++at_;
        made.text = std::string(text_.substr(start, at_ - start));
        if (made.text == "null") return made.text.clear(), true;
        if (made.text == "true" || made.text == "false") return made.kind = Value::Kind::boolean, true;
        if (made.text.empty() || made.text.find_first_not_of("0123456789+-.") != std::string::npos)
            return false;
        made.kind = Value::Kind::number;
        const char* first = made.text.data() + (made.text[0] == '+' ? 1 : 0);
        const char* last = made.text.data() + made.text.size();
        const auto [end, error] = std::from_chars(first, last, made.integer);
        made.is_integer = error == std::errc{} && end == last;
        if (made.is_integer && made.integer >= 0) reference(made);
        return true;
    }

    // "N G R", where N has been read.
    void reference(Value& made) {
        auto at = skip_space(text_, at_);
        const auto generation = parse_number(text_, at);
        if (!generation || *generation > 65535) return;
        at = skip_space(text_, at);
        if (at >= text_.size() || text_[at] != 'R' || (at + 1 < text_.size() && is_regular(text_[at + 1])))
            return;
        at_ = at + 1;
        made.kind = Value::Kind::reference;
        made.generation = static_cast<int>(*generation);
    }

    std::string_view text_;
    std::uint64_t at_;
};

// 7.3.8.1: data begins after CR LF or LF, `length` bytes on stands "endstream".
bool find_stream_data(std::string_view text, std::uint64_t at, std::int64_t length, Value& stream) {
    if (text.substr(at, 2) == "\r\n")
        at += 2;
    else if (at < text.size() && (text[at] == '\n' || text[at] == '\r'))
        ++at;
    stream.data_begin = at;
    const auto left = text.size() - at;
    if (length >= 0 && static_cast<std::uint64_t>(length) <= left) {
        auto after = at + static_cast<std::uint64_t>(length);
        while (after < text.size() && is_space(text[after])) ++after;
        if (text.substr(after, 9) == "endstream") {
            stream.data_end = at + static_cast<std::uint64_t>(length);
            stream.end = after + 9;
            return true;
        }
    }
    const auto found = text.find("endstream", at);
    if (found == std::string_view::npos) return false;
    stream.data_end = found;
    stream.end = found + 9;
    return true;
}

}  // namespace

const Value& Value::at(std::string_view key) const {
    static const Value none;
    const auto found = entries.find(key);
    return found == entries.end() ? none : found->second;
}

bool is_space(char byte) {
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == '\0';
}

std::uint64_t skip_space(std::string_view text, std::uint64_t at) {
    while (at < text.size()) {
        if (is_space(text[at])) {
            ++at;
        } else if (text[at] == '%') {
            while (at < text.size() && text[at] != '\n' && text[at] != '\r') ++at;
        } else {
            break;
        }
    }
    return at;
}

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t& at) {
    if (at >= text.size()) return {};
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error != std::errc{}) return {};
    at = static_cast<std::uint64_t>(end - text.data());
    return number;
}

std::optional<Value> parse_value(std::string_view text, std::uint64_t at) {
    return Parser(text, at).value(0);
}

std::optional<IndirectObject> parse_indirect(std::string_view text, std::uint64_t at,
                                             const std::function<std::int64_t(int)>& length_of) {
    at = skip_space(text, at);
    const auto number = parse_number(text, at);
    if (!number || *number > 8'388'607) return {};
    at = skip_space(text, at);
    const auto generation = parse_number(text, at);
    if (!generation || *generation > 65535) return {};
    at = skip_space(text, at);
    if (text.substr(at, 3) != "obj") return {};
    auto value = parse_value(text, at + 3);
    if (!value) return {};
    IndirectObject object{static_cast<int>(*number), static_cast<int>(*generation), std::move(*value), 0};
    at = skip_space(text, object.value.end);
    if (object.value.is(Value::Kind::dictionary) && text.substr(at, 6) == "stream") {
        const Value& length = object.value.at("Length");
        std::int64_t bytes = -1;
        if (length.is(Value::Kind::reference)) bytes = length_of(static_cast<int>(length.integer));
        if (length.is_integer && length.is(Value::Kind::number)) bytes = length.integer;
        object.value.kind = Value::Kind::stream;
        if (!find_stream_data(text, at + 6, bytes, object.value)) return {};
        at = skip_space(text, object.value.end);
    }
    object.end = text.substr(at, 6) == "endobj" ? at + 6 : object.value.end;
    return object;
}

}  // namespace sanad::pdf
