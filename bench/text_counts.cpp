#include "bench/text_counts.h"

#include <array>
#include <map>

#include <fmt/format.h>

#include "bench/outcome.h"

namespace sanad::bench {
namespace {

struct Row {
    Sum sum;
    void add(const TextOutcome& one, double threshold) {
        FieldOutcome field;
        field.exact = one.exact, field.accepted = one.chance >= threshold;
        field.letters = one.letters, field.errors = one.errors;
        sum.add(field);
    }
};

void print(std::string& out, const std::string& name, const Sum& sum) {
    out += fmt::format("{:<34} {:>6}   {:5.1f} %  {:5.1f} %   {:5.1f} % {:6}   {:5.2f} %\n", name, sum.fields,
                       sum.exact_percent(), sum.error_rate_percent(), sum.accepted_percent(), sum.wrong,
                       sum.wrong_at_most_percent());
}

constexpr std::array<double, 9> levels{0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999};

}  // namespace

std::string counts_of(const std::vector<TextOutcome>& outcomes) {
    std::string out;
    for (const bool agreed : {true, false})
        for (const double from_mean : {85.0, 0.0}) {
            double above = -1e9;
            for (const double most : {0.0, 1.0, 4.0, 8.0, 1e3}) {
                std::size_t fields = 0, wrong = 0;
                for (const auto& one : outcomes) {
                    const bool sure = one.mean >= 85;
                    if (one.agreed != agreed || sure != (from_mean > 0) || one.wording == "mixed" ||
                        !(one.rivals > above && one.rivals <= most))
                        continue;
                    ++fields, wrong += one.exact ? 0 : 1;
                }
                above = most;
                if (fields > 0)
                    out += fmt::format("{:<7} from {:2.0f}   to {:>3.0f} {:>8} {:>6}\n",
                                       agreed ? "agree" : "differ", from_mean, most, fields, wrong);
            }
        }
    return out;
}

std::string table_of(const std::vector<TextOutcome>& outcomes, double threshold) {
    std::map<std::string, Row> rows;
    for (const auto& one : outcomes) {
        const std::string where = one.ordinary ? ", 200-300 dpi, undamaged" : ", coarse or damaged";
        for (const auto& name : {"1 " + one.wording + where, "2 " + one.face, "3 " + one.quality,
                                 "4 all" + where, std::string("5 all")})
            rows[name].add(one, threshold);
        if (one.wording != "mixed") rows["4 all without mixed" + where].add(one, threshold);
    }
    std::string out = fmt::format("{:<34} fields    exact      CER  accepted  wrong  at most\n", "");
    for (const auto& [name, row] : rows) print(out, name.substr(2), row.sum);
    out += "\nconfidence    fields   right\n";
    for (std::size_t i = 0; i < levels.size(); ++i) {
        std::size_t fields = 0, right = 0;
        for (const auto& one : outcomes)
            if (one.chance >= levels[i] && (i + 1 == levels.size() || one.chance < levels[i + 1]))
                ++fields, right += one.exact ? 1 : 0;
        if (fields > 0)
            out += fmt::format("from {:.3f}  {:>8}  {:6.2f} %\n", levels[i], fields,
                               100.0 * static_cast<double>(right) / static_cast<double>(fields));
    }
    return out;
}

}  // namespace sanad::bench
