#include "app/intake.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/media_type.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/workflow.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t largest_file = 200ull << 20;

struct Original {
    std::string bytes;
    StoredFile file;
};

Original load(const Desk& desk, const std::string& path) {
    Original original;
    original.bytes = read_file(path, largest_file);
    if (original.bytes.empty())
        throw Error(ErrorCode::bad_input, "the file is empty", Where{path},
                    UserMessage{"take.empty_file", {path}});
    original.file = {"original",
                     file_name(path),
                     media_type(original.bytes),
                     sha256_hex(original.bytes),
                     original.bytes.size(),
                     iso_moment(desk.session.now)};
    return original;
}

std::vector<Event> opening(const Desk& desk, const std::string& id, const IntakeRequest& request,
                           const Original& original, int place) {
    const auto today = iso_day(Day(std::chrono::floor<std::chrono::days>(desk.session.now)));
    return {new_event(desk, id, "opened",
                      {{"case_kind", "support-request"},
                       {"channel", request.channel},
                       {"submitted_on", today},
                       {"document", place}}),
            new_event(desk, id, "file", original.file)};
}

// The case that holds this original but whose reading never came: an earlier take was cut off.
std::optional<Case> unfinished(const Desk& desk, const std::string& sha256) {
    for (const auto& id : desk.archive.cases_with_blob(sha256)) {
        auto found = desk.archive.find_case(id);
        if (found && found->state == "received" && found->form.empty() && found->faults.empty()) return found;
    }
    return std::nullopt;
}

std::vector<Intake> filed_before(const Desk& desk, const std::string& file, const std::string& sha256) {
    std::vector<Intake> known;
    for (const auto& id : desk.archive.cases_with_blob(sha256)) {
        auto found = desk.archive.find_case(id);
        if (!found) continue;
        Intake one{*std::move(found), {}, true};
        one.document.file = file;
        one.document.file_sha256 = sha256;
        one.document.form = one.filed.form;
        one.document.version = one.filed.version;
        one.document.fields = one.filed.fields;
        one.document.checks = one.filed.checks;
        one.document.checks.push_back({"file.already_filed", file, Verdict::noted, one.filed.id});
        known.push_back(std::move(one));
    }
    return known;
}

// A feedback form that somebody wrote on, filed in the case of the service that it speaks of.
std::vector<Event> evaluation(const Desk& desk, const Case& of, const DocumentReading& document) {
    const bool says_something =
        std::any_of(document.fields.begin(), document.fields.end(),
                    [](const Reading& field) { return field.state == ReadState::read; });
    if (document.form != "service-feedback" || !says_something || !allowed(of.kind, of.state, "evaluated"))
        return {};
    return {moved(desk, of, "evaluated", "feedback")};
}

// Reading, checks, match and the first steps through the states, as one row of events.
std::vector<Event> reading_events(const Desk& desk, const Case& into, DocumentReading& document) {
    std::vector<Event> events;
    Case after = into;
    if (document.form.empty()) {
        for (const auto& page : document.pages)
            events.push_back(new_event(desk, into.id, "fault",
                                       {{"id", page.fault.empty() ? "page.unknown" : page.fault},
                                        {"file", document.file},
                                        {"evidence", "page " + std::to_string(page.page)}}));
        return events;
    }
    if (!into.form.empty()) {  // more paper for a case whose form was read: kept beside it, its values stay
        events.push_back(new_event(desk, into.id, "scan", document));
        for (auto& event : evaluation(desk, into, document)) events.push_back(std::move(event));
        return events;
    }
    const auto* paper = desk.papers.find(document.form, document.version);
    Assessment assessment;
    if (paper != nullptr) {
        const auto submitted = parse_iso_day(into.submitted_on);
        assessment = assess(desk, *paper, document.fields, into.record_id, *submitted);
        document.checks = assessment.checks;
    }
    events.push_back(new_event(desk, into.id, "reading", document));
    events.push_back(new_event(desk, into.id, "checks", Json(assessment.checks)));
    if (assessment.match && assessment.record)
        events.push_back(new_event(desk, into.id, "matched",
                                   {{"record_id", assessment.match->record_id},
                                    {"how", assessment.match->how},
                                    {"confidence", assessment.match->confidence},
                                    {"record", *assessment.record}}));
    if (after.state == "received") {
        events.push_back(moved(desk, after, "checking", "read"));
        after.state = "checking";
        if (overall(assessment.checks) <= Verdict::noted)
            events.push_back(moved(desk, after, "ready", "every check passed"));
    }
    return events;
}

