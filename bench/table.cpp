#include "bench/table.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/goals.h"
#include "bench/reliability.h"

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
    text += fmt::format("{:>7}{:>12}{:>11}{:>11}{:>11}\n", "pages", "registered", "<= 0.5 mm", "99 %: mm",
                        "ms a page");
    for (const auto& name : names(measured, &FieldOutcome::quality)) {
        Measured part;
        for (const auto& page : measured.pages)
            if (page.quality == name) part.pages.push_back(page);
        text += row(name, measured.sum([&](const auto& one) { return one.quality == name; }));
        text.pop_back();
        text += fmt::format("{:>7}{:>12}{:>11}{:>11.2f}{:>11.0f}\n", part.pages.size(),
                            fmt::format("{:.1f} %", part.registered_percent()),
                            fmt::format("{:.1f} %", part.within_percent(0.5)), part.residual_percentile(99),
                            part.mean_ms());
    }
    return text;
}

std::string asked_of(const Goal& goal) {
    std::string text;
    if (goal.least_exact > 0) text += fmt::format(" exact >= {} %", goal.least_exact);
    if (goal.most_error_rate > 0) text += fmt::format(" CER <= {} %", goal.most_error_rate);
    if (goal.least_accepted > 0) text += fmt::format(" accepted >= {} %", goal.least_accepted);
    if (goal.most_wrong > 0) text += fmt::format(" wrong <= {} %", goal.most_wrong);
    return text;
}

constexpr const char* goal_line = "{:<44}{:>8}{:>9}{:>8}{:>10}{:>7}  {}\n";

std::string by_goal(const Measured& measured) {
    std::string text =
        fmt::format(goal_line, "in all", "fields", "exact", "CER", "accepted", "wrong", "asked");
    for (const auto& goal : goals()) {
        const auto sum = measured.sum(goal.of);
        if (sum.fields == 0) continue;
        const auto asked = asked_of(goal);
        text += fmt::format(goal_line, goal.name, sum.fields, fmt::format("{:.1f} %", sum.exact_percent()),
                            sum.letters == 0 ? "" : fmt::format("{:.1f} %", sum.error_rate_percent()),
                            fmt::format("{:.1f} %", sum.accepted_percent()), sum.wrong,
                            asked.empty() ? "" : (met(goal, sum) ? "met:" : "NOT met:") + asked);
    }
    return text;
}

// How far the figure of wrong ones among the accepted bears.
std::string about_accepted(const Measured& measured) {
    constexpr double wanted = 5000;
    const auto all = measured.sum([](const auto&) { return true; });
    const double a_page = static_cast<double>(all.accepted) / static_cast<double>(measured.pages.size());
    auto text = fmt::format("accepted fields: {}, wrong among them {}: at most {:.2f} % with 95 % confidence",
                            all.accepted, all.wrong, all.wrong_at_most_percent());
    if (static_cast<double>(all.accepted) < wanted && a_page > 0)
        text += fmt::format("; {:.0f} accepted fields need {:.0f} pages", wanted, wanted / a_page);
    return text + "\n";
}

std::string beside_table(const Measured& measured) {
    if (measured.beside.empty()) return {};
    std::set<std::string> rows;
    for (const auto& one : measured.beside) rows.insert(one.row);
    constexpr const char* line = "{:<22}{:>8}{:>11}{:>11}{:>9}{:>9}\n";
    auto text = fmt::format(line, "beside tesseract", "fields", "exact", "tesseract", "CER", "its CER");
    const auto share = [](std::size_t part, std::size_t whole) {
        return whole == 0
                   ? std::string()
                   : fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
    };
    for (const auto& name : rows) {
        std::size_t fields = 0, ours = 0, theirs = 0, letters = 0, our_errors = 0, their_errors = 0;
        for (const auto& one : measured.beside) {
            if (one.row != name) continue;
            ++fields, ours += one.our_exact ? 1 : 0, theirs += one.their_exact ? 1 : 0;
            letters += one.letters, our_errors += one.our_errors, their_errors += one.their_errors;
        }
        text += fmt::format(line, name, fields, share(ours, fields), share(theirs, fields),
                            share(our_errors, letters), share(their_errors, letters));
    }
    double ours = 0, theirs = 0;
    for (const auto& time : measured.beside_times) ours += time.our_ms, theirs += time.their_ms;
    const auto pages = static_cast<double>(measured.beside_times.size());
    return text + fmt::format(
                      "{} pages: {:.0f} ms a page, tesseract -l ara {:.0f} ms, ratio {:.2f} (CPU time, "
                      "one thread, models loaded)\n",
                      pages, ours / pages, theirs / pages, ours / theirs);
}

Json json_row(const Sum& sum) {
    return {{"fields", sum.fields},        {"exact", sum.exact},     {"accepted", sum.accepted},
            {"wrong_accepted", sum.wrong}, {"letters", sum.letters}, {"letter_errors", sum.errors}};
}

Json goals_json(const Measured& measured) {
    Json rows = Json::array();
    for (const auto& goal : goals()) {
        const auto sum = measured.sum(goal.of);
        Json one = json_row(sum);
        one["name"] = goal.name;
        one["met"] = met(goal, sum);
        rows.push_back(std::move(one));
    }
    return rows;
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
        "\nregistered {:.1f} %, within 0.5 mm {:.1f} %; residual mm: median {:.2f}, 95 % {:.2f}, 99 % "
        "{:.2f}, "
        "most {:.2f}; {:.0f} ms of CPU a page\n",
        measured.registered_percent(), measured.within_percent(0.5), measured.residual_percentile(50),
        measured.residual_percentile(95), measured.residual_percentile(99), measured.residual_percentile(100),
        measured.mean_ms());
    text += fmt::format("wrong pages: {}, read as if they fitted: {}\n", measured.wrong_pages,
                        measured.read_as_if_fitting.size());
    for (const auto& what : measured.read_as_if_fitting) text += "  " + what + "\n";
    if (!measured.beside.empty()) text += "\n" + beside_table(measured);
    text += "\n" + table_of(reliability_of(measured));
    return text + "\n" + by_goal(measured) + about_accepted(measured);
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
            {"goals", goals_json(measured)},
            {"reliability", json_of(reliability_of(measured))},
            {"within_half_a_millimetre_percent", measured.within_percent(0.5)},
            {"registered_percent", measured.registered_percent()},
            {"residual_mm", std::move(residual)},
            {"ms_a_page", measured.mean_ms()},
            {"wrong_pages", measured.wrong_pages},
            {"read_as_if_fitting", measured.read_as_if_fitting}};
}

}  // namespace sanad::bench
