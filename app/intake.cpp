#include "app/intake.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/copies_of_case.h"
#include "app/media_type.h"
#include "core/files.h"
#include "core/hash.h"
#include "core/workflow.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t largest_file = 200ull << 20;
constexpr std::chrono::minutes longest_wait{10};  // for the writer's turn
constexpr std::uint32_t most_tries = 3;

using storage::Job;
using storage::NewJob;

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

NewJob reading_job(const IntakeRequest& request, const std::string& case_id, const StoredFile& file,
                   Moment due) {
    return {reading_kind, case_id,
            dump_json({{"v", 1},
                       {"sha256", file.sha256},
                       {"file", request.file},
                       {"form", request.form},
                       {"into", !request.case_id.empty()}}),
            due, most_tries};
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

// More paper for a case whose form was read: kept beside its values, which stay. Where it says otherwise than
// the paper before it (the scan of a filled PDF's print, say), a case that was ready is looked at again.
std::vector<Event> further_paper(const Desk& desk, const Case& into, DocumentReading& document) {
    auto all = desk.archive.events(into.id);
    const auto found = compared_with_case(all, document);
    document.checks.insert(document.checks.end(), found.begin(), found.end());
    std::vector<Event> events = {new_event(desk, into.id, "scan", document)};
    if (!found.empty()) {
        all.push_back(events.front());
        events.push_back(
            new_event(desk, into.id, "checks", Json(with_copy_checks(into.checks, copy_checks(all)))));
        if (into.state == "ready" && overall(found) > Verdict::noted)
            events.push_back(moved(desk, into, "checking", "a copy differs"));
    }
    for (auto& event : evaluation(desk, into, document)) events.push_back(std::move(event));
    return events;
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
    if (!into.form.empty()) return further_paper(desk, into, document);
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

Intake finish(const Desk& desk, const Case& into, DocumentReading document, const Job& held) {
    auto events = reading_events(desk, into, document);
    return {desk.archive.append(into.id, std::move(events), {}, {.done = held}), std::move(document)};
}

// What an earlier try that was cut off opened for the form at this place of the same file.
std::optional<Case> opened_before(const Desk& desk, const std::string& sha256, int place) {
    for (const auto& id : desk.archive.cases_with_blob(sha256)) {
        const auto events = desk.archive.events(id);
        if (!events.empty() && events.front().what.value("document", 0) == place)
            return desk.archive.find_case(id);
    }
    return std::nullopt;
}

// A case of its own for a further form of the same file: opened, filed and read in one transaction.
Intake open_further(const Desk& desk, const IntakeRequest& request, const Original& original,
                    DocumentReading document, int place) {
    if (auto there = opened_before(desk, original.file.sha256, place))
        return {*std::move(there), std::move(document)};
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
                       DocumentReading document, const Job& held) {
    Case named = *desk.archive.find_case(document.case_id);
    StoredFile file = original.file;
    file.role = document.form + "-scan";
    const bool there = std::any_of(named.files.begin(), named.files.end(), [&](const StoredFile& one) {
        return one.role == file.role && one.sha256 == file.sha256;
    });
    if (!there) {  // an earlier try, cut off here, may have filed it
        auto events = further_paper(desk, named, document);
        events.insert(events.begin(), new_event(desk, named.id, "file", file));
        named = desk.archive.append(named.id, std::move(events), {original.bytes});
    }
    desk.archive.append(opened.id, {moved(desk, opened, "closed", "belongs to " + named.id)}, {},
                        {.done = held});
    return {std::move(named), std::move(document)};
}

// Reading takes seconds, or minutes: others write meanwhile. The case as it is afterwards.
std::vector<DocumentReading> read_aside(const Desk& desk, Worker& worker, const IntakeRequest& request,
                                        const Original& original, Case& opened) {
    desk.archive.stop_writing();
    std::vector<DocumentReading> documents;
    try {
        documents = worker.read(request.file, original.bytes, request.form);
    } catch (...) {
        desk.archive.write_again(longest_wait);
        throw;
    }
    desk.archive.write_again(longest_wait);
    auto now = desk.archive.find_case(opened.id);
    if (!now)
        throw Error(ErrorCode::conflict, "case " + opened.id + " is gone",
                    UserMessage{"jobs.lost", {opened.id}});
    opened = *std::move(now);
    return documents;
}

std::vector<Intake> read_into(const Desk& desk, Worker& worker, const IntakeRequest& request,
                              const Original& original, Case opened, const Job& held) {
    auto documents = read_aside(desk, worker, request, original, opened);
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
    result.push_back(elsewhere ? file_into_named(desk, opened, original, std::move(first), held)
                               : finish(desk, opened, std::move(first), held));
    std::reverse(result.begin(), result.end());
    return result;
}

// A file that cannot be read ends as a fault of its case; where the machine could not, the job stays.
std::vector<Intake> read_or_fault(const Desk& desk, Worker& worker, const IntakeRequest& request,
                                  const Original& original, const Case& opened, const Job& held) {
    try {
        return read_into(desk, worker, request, original, opened, held);
    } catch (const Error& error) {
        const bool of_machine = error.code() == ErrorCode::resource && error.where().file.empty();
        if (!of_machine && error.code() != ErrorCode::conflict)
            desk.archive.append(
                opened.id,
                {new_event(desk, opened.id, "fault",
                           {{"id", error.message().id.empty() ? "file.unreadable" : error.message().id},
                            {"file", request.file},
                            {"evidence", error.what()}})},
                {}, {.done = held});
        throw;
    }
}

void refuse_unknown_channel(const IntakeRequest& request) {
    if (!request.channel.empty() &&
        std::find(channels().begin(), channels().end(), request.channel) == channels().end())
        throw Error(ErrorCode::bad_input, "unknown channel",
                    UserMessage{"take.unknown_channel", {request.channel}});
}

struct Opened {
    Case value;
    Job job;
    std::vector<Intake> known = {};  // filed before: nothing is to be done
};

// The original in a case, and the job to read it from `due` on, in one commit.
Opened file_original(const Desk& desk, const IntakeRequest& request, const Original& original, Moment due) {
    const auto filed = [&](const std::string& id, std::vector<Event> events) {
        const NewJob job = reading_job(request, id, original.file, due);
        Case value = desk.archive.append(id, std::move(events), {original.bytes}, {.put = {job}});
        return Opened{std::move(value), desk.archive.find_job(job).value_or(Job{})};
    };
    if (!request.case_id.empty()) {
        const Case named = need_case(desk.archive, request.case_id);
        return filed(named.id, {new_event(desk, named.id, "file", original.file)});
    }
    if (auto left = unfinished(desk, original.file.sha256)) {
        Job job = desk.archive.put(reading_job(request, left->id, original.file, due));
        return {*std::move(left), std::move(job)};
    }
    if (auto known = filed_before(desk, request.file, original.file.sha256); !known.empty())
        return {known.front().filed, {}, std::move(known)};
    const auto id = fresh_case_id(desk);
    return filed(id, opening(desk, id, request, original, 1));
}

}  // namespace

std::vector<Intake> take(const Desk& desk, Worker& worker, const IntakeRequest& request) {
    refuse_unknown_channel(request);
    const Original original = load(desk, request.file);
    Opened opened = file_original(desk, request, original, now() + reading_time);
    if (!opened.known.empty()) return std::move(opened.known);
    return read_or_fault(desk, worker, request, original, opened.value, opened.job);
}

Intake take_later(const Desk& desk, const IntakeRequest& request) {
    refuse_unknown_channel(request);
    Opened opened = file_original(desk, request, load(desk, request.file), now());
    if (!opened.known.empty()) return std::move(opened.known.front());
    Intake filed{std::move(opened.value), {}};
    filed.document.file = request.file;
    return filed;
}

std::vector<Intake> read_later(const Desk& desk, Worker& worker, const Job& held) {
    const Case subject = need_case(desk.archive, held.case_id);
    const Json wanted = parse_json(held.payload);
    const auto sha256 = wanted.at("sha256").get<std::string>();
    const auto file = std::find_if(subject.files.begin(), subject.files.end(),
                                   [&](const StoredFile& one) { return one.sha256 == sha256; });
    if (file == subject.files.end())
        throw Error(ErrorCode::corrupt, "a job without its file", UserMessage{"jobs.damaged"});
    const IntakeRequest request{wanted.at("file").get<std::string>(), subject.channel,
                                wanted.at("into").get<bool>() ? subject.id : std::string(),
                                wanted.at("form").get<std::string>()};
    return read_or_fault(desk, worker, request, {desk.archive.blob(subject.id, sha256), *file}, subject,
                         held);
}

void read_again(const Desk& desk, const Case& subject) {
    const auto original = std::find_if(subject.files.begin(), subject.files.end(),
                                       [](const StoredFile& one) { return one.role == "original"; });
    if (!subject.form.empty() || subject.state != "received" || original == subject.files.end())
        throw Error(ErrorCode::conflict, "case " + subject.id + " was read",
                    UserMessage{"work.read_already", {subject.id}});
    IntakeRequest request;
    request.file = original->name;
    desk.archive.put(reading_job(request, subject.id, *original, now()));
}

}  // namespace sanad::app
