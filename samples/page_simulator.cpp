#include "samples/page_simulator.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>

#include <fmt/format.h>

#include "core/error.h"
#include "core/hash.h"
#include "samples/page_steps.h"

namespace sanad::samples {
namespace {

const std::vector<StepAct>& all_steps() {
    static const std::vector<StepAct> all = [] {
        std::vector<StepAct> list;
        for (const auto& some : {paper_steps(), shape_steps(), light_steps()})
            list.insert(list.end(), some.begin(), some.end());
        return list;
    }();
    return all;
}

const StepAct& step_named(const Step& step) {
    for (const auto& act : all_steps()) {
        if (act.kind.name != step.name) continue;
        if (step.amount >= act.kind.least && step.amount <= act.kind.most) return act;
        throw Error(ErrorCode::bad_input, fmt::format("step \"{}\": {} is not within {} .. {}", step.name,
                                                      step.amount, act.kind.least, act.kind.most));
    }
    throw Error(ErrorCode::bad_input, fmt::format("no step of a page is called \"{}\"", step.name));
}

std::uint64_t mixed(std::uint64_t seed, const std::string& name, int turn) {
    const auto hash = sha256(fmt::format("{} {} {}", seed, name, turn));
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8 | hash[i];
    return number;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

Step parse_step(std::string_view text) {
    const auto space = text.find(' ');
    Step step{std::string(text.substr(0, space)), 0};
    const auto amount = space == std::string_view::npos ? std::string_view() : trimmed(text.substr(space));
    const auto [end, fault] = std::from_chars(amount.data(), amount.data() + amount.size(), step.amount);
    if (fault != std::errc() || end != amount.data() + amount.size())
        throw Error(ErrorCode::bad_input, fmt::format("step \"{}\": a name and a number are needed", text));
    step_named(step);
    return step;
}

}  // namespace

const std::vector<StepKind>& step_kinds() {
    static const std::vector<StepKind> kinds = [] {
        std::vector<StepKind> list;
        for (const auto& act : all_steps()) list.push_back(act.kind);
        return list;
    }();
    return kinds;
}

std::vector<Step> parse_steps(std::string_view text) {
    std::vector<Step> steps;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(';', at), text.size());
        const auto one = trimmed(text.substr(at, end - at));
        if (!one.empty()) steps.push_back(parse_step(one));
        at = end + 1;
    }
    return steps;
}

std::string written(const std::vector<Step>& steps) {
    std::string text;
    for (const auto& step : steps)
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", step.name, step.amount);
    return text;
}

Page simulate(const Page& page, const std::vector<Step>& steps, std::uint64_t seed) {
    const auto pixels = static_cast<std::size_t>(std::max(page.width, 0)) *
                        static_cast<std::size_t>(std::max(page.height, 0));
    if (!(page.dpi > 0) || pixels == 0 || page.pixels.size() != pixels)
        throw Error(ErrorCode::bad_input,
                    "the page to simulate has no pixels, or its resolution is not known");
    Sheet sheet{cv::Mat(page.height, page.width, CV_8UC1), page.dpi};
    std::memcpy(sheet.grey.data, page.pixels.data(), pixels);
    std::map<std::string, int> turns;
    for (const auto& step : steps) {
        Dice dice(mixed(seed, step.name, turns[step.name]++));
        step_named(step).run(sheet, step.amount, dice);
    }
    const cv::Mat whole = sheet.grey.isContinuous() ? sheet.grey : sheet.grey.clone();
    Page result;
    result.number = page.number;
    result.width = whole.cols;
    result.height = whole.rows;
    result.dpi = sheet.dpi;
    result.pixels.assign(whole.data, whole.data + whole.total());
    return result;
}

}  // namespace sanad::samples
