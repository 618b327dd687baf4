#include "storage/event_text.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "storage/json_text.h"

namespace sanad::storage {
namespace {

// What parse_json takes, and of that what needs no long look.
constexpr int deepest = 64;
constexpr std::size_t few_members = 32;

bool has_twins(const Json::object_t& members) {
    for (auto one = members.begin(); one != members.end(); ++one)
        if (std::any_of(members.begin(), one, [&](const auto& other) { return other.first == one->first; }))
            return true;
    return false;
}

// Whether the text of a value is certain to be read as that value, letters aside. `depth`: of what it lies
// in.
bool reads_back(const Json& value, int depth) {
    if (value.is_number_float()) return std::isfinite(value.get<double>());
    if (value.is_binary() || value.is_discarded()) return false;
    if (!value.is_structured()) return true;
    if (depth == deepest) return false;
    if (const auto* members = value.get_ptr<const Json::object_t*>();
        members != nullptr && (members->size() > few_members || has_twins(*members)))
        return false;
    return std::all_of(value.begin(), value.end(),
                       [&](const Json& inner) { return reads_back(inner, depth + 1); });
}

std::string rest_of(const Event& event) {
    std::string rest = R"(,"at":)";
    add_json_string(rest, event.at);
    rest += R"(,"who":)";
    add_json_string(rest, event.who);
    rest += R"(,"kind":)";
    add_json_string(rest, event.kind);
    rest += R"(,"what":)";
    add_json(rest, event.what);
    return rest + '}';
}

}  // namespace

EventText::EventText(Event given) : event_(std::move(given)) {
    try {
        if (reads_back(event_.what, 1)) {
            rest_ = rest_of(event_);
            return;
        }
    } catch (const nlohmann::json::exception&) {  // letters that are none
    }
    event_ = parse_json(dump_json(Json(event_))).get<Event>();
    rest_ = rest_of(event_);
}

const Event& EventText::at(const std::string& case_id, std::uint64_t place) {
    event_.case_id = case_id;
    event_.sequence = place;
    return event_;
}

std::string EventText::json() const {
    std::string text = R"({"case_id":)";
    add_json_string(text, event_.case_id);
    return text.append(R"(,"sequence":)").append(std::to_string(event_.sequence)).append(rest_);
}

}  // namespace sanad::storage
