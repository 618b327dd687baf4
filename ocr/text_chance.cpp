#include "ocr/text_chance.h"

#include <algorithm>
#include <utility>

#include "core/arabic.h"

namespace sanad::ocr {
namespace {

// Share of made fields whose text was right, by whether the readings agree and how sure the surest one was:
// docs/reading.md.
struct Share {
    bool agreed;
    double from_mean;
    double right;
};
constexpr Share shares[] = {
    {true, 92, 0.98}, {true, 88, 0.96}, {true, 80, 0.85},
    {true, 0, 0.75},  {false, 90, 0.7}, {false, 80, 0.43},
};
constexpr double unsure = 0.05;

// The same with the witness: counted on the fields of `sanad-measure-text`, in faces that trained nothing,
// half an error more than was seen down to it (decision 107). In each group the first level that holds
// counts.
struct Level {
    bool agreed;
    double from_mean;
    bool known;
    double most_rivals;
    double right;
};
constexpr Level levels[] = {
    {true, 85, true, -1, 0.9998}, {true, 85, true, 2, 0.9995},   {true, 85, true, 4, 0.998},
    {true, 85, true, 8, 0.99},    {true, 85, false, -1, 0.9994}, {true, 85, false, 0, 0.9991},
    {true, 85, false, 1, 0.998},  {true, 85, false, 2, 0.99},    {true, 85, false, 4, 0.97},
    {true, 85, false, 8, 0.96},   {true, 85, false, 1e3, 0.89},  {true, 80, false, 0, 0.995},
    {true, 0, false, 0, 0.94},    {true, 0, false, 4, 0.9},      {true, 0, false, 1e3, 0.69},
    {false, 85, true, -2, 0.996}, {false, 85, false, -3, 0.99},  {false, 85, false, 0, 0.94},
    {false, 85, false, 4, 0.88},  {false, 85, false, 8, 0.7},    {false, 85, false, 1e3, 0.39},
    {false, 0, false, 0, 0.94},   {false, 0, false, 2, 0.75},    {false, 0, false, 4, 0.57},
    {false, 0, false, 8, 0.4},    {false, 0, false, 1e3, 0.27},
};

constexpr double clear_lead = 2;              // of the rivals' log odds
constexpr double for_a_comma_at_the_end = 3;  // a line seldom ends with one

// The models know no ،: a mark between sentences is what the ink says.
RecognisedText with_marks_seen(RecognisedText seen, const TextWitness::Sight& sight, Testimony& testimony) {
    constexpr int most_marks = 4;
    for (int i = 0; i < most_marks && testimony.log_rivals > 0 && !testimony.rival_text.empty(); ++i) {
        const double least = testimony.rival_text.ends_with("،") ? for_a_comma_at_the_end : 0;
        if (testimony.log_rivals < least) break;
        auto of_rival = sight.of(testimony.rival_text);
        if (!(of_rival.log_rivals < testimony.log_rivals)) break;
        seen.text = std::exchange(testimony.rival_text, {});
        testimony = std::move(of_rival);
    }
    return seen;
}

}  // namespace

double chance_without_witness(const TextEvidence& evidence) {
    for (const auto& row : shares)
        if (row.agreed == evidence.agreed && evidence.mean >= row.from_mean) return row.right;
    return unsure;
}

double chance_of_right(const TextEvidence& evidence) {
    for (const auto& level : levels)
        if (level.agreed == evidence.agreed && evidence.mean >= level.from_mean &&
            (!level.known || evidence.known) && evidence.rivals <= level.most_rivals)
            return level.right;
    return unsure;
}

RecognisedText witnessed(RecognisedText seen, const TextWitness::Sight& sight, Testimony& testimony) {
    testimony = sight.of(seen.text);
    const std::string* chosen = nullptr;
    for (const auto& other : seen.others) {
        auto of_other = sight.of(other);
        if (fold_name(other) == fold_name(seen.text) ||
            !(of_other.log_rivals < testimony.log_rivals - clear_lead))
            continue;
        testimony = std::move(of_other);
        chosen = &other;
    }
    if (chosen == nullptr) return with_marks_seen(std::move(seen), sight, testimony);
    auto text = *chosen;
    seen.agreeing =
        static_cast<int>(1 + std::count_if(seen.others.begin(), seen.others.end(), [&](const auto& other) {
                             return &other != chosen && fold_name(other) == fold_name(text);
                         }));
    seen.others.push_back(seen.text);
    std::erase(seen.others, text);
    seen.text = std::move(text);
    return with_marks_seen(std::move(seen), sight, testimony);
}

}  // namespace sanad::ocr
