#include "app/copies_of_case.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/arabic.h"
#include "core/json.h"
#include "forms/copies.h"

namespace sanad::app {
namespace {

struct Events {
    const Event* begin;
    const Event* end;
};

bool is_document(const Event& event) { return event.kind == "reading" || event.kind == "scan"; }

bool confirms(const Event& event, const std::string& key) {
    return event.kind == "confirmed" && event.what.value("key", "") == key;
}

bool differs(const Check& check) { return check.id == "copy.differs"; }
bool agrees(const Check& check) { return check.id == "copy.agrees"; }

// What a person has said of the field, empty where nobody has.
std::optional<Reading> confirmed(Events events, const std::string& key) {
    for (auto at = events.end; at != events.begin;)
        if (confirms(*--at, key)) return at->what.at("after").get<Reading>();
    return std::nullopt;
}

bool says(const DocumentReading& document, const Reading& value) {
    return std::any_of(document.fields.begin(), document.fields.end(), [&](const Reading& one) {
        return one.key == value.key && fold_name(tidy(one.value)) == fold_name(tidy(value.value));
    });
}

void add(std::vector<Check>& checks, const Check& check) {
    const bool known = std::any_of(checks.begin(), checks.end(), [&](const Check& one) {
        return one.id == check.id && one.subject == check.subject &&
               (agrees(check) || one.evidence == check.evidence);
    });
    if (!known) checks.push_back(check);
}

void settle(std::vector<Check>& checks) {
    if (std::any_of(checks.begin(), checks.end(), differs))
        checks.erase(std::remove_if(checks.begin(), checks.end(), agrees), checks.end());
}

std::vector<Check> compared(Events before, const DocumentReading& document) {
    std::vector<Check> checks;
    for (const auto* event = before.begin; event != before.end; ++event) {
        if (!is_document(*event)) continue;
        for (const auto& check : forms::compare_copies(event->what.get<DocumentReading>(), document)) {
            const auto decided = differs(check) ? confirmed(before, check.subject) : std::nullopt;
            if (!decided || !says(document, *decided)) add(checks, check);
        }
    }
    settle(checks);
    return checks;
}

}  // namespace

std::vector<Check> compared_with_case(const std::vector<Event>& before, const DocumentReading& document) {
    return compared({before.data(), before.data() + before.size()}, document);
}

std::vector<Check> copy_checks(const std::vector<Event>& events) {
    const auto *begin = events.data(), *end = begin + events.size();
    std::vector<Check> checks;
    for (const auto* at = begin; at != end; ++at) {
        if (!is_document(*at)) continue;
        for (const auto& check : compared({begin, at}, at->what.get<DocumentReading>())) {
            const bool decided = differs(check) && confirmed({at, end}, check.subject).has_value();
            if (!decided) add(checks, check);
        }
    }
    settle(checks);
    return checks;
}

std::vector<Check> with_copy_checks(std::vector<Check> checks, const std::vector<Check>& copies) {
    checks.erase(std::remove_if(checks.begin(), checks.end(),
                                [](const Check& one) { return differs(one) || agrees(one); }),
                 checks.end());
    checks.insert(checks.end(), copies.begin(), copies.end());
    return checks;
}

}  // namespace sanad::app
