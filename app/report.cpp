#include "app/report.h"

#include <unistd.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "core/messages.h"

namespace sanad::app {
namespace {

// The fields themselves are marked when they are printed: a second line about each would hide the other
// findings.
constexpr std::string_view marked_already = "field.unconfirmed";

Language other(Language language) { return language == Language::ar ? Language::en : Language::ar; }

const char* mark(Verdict verdict) {
    switch (verdict) {
        case Verdict::passed:
            return "✓";
        case Verdict::noted:
            return "·";
        case Verdict::doubtful:
            return "؟";
        case Verdict::failed:
            return "✗";
    }
    return "?";
}

std::string in_language(const Session& session, const templates::Text& text) {
    return session.language == Language::ar || text.en.empty() ? text.ar : text.en;
}

std::string label_of(const Session& session, const std::string& key, const templates::Template* paper) {
    const auto* field = paper == nullptr ? nullptr : paper->find(key);
    return field == nullptr ? key : in_language(session, field->label);
}

// Options by their labels: a clerk reads "أرمل", not "widowed".
std::string shown_value(const Session& session, const Reading& reading, const templates::Template* paper) {
    const auto* field = paper == nullptr ? nullptr : paper->find(reading.key);
    if (field == nullptr || field->options.empty()) return reading.value;
    std::string shown;
    const auto chosen = reading.values.value_or(std::vector<std::string>{reading.value});
    for (const auto& key : chosen)
        for (const auto& option : field->options)
            if (option.key == key) shown += (shown.empty() ? "" : "، ") + in_language(session, option.label);
    return shown;
}

// A check that did not pass may have a text of its own.
std::string text_of(const Session& session, const Check& check) {
    const auto failed = check.id + ".failed";
    const bool own = check.verdict >= Verdict::doubtful && has_message(failed);
    return say(session, own ? failed : check.id, {check.evidence, check.subject});
}

std::string state_text(const Session& session, const Reading& reading, const templates::Template* paper) {
    switch (reading.state) {
        case ReadState::read:
            return shown_value(session, reading, paper);
        case ReadState::empty:
            return "(" + say(session, "reading.empty") + ")";
        case ReadState::illegible:
            return "(" + say(session, "reading.illegible") + ")";
        case ReadState::absent:
            return "(" + say(session, "reading.absent") + ")";
    }
    return {};
}

}  // namespace

void report_error(const Session& session, const Error& error) {
    std::cerr << describe(error, session.language) << '\n'
              << describe(error, other(session.language)) << '\n';
}

void print_checks(const Session& session, const std::vector<Check>& checks,
                  const templates::Template* paper) {
    for (const auto& check : checks) {
        if (check.verdict == Verdict::passed || check.id == marked_already) continue;
        std::cout << "  " << mark(check.verdict) << ' ' << label_of(session, check.subject, paper) << ": "
                  << text_of(session, check);
        if (!check.evidence.empty()) std::cout << " [" << check.evidence << ']';
        std::cout << '\n';
    }
}

void print_fields(const Session& session, const std::vector<Reading>& fields,
                  const templates::Template* paper) {
    for (const auto& reading : fields) {
        const bool look = !reading.accepted && reading.state != ReadState::absent;
        std::cout << "  " << (look ? "؟" : "✓") << ' ' << label_of(session, reading.key, paper) << " ["
                  << reading.key << "]: " << state_text(session, reading, paper);
        if (!reading.calendar.empty())
            std::cout << " (" << reading.written << ' ' << say(session, "calendar." + reading.calendar)
                      << ')';
        if (look) std::cout << "  ← " << say(session, "reading.look");
        std::cout << '\n';
    }
}

void print_pages(const Session& session, const DocumentReading& document) {
    for (const auto& page : document.pages) {
        if (page.fault.empty() || page.fault == "page.cover") continue;  // a cover sheet is as it should be
        if (!session.json)
            std::cout << "  ✗ " << say(session, "page.number", {std::to_string(page.page)}) << ": "
                      << say(session, page.fault) << '\n';
        if (!page.registered)  // seen also where output goes to a file
            std::cerr << document.file << ": " << say(session, "page.number", {std::to_string(page.page)})
                      << ": " << message(page.fault, session.language) << '\n'
                      << document.file << ": "
                      << message("page.number", other(session.language), {std::to_string(page.page)}) << ": "
                      << message(page.fault, other(session.language)) << '\n';
    }
}

void print_json(const Json& value) { std::cout << dump_json(value) << '\n' << std::flush; }

Progress::Progress(const Session& session, std::size_t total)
    : shown_(total > 1 && ::isatty(STDERR_FILENO) != 0 && !session.json), total_(total) {}

Progress::~Progress() {
    if (shown_) std::cerr << "\r\033[K";
}

void Progress::step(const std::string& what) {
    ++done_;
    if (!shown_) return;
    constexpr std::size_t width = 30;
    const auto filled = width * done_ / total_;
    std::cerr << "\r\033[K[" << std::string(filled, '#') << std::string(width - filled, '.') << "] " << done_
              << '/' << total_ << ' ' << what << std::flush;
}

}  // namespace sanad::app
