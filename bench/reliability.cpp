#include "bench/reliability.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sanad::bench {
namespace {

constexpr std::array<int, 11> levels = {0, 5000, 8000, 9000, 9500, 9800, 9900, 9950, 9980, 9990, 9997};

int level_of(double confidence) {
    const auto above = std::upper_bound(levels.begin(), levels.end(), confidence * 10000 + 1e-6);
    return above == levels.begin() ? levels.front() : *std::prev(above);
}

}  // namespace

Reliability reliability_of(const Measured& measured) {
    Reliability all;
    for (const auto& field : measured.fields) {
        if (field.hidden || field.refused || field.state == ReadState::illegible ||
            field.state == ReadState::absent)
            continue;
        const auto name = field.state == ReadState::empty ? field.kind + " found empty" : field.kind;
        auto& level = all[name][level_of(field.confidence)];
        ++level.fields;
        level.right += field.exact ? 1 : 0;
    }
    return all;
}

void add(Reliability& to, const Reliability& more) {
    for (const auto& [name, of] : more)
        for (const auto& [from, level] : of) {
            auto& sum = to[name][from];
            sum.fields += level.fields, sum.right += level.right;
        }
}

std::string table_of(const Reliability& reliability) {
    if (reliability.empty()) return {};
    std::string text =
        fmt::format("{:<24}{:>10}{:>9}{:>12}{:>9}\n", "confidence", "from", "fields", "right", "wrong");
    for (const auto& [name, of] : reliability)
        for (const auto& [from, level] : of)
            text += fmt::format("{:<24}{:>10.4f}{:>9}{:>10.2f} %{:>9}\n", name, from / 10000.0, level.fields,
                                100.0 * static_cast<double>(level.right) / static_cast<double>(level.fields),
                                level.fields - level.right);
    return text;
}

Json json_of(const Reliability& reliability) {
    Json rows = Json::array();
    for (const auto& [name, of] : reliability)
        for (const auto& [from, level] : of)
            rows.push_back(
                {{"kind", name}, {"from", from}, {"fields", level.fields}, {"right", level.right}});
    return rows;
}

Reliability reliability_from(const Json& json) {
    Reliability all;
    for (const auto& row : json)
        all[row.at("kind").get<std::string>()][row.at("from").get<int>()] = {row.at("fields"),
                                                                             row.at("right")};
    return all;
}

}  // namespace sanad::bench
