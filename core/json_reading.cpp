#include <array>
#include <string>

#include <nlohmann/json.hpp>

#include "core/check.h"
#include "core/geometry.h"
#include "core/json_members.h"
#include "core/reading.h"

namespace sanad {
namespace {

constexpr Verdict verdicts[] = {Verdict::passed, Verdict::noted, Verdict::doubtful, Verdict::failed};
constexpr ReadState states[] = {ReadState::read, ReadState::empty, ReadState::illegible, ReadState::absent};
constexpr Source sources[] = {Source::ocr,        Source::barcode, Source::pdf_field,
                              Source::text_layer, Source::record,  Source::person};

// A value only where something was read: null otherwise, so that nobody takes "" for what the applicant
// wrote.
Json value_json(const Reading& reading) {
    if (reading.state != ReadState::read) return nullptr;
    if (reading.values) return json_list(*reading.values);
    return reading.value;
}

void read_value(const Json& from, Reading& reading) {
    const auto found = from.find("value");
    if (found == from.end() || found->is_null()) return;
    if (!found->is_array()) {
        reading.value = value_of<std::string>(*found, "value");
        return;
    }
    reading.values = list_of<std::string>(*found, "value");
    for (const std::string& one : *reading.values) reading.value += (reading.value.empty() ? "" : ",") + one;
}

Json alternatives_json(const Reading& reading) {
    Json list = Json::array();
    for (const Alternative& other : reading.alternatives)
        list.push_back({{"value", other.value}, {"confidence", other.confidence}});
    return list;
}

std::vector<Alternative> read_alternatives(const Json& from) {
    std::vector<Alternative> list;
    for (const Json& other : optional_list<Json>(from, "alternatives"))
        list.push_back({required<std::string>(other, "value"), required<double>(other, "confidence")});
    return list;
}

}  // namespace

void to_json(Json& into, const BoxMm& box) { into = Json::array({box.x, box.y, box.w, box.h}); }

void from_json(const Json& from, BoxMm& box) {
    const auto numbers = list_of<double>(from, "box_mm");
    if (numbers.size() != 4) refuse_member("box_mm", "has not four numbers");
    box = {numbers[0], numbers[1], numbers[2], numbers[3]};
}

void to_json(Json& into, const Check& check) {
    into = Json{{"id", check.id},
                {"subject", check.subject},
                {"verdict", name_of(check.verdict)},
                {"evidence", check.evidence}};
}

void from_json(const Json& from, Check& check) {
    check = {required<std::string>(from, "id"), required<std::string>(from, "subject"),
             named(from, "verdict", verdicts), optional_or<std::string>(from, "evidence", {})};
}

void to_json(Json& into, const Reading& reading) {
    into = Json{{"key", reading.key},
                {"page", reading.page},
                {"box_mm", reading.box},
                {"state", name_of(reading.state)},
                {"value", value_json(reading)},
                {"text", reading.text},
                {"confidence", reading.confidence},
                {"accepted", reading.accepted},
                {"source", name_of(reading.source)},
                {"alternatives", alternatives_json(reading)}};
    if (!reading.calendar.empty()) into["calendar"] = reading.calendar;
    if (!reading.written.empty()) into["written"] = reading.written;
    if (!reading.model.empty()) into["model"] = reading.model;
}

void from_json(const Json& from, Reading& into) {
    Reading reading;
    reading.key = required<std::string>(from, "key");
    reading.page = optional_or(from, "page", 1);
    if (const auto box = from.find("box_mm"); box != from.end()) from_json(*box, reading.box);
    reading.state = named(from, "state", states);
    if (reading.state == ReadState::read) read_value(from, reading);
    reading.text = optional_or<std::string>(from, "text", {});
    reading.confidence = optional_or(from, "confidence", 0.0);
    reading.accepted = optional_or(from, "accepted", false);
    reading.source = named(from, "source", sources);
    reading.alternatives = read_alternatives(from);
    reading.calendar = optional_or<std::string>(from, "calendar", {});
    reading.written = optional_or<std::string>(from, "written", {});
    reading.model = optional_or<std::string>(from, "model", {});
    into = std::move(reading);
}

void to_json(Json& into, const PageFinding& page) {
    into = Json{{"page", page.page},
                {"registered", page.registered},
                {"residual_mm", page.residual_mm},
                {"dpi", page.dpi},
                {"skew_deg", page.skew_deg},
                {"rotated_deg", page.rotated_deg},
                {"paper_page", page.paper_page == 0 ? Json(nullptr) : Json(page.paper_page)},
                {"fault", text_or_null(page.fault)}};
}

void from_json(const Json& from, PageFinding& page) {
    page.page = required<int>(from, "page");
    page.registered = required<bool>(from, "registered");
    page.residual_mm = optional_or(from, "residual_mm", 0.0);
    page.dpi = optional_or(from, "dpi", 0.0);
    page.skew_deg = optional_or(from, "skew_deg", 0.0);
    page.rotated_deg = optional_or(from, "rotated_deg", 0);
    page.paper_page = optional_or(from, "paper_page", 0);
    page.fault = optional_or<std::string>(from, "fault", {});
}

void to_json(Json& into, const DocumentReading& document) {
    into = Json{{"file", document.file},
                {"form", text_or_null(document.form)},
                {"version", document.version},
                {"pages", json_list(document.pages)},
                {"fields", json_list(document.fields)},
                {"checks", json_list(document.checks)},
                {"ms", document.ms},
                {"file_sha256", text_or_null(document.file_sha256)},
                {"case_id", text_or_null(document.case_id)}};
}

void from_json(const Json& from, DocumentReading& document) {
    document.file = required<std::string>(from, "file");
    document.form = optional_or<std::string>(from, "form", {});
    document.version = optional_or(from, "version", 0);
    document.pages = optional_list<PageFinding>(from, "pages");
    document.fields = optional_list<Reading>(from, "fields");
    document.checks = optional_list<Check>(from, "checks");
    document.ms = optional_or(from, "ms", 0.0);
    document.file_sha256 = optional_or<std::string>(from, "file_sha256", {});
    document.case_id = optional_or<std::string>(from, "case_id", {});
}

}  // namespace sanad
