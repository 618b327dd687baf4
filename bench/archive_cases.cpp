#include "bench/archive_cases.h"

#include <array>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/case_id.h"
#include "core/hash.h"
#include "core/json.h"

namespace sanad::bench {
namespace {

constexpr const char* at = "2026-11-22T09:00:00Z";
constexpr std::array<const char*, 20> common = {"محمد",  "عبدالله", "فهد",  "نورة",  "سارة", "أحمد", "خالد",
                                                "منيرة", "سعود",    "ريم",  "ماجد",  "هند",  "بدر",  "لطيفة",
                                                "تركي",  "عائشة",   "ناصر", "مشاعل", "صالح", "فاطمة"};
constexpr std::array<const char*, 24> letters = {"ا", "ب", "ت", "ج", "ح", "خ", "د", "ر", "ز", "س", "ش", "ص",
                                                 "ط", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "ه", "و", "ي"};

// One in two is a common name; the others are one of some hundred thousand.
std::string one_name(std::mt19937_64& random, bool family) {
    if (!family && random() % 2 == 0) return common[random() % common.size()];
    std::string name = family ? "ال" : "";
    for (std::uint64_t i = 0; i < 3 + random() % 2; ++i) name += letters[random() % letters.size()];
    return family ? name + "ي" : name;
}

Event event(const std::string& kind, Json what) {
    Event made;
    made.at = at;
    made.who = "clerk";
    made.kind = kind;
    made.what = std::move(what);
    return made;
}

Event confirmed(const std::string& key, const std::string& value) {
    Reading reading;
    reading.key = key;
    reading.state = ReadState::read;
    reading.value = reading.text = value;
    reading.confidence = 1;
    reading.source = Source::person;
    return event("confirmed", {{"key", key}, {"before", nullptr}, {"after", Json(reading)}});
}

}  // namespace

std::string person_name(std::uint64_t number) {
    std::mt19937_64 random(number * 2 + 1);
    std::string name;
    for (int i = 0; i < 3; ++i) name += one_name(random, false) + " ";
    return name + one_name(random, true);
}

std::string case_name(std::uint64_t number) { return make_case_id(2026, number); }

std::vector<Event> case_events(std::uint64_t number) {
    return {
        event(
            "opened",
            {{"case_kind", "support-request"}, {"channel", "help-request"}, {"submitted_on", "2026-11-22"}}),
        confirmed("full_name", person_name(number)), confirmed("national_id", fmt::format("1{:09}", number)),
        confirmed("phone", fmt::format("05{:08}", number % 100'000'000)),
        confirmed("city", common[number % common.size()])};
}

Event filed(const std::string& bytes, const std::string& name) {
    return event("file", Json(StoredFile{.role = "original",
                                         .name = name,
                                         .media_type = "image/png",
                                         .sha256 = sha256_hex(bytes),
                                         .size = bytes.size(),
                                         .at = at}));
}

std::string scan(std::size_t size, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    return bytes;
}

}  // namespace sanad::bench
