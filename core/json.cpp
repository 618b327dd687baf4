#include "core/json.h"

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace sanad {
namespace {

constexpr std::size_t max_depth = 64;
// An ordered object is searched from its front, so a million members would take a million steps each.
constexpr std::size_t max_members = 10'000;

[[noreturn]] void refuse(const std::string& why) {
    throw Error(ErrorCode::bad_input, "JSON: " + why, {"json.malformed", {why}});
}

// Watches the parser: the library takes the last of two equal keys without a word and knows no limit of
// depth.
class Watch {
public:
    bool operator()(int, Json::parse_event_t event, Json& parsed) {
        switch (event) {
            case Json::parse_event_t::object_start:
            case Json::parse_event_t::array_start:
                open_.emplace_back();
                if (open_.size() > max_depth) refuse("nested deeper than 64");
                break;
            case Json::parse_event_t::object_end:
            case Json::parse_event_t::array_end:
                open_.pop_back();
                break;
            case Json::parse_event_t::key:
                see(parsed.get_ref<const std::string&>());
                break;
            case Json::parse_event_t::value:
                break;
        }
        return true;
    }

private:
    void see(const std::string& key) {
        if (!open_.back().insert(key).second) refuse("the key \"" + key.substr(0, 60) + "\" comes twice");
        if (open_.back().size() > max_members) refuse("an object of more than 10000 members");
    }

    std::vector<std::set<std::string>> open_;  // keys seen, of each object or array that is open
};

}  // namespace

Json parse_json(std::string_view text) {
    // The library takes a NUL for the end of the text and would pass over what follows.
    if (text.find('\0') != std::string_view::npos) refuse("a NUL byte");
    try {
        Watch watch;
        return Json::parse(text.begin(), text.end(),
                           [&watch](int depth, Json::parse_event_t event, Json& parsed) {
                               return watch(depth, event, parsed);
                           });
    } catch (const nlohmann::json::exception& bad) {
        refuse(bad.what());
    }
}

std::string dump_json(const Json& value) {
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace sanad
