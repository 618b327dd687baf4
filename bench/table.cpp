#include "bench/table.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sanad::bench {
namespace {

constexpr const char* head = "{:<22}{:>8}{:>9}{:>8}{:>10}{:>7}{:>9}\n";

std::string row(const std::string& name, const Sum& sum) {
    return fmt::format(head, name, sum.fields, fmt::format("{:.1f} %", sum.exact_percent()),
                       sum.letters == 0 ? "" : fmt::format("{:.1f} %", sum.error_rate_percent()),
                       fmt::format("{:.1f} %", sum.accepted_percent()), sum.wrong,
                       fmt::format("{:.2f} %", sum.wrong_percent()));
}

std::string title(const std::string& name) {
    return fmt::format(head, name, "fields", "exact", "CER", "accepted", "wrong", "of those");
}

template <class Member>
std::vector<std::string> names(const Measured& measured, Member member) {
    std::set<std::string> all;
    for (const auto& one : measured.fields) all.insert(one.*member);
    return {all.begin(), all.end()};
}

std::string by_quality(const Measured& measured) {
    std::string text = title("quality");
    text.pop_back();
    text += fmt::format("{:>8}{:>12}{:>11}\n", "pages", "registered", "ms a page");
    for (const auto& name : names(measured, &FieldOutcome::quality)) {
        Measured part;
        for (const auto& page : measured.pages)
            if (page.quality == name) part.pages.push_back(page);
        text += row(name, measured.sum([&](const auto& one) { return one.quality == name; }));
        text.pop_back();
        text += fmt::format("{:>8}{:>12}{:>11.0f}\n", part.pages.size(),
                            fmt::format("{:.1f} %", part.registered_percent()), part.mean_ms());
    }
    return text;
}

Json json_row(const Sum& sum) {
    return {{"fields", sum.fields},        {"exact", sum.exact},     {"accepted", sum.accepted},
            {"wrong_accepted", sum.wrong}, {"letters", sum.letters}, {"letter_errors", sum.errors}};
}

}  // namespace

std::string table_of(const Measured& measured) {
    std::string text =
        fmt::format("seed {}, {} pages\n\n", measured.seed, measured.pages.size()) + title("kind");
    for (const auto& name : names(measured, &FieldOutcome::row))
        text += row(name, measured.sum([&](const auto& one) { return one.row == name; }));
    text += row("all", measured.sum([](const auto&) { return true; })) + "\n" + by_quality(measured);
    for (const auto& group : names(measured, &FieldOutcome::group)) {
        text += "\n" + title(group);
        for (const auto& name : names(measured, &FieldOutcome::row)) {
            const auto sum =
                measured.sum([&](const auto& one) { return one.row == name && one.group == group; });
            if (sum.fields > 0) text += row("  " + name, sum);
        }
    }
    text += fmt::format(
        "\nregistered {:.1f} %, residual mm: median {:.2f}, 95 % {:.2f}, 99 % {:.2f}, most {:.2f}; {:.0f} ms "
        "a "
        "page\n",
        measured.registered_percent(), measured.residual_percentile(50), measured.residual_percentile(95),
        measured.residual_percentile(99), measured.residual_percentile(100), measured.mean_ms());
    text += fmt::format("wrong pages: {}, read as if they fitted: {}\n", measured.wrong_pages,
                        measured.read_as_if_fitting.size());
    for (const auto& what : measured.read_as_if_fitting) text += "  " + what + "\n";
    return text;
}

Json json_of(const Measured& measured) {
    Json rows = Json::array();
    for (const auto& quality : names(measured, &FieldOutcome::quality))
        for (const auto& name : names(measured, &FieldOutcome::row)) {
            const auto sum =
                measured.sum([&](const auto& one) { return one.row == name && one.quality == quality; });
            if (sum.fields == 0) continue;
            Json one = json_row(sum);
            one["kind"] = name;
            one["quality"] = quality;
            rows.push_back(std::move(one));
        }
    Json residual;
    for (const int percent : {50, 95, 99, 100})
        residual[std::to_string(percent)] = measured.residual_percentile(percent);
    return {{"seed", measured.seed},
            {"pages", measured.pages.size()},
            {"fields", std::move(rows)},
            {"all", json_row(measured.sum([](const auto&) { return true; }))},
            {"registered_percent", measured.registered_percent()},
            {"residual_mm", std::move(residual)},
            {"ms_a_page", measured.mean_ms()},
            {"wrong_pages", measured.wrong_pages},
            {"read_as_if_fitting", measured.read_as_if_fitting}};
}

}  // namespace sanad::bench