Intake finish(const Desk& desk, const Case& into, DocumentReading document) {
    auto events = reading_events(desk, into, document);
    return {desk.archive.append(into.id, std::move(events)), std::move(document)};
}

// A case of its own for a further form of the same file: opened, filed and read in one transaction.
Intake open_further(const Desk& desk, const IntakeRequest& request, const Original& original,
                    DocumentReading document, int place) {
    const auto id = fresh_case_id(desk);
    auto events = opening(desk, id, request, original, place);
    Case fresh = sum_of([&] {
        auto numbered = events;
        for (std::size_t i = 0; i < numbered.size(); ++i) numbered[i].sequence = i + 1;
        return numbered;
    }());
    for (auto& event : reading_events(desk, fresh, document)) events.push_back(std::move(event));
    return {desk.archive.append(id, std::move(events), {original.bytes}), std::move(document)};
}

// The paper's own code names the case that it belongs to: its pages go there, and the case that was opened to
// hold the original until it was read is closed with a pointer.
Intake file_into_named(const Desk& desk, const Case& opened, const Original& original,
                       DocumentReading document) {
    const Case named = *desk.archive.find_case(document.case_id);
    StoredFile file = original.file;
    file.role = document.form + "-scan";
    std::vector<Event> events = {new_event(desk, named.id, "file", file),
                                 new_event(desk, named.id, "scan", document)};
    for (auto& event : evaluation(desk, named, document)) events.push_back(std::move(event));
    Case after = desk.archive.append(named.id, std::move(events), {original.bytes});
    desk.archive.append(opened.id, {moved(desk, opened, "closed", "belongs to " + named.id)});
    return {std::move(after), std::move(document)};
}

std::vector<Intake> read_into(const Desk& desk, Worker& worker, const IntakeRequest& request,
                              const Original& original, const Case& opened) {
    auto documents = worker.read(request.file, original.bytes, request.form);
    // Pages without a paper (a blank back, a cover) are findings of the first form, and a case only where
    // nothing else is.
    if (documents.size() > 1 && documents.back().form.empty()) {
        auto& pages = documents.front().pages;
        pages.insert(pages.end(), documents.back().pages.begin(), documents.back().pages.end());
        documents.pop_back();
    }
    std::vector<Intake> result;
    for (std::size_t i = documents.size(); i-- > 1;)
        result.push_back(
            open_further(desk, request, original, std::move(documents[i]), static_cast<int>(i) + 1));
    auto& first = documents.front();
    const bool elsewhere = request.case_id.empty() && !first.case_id.empty() && first.case_id != opened.id &&
                           desk.archive.find_case(first.case_id).has_value();
    result.push_back(elsewhere ? file_into_named(desk, opened, original, std::move(first))
                               : finish(desk, opened, std::move(first)));
    std::reverse(result.begin(), result.end());
    return result;
}

}  // namespace

std::vector<Intake> take(const Desk& desk, Worker& worker, const IntakeRequest& request) {
    if (!request.channel.empty() &&
        std::find(channels().begin(), channels().end(), request.channel) == channels().end())
        throw Error(ErrorCode::bad_input, "unknown channel",
                    UserMessage{"take.unknown_channel", {request.channel}});
    const Original original = load(desk, request.file);
    Case opened;
    if (!request.case_id.empty()) {
        const Case named = need_case(desk.archive, request.case_id);
        opened = desk.archive.append(named.id, {new_event(desk, named.id, "file", original.file)},
                                     {original.bytes});
    } else if (auto left = unfinished(desk, original.file.sha256)) {
        opened = *std::move(left);
    } else if (auto known = filed_before(desk, request.file, original.file.sha256); !known.empty()) {
        return known;
    } else {
        const auto id = fresh_case_id(desk);
        opened = desk.archive.append(id, opening(desk, id, request, original, 1), {original.bytes});
    }
    try {
        return read_into(desk, worker, request, original, opened);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::resource || !error.where().file.empty())
            desk.archive.append(
                opened.id,
                {new_event(desk, opened.id, "fault",
                           {{"id", error.message().id.empty() ? "file.unreadable" : error.message().id},
                            {"file", request.file},
                            {"evidence", error.what()}})});
        throw;
    }
}

}  // namespace sanad::app
