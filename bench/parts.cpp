#include "bench/parts.h"

#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/goals.h"
#include "bench/reliability.h"
#include "core/error.h"

namespace sanad::bench {
namespace {

Sum sum_of(const Json& row) {
    Sum sum;
    sum.fields = row.at("fields"), sum.exact = row.at("exact"), sum.accepted = row.at("accepted");
    sum.wrong = row.at("wrong_accepted"), sum.letters = row.at("letters"),
    sum.errors = row.at("letter_errors");
    return sum;
}

void add(Sum& to, const Sum& more) {
    to.fields += more.fields, to.exact += more.exact, to.accepted += more.accepted;
    to.wrong += more.wrong, to.letters += more.letters, to.errors += more.errors;
}

std::string row(std::string_view name, const Sum& sum) {
    return fmt::format("{:<44}{:>8}{:>9.1f} %{:>9.1f} %{:>7}", name, sum.fields, sum.exact_percent(),
                       sum.accepted_percent(), sum.wrong);
}

struct Total {
    std::size_t pages = 0, wrong_pages = 0;
    double within = 0;  // pages, of a residual of at most half a millimetre
    std::vector<std::string> misread = {};
    std::map<std::string, Sum> goals = {}, kinds = {}, qualities = {};
    std::set<std::uint64_t> seeds = {};
    Reliability reliability = {};
    Sum all = {};
};

void add(Total& total, const Json& part) {
    if (!total.seeds.insert(part.at("seed").get<std::uint64_t>()).second)
        throw Error(ErrorCode::bad_input, "two parts have the same seed");
    const std::size_t pages = part.at("pages");
    total.pages += pages;
    total.wrong_pages += part.at("wrong_pages").get<std::size_t>();
    total.within +=
        static_cast<double>(pages) * part.at("within_half_a_millimetre_percent").get<double>() / 100;
    for (const auto& what : part.at("read_as_if_fitting")) total.misread.push_back(what);
    for (const auto& goal : part.at("goals")) add(total.goals[goal.at("name")], sum_of(goal));
    for (const auto& field : part.at("fields")) {
        add(total.kinds[field.at("kind")], sum_of(field));
        add(total.qualities[field.at("quality")], sum_of(field));
    }
    add(total.reliability, reliability_from(part.at("reliability")));
    add(total.all, sum_of(part.at("all")));
}

}  // namespace

std::string sum_of_parts(const std::vector<Json>& parts) {
    Total total;
    try {
        for (const auto& part : parts) add(total, part);
    } catch (const Json::exception& problem) {
        throw Error(ErrorCode::bad_input, std::string("no table of the stand: ") + problem.what());
    }
    std::string text = fmt::format("{} parts, {} pages\n\n{:<44}{:>8}{:>11}{:>11}{:>7}\n", parts.size(),
                                   total.pages, "", "fields", "exact", "accepted", "wrong");
    for (const auto& [name, sum] : total.kinds) text += row(name, sum) + "\n";
    text += "\n";
    for (const auto& [name, sum] : total.qualities) text += row(name, sum) + "\n";
    text += "\n" + table_of(total.reliability) + "\n";
    for (const auto& goal : goals()) {
        const auto found = total.goals.find(std::string(goal.name));
        if (found == total.goals.end() || found->second.fields == 0) continue;
        text += row(goal.name, found->second) + (met(goal, found->second) ? "  met" : "  NOT met") + "\n";
    }
    text +=
        fmt::format("\npages placed within 0.5 mm: {:.1f} %\nwrong pages: {}, read as if they fitted: {}\n",
                    total.pages == 0 ? 0.0 : 100 * total.within / static_cast<double>(total.pages),
                    total.wrong_pages, total.misread.size());
    for (const auto& what : total.misread) text += "  " + what + "\n";
    return text +
           fmt::format("accepted fields: {}, wrong among them {}: at most {:.3f} % with 95 % confidence\n",
                       total.all.accepted, total.all.wrong, total.all.wrong_at_most_percent());
}

}  // namespace sanad::bench
