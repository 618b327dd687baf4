#include "core/messages.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

// Without this toml++ aborts on malformed input where it should throw.
#ifndef NDEBUG
#define NDEBUG
#endif
#include <toml++/toml.h>

namespace sanad::embedded {
extern const std::vector<std::pair<std::string_view, std::string_view>> messages;
}

namespace sanad {
namespace {

struct Entry {
    std::string ar;
    std::string en;
};

using Catalogue = std::map<std::string, Entry, std::less<>>;

Catalogue read_catalogue() {
    Catalogue catalogue;
    for (const auto& [name, content] : embedded::messages) {
        try {
            for (const auto& [id, texts] : toml::parse(content, name)) {
                Entry& entry = catalogue[std::string(id.str())];
                entry.ar = texts.at_path("ar").value_or(std::string());
                entry.en = texts.at_path("en").value_or(std::string());
            }
        } catch (const toml::parse_error& bad) {
            throw Error(ErrorCode::corrupt, "core/messages/" + std::string(name) + ".toml: line " +
                                                std::to_string(bad.source().begin.line) + ": " +
                                                std::string(bad.description()));
        }
    }
    return catalogue;
}

const Catalogue& catalogue() {
    static const Catalogue texts = read_catalogue();
    return texts;
}

// C0, DEL and C1 (C2 80 .. C2 9F in UTF-8, which some terminals obey) become "?"; line feeds and tabs a
// space.
std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
        if (byte == 0xC2 && next >= 0x80 && next <= 0x9F) {
            shown += '?';
            ++i;
        } else if (byte == '\n' || byte == '\t') {
            shown += ' ';
        } else {
            shown += byte < 0x20 || byte == 0x7F ? '?' : text[i];
        }
    }
    return shown;
}

// In one pass, so that an argument that itself holds "{1}" stays as it is.
std::string fill(std::string_view pattern, const std::vector<std::string>& arguments) {
    std::string filled;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        filled += pattern.substr(0, open);
        if (open == std::string_view::npos) break;
        pattern.remove_prefix(open);
        std::size_t index = 0;
        const char* const end = pattern.data() + pattern.size();
        const auto [after, failed] = std::from_chars(pattern.data() + 1, end, index);
        if (failed == std::errc{} && after != end && *after == '}' && index < arguments.size()) {
            filled += printable(arguments[index]);
            pattern.remove_prefix(static_cast<std::size_t>(after + 1 - pattern.data()));
        } else {
            filled += '{';
            pattern.remove_prefix(1);
        }
    }
    return filled;
}

std::string_view general_text(ErrorCode code) {
    switch (code) {
        case ErrorCode::bad_input:
            return "error.bad_input";
        case ErrorCode::not_found:
            return "error.not_found";
        case ErrorCode::conflict:
            return "error.conflict";
        case ErrorCode::corrupt:
            return "error.corrupt";
        case ErrorCode::resource:
            return "error.resource";
        case ErrorCode::unsupported:
            return "error.unsupported";
        case ErrorCode::external:
            return "error.external";
    }
    return "error.external";
}

}  // namespace

bool has_message(std::string_view id) { return catalogue().find(id) != catalogue().end(); }

std::vector<std::string> message_ids() {
    std::vector<std::string> ids;
    for (const auto& entry : catalogue()) ids.push_back(entry.first);
    return ids;
}

std::string message(std::string_view id, Language language, const std::vector<std::string>& arguments) {
    const auto found = catalogue().find(id);
    if (found == catalogue().end()) return std::string(id);
    return fill(language == Language::ar ? found->second.ar : found->second.en, arguments);
}

std::string describe(const Error& error, Language language) {
    const UserMessage& own = error.message();
    const bool known = has_message(own.id);
    std::string text = known ? message(own.id, language, own.arguments)
                             : message(general_text(error.code()), language, {error.what()});

    // A place that the message already names is not named again.
    std::vector<std::string> places;
    const auto add = [&](std::string_view id, const std::string& value) {
        const bool said = known && std::count(own.arguments.begin(), own.arguments.end(), value) > 0;
        if (!value.empty() && !said) places.push_back(message(id, language, {value}));
    };
    const Where& where = error.where();
    add("where.file", where.file);
    add("where.page", where.page ? std::to_string(*where.page) : std::string());
    add("where.field", where.field);
    if (places.empty()) return text;

    text += " (";
    for (std::size_t i = 0; i < places.size(); ++i)
        text += (i == 0 ? "" : language == Language::ar ? "، " : ", ") + places[i];
    return text + ")";
}

}  // namespace sanad
