// sanad-measure-text: thousands of fields of typed text, how many are read right, and what their readings
// rest on.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "bench/clock.h"
#include "bench/text_counts.h"
#include "bench/text_fields.h"
#include "core/arabic.h"
#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"
#include "ocr/line_reader.h"
#include "samples/scan_file.h"

namespace {

using namespace sanad;

struct Options {
    std::size_t fields = 1000;
    std::uint64_t seed = 1;
    std::string model, list, pictures, again, texts;
    bool calibration = false, counts = false;
    double threshold = 0.995;
};

// What the models read of fields that were measured before: asking them is all the cost.
std::map<std::size_t, ocr::FieldReading> kept_readings(const std::string& file) {
    std::map<std::size_t, ocr::FieldReading> kept;
    std::ifstream list(file);
    for (std::string line; std::getline(list, line);) {
        std::vector<std::string> parts;
        for (std::size_t at = 0; at <= line.size();) {
            const auto end = std::min(line.find('\t', at), line.size());
            parts.push_back(line.substr(at, end - at));
            at = end + 1;
        }
        if (parts.size() < 20) continue;
        auto& one = kept[std::stoul(parts[0])];
        one.agreeing = std::stoi(parts[7]), one.readings = std::stoi(parts[8]),
        one.mean = std::stod(parts[9]);
        for (std::size_t k = 20; k < parts.size(); ++k) one.others.push_back(parts[k]);
        one.text = parts[13];
    }
    return kept;
}

std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> lines;
    if (file.empty()) return lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        if (!tidy(line).empty()) lines.push_back(tidy(line));
    if (lines.empty()) throw Error(ErrorCode::bad_input, "no text in " + file);
    return lines;
}

bench::TextOutcome outcome_of(const bench::MadeText& made, const ocr::FieldReading& seen) {
    const auto truth = tidy(made.field.text), text = tidy(seen.text);
    bench::TextOutcome one{std::string(bench::name_of(made.wording)), made.face, made.quality, made.ordinary};
    one.exact = fold_name(text) == fold_name(truth);
    one.agreed = seen.agreeing > 1;
    one.mean = seen.mean, one.rivals = seen.rivals, one.chance = seen.chance;
    one.letters = code_points(truth), one.errors = edit_distance(text, truth);
    return one;
}

std::string line_of(std::size_t number, const bench::MadeText& made, const bench::TextOutcome& outcome,
                    const ocr::FieldReading& seen) {
    std::string line = fmt::format(
        "{}\t{}\t{}\t{}\t{:d}\t{:d}\t{:d}\t{}\t{}\t{:.1f}\t{:.6f}\t{:d}\t{}\t{}\t{}\t{:.4f}\t{:.0f}\t{:.2f}\t{:.0f}\t{:d}",
        number, outcome.wording, made.face, made.quality, made.ordinary, outcome.exact,
        tidy(seen.text) == tidy(made.field.text), seen.agreeing, seen.readings, seen.mean, seen.chance,
        seen.handwritten, tidy(made.field.text), tidy(seen.text), seen.rival, seen.rivals, seen.contrast,
        seen.log_chance, seen.slant, seen.known_words);
    for (const auto& other : seen.others) line += "\t" + tidy(other);
    return line + "\n";
}

void run(const Options& options) {
    const auto kept = kept_readings(options.again);
    const auto texts = lines_of(options.texts);
    ocr::FieldReader reader(data_path("tessdata"),
                            options.model.empty() ? data_path("models") + "/witness.model" : options.model,
                            data_path("models") + "/digits.model");
    std::ofstream list;
    if (!options.list.empty()) list.open(options.list);
    std::vector<bench::TextOutcome> outcomes;
    double ms = 0;
    const auto faces = options.calibration ? bench::TypedIn::calibration : bench::TypedIn::stand;
    for (std::size_t i = 0; i < options.fields; ++i) {
        const auto known = kept.find(i);
        if (!options.again.empty() && known == kept.end()) continue;
        const auto made = bench::made_text(faces, options.seed, i, texts);
        const auto& field = made.field;
        const auto seen = reader.read(field.page, field.width_mm, field.height_mm, field.box,
                                      known == kept.end() ? nullptr : &known->second, field.skew_deg);
        ms += seen.ms;
        outcomes.push_back(outcome_of(made, seen));
        if (list.is_open()) list << line_of(i, made, outcomes.back(), seen);
        if (!options.pictures.empty())
            write_file(fmt::format("{}/{}.png", options.pictures, i), samples::encoded(field.page, "a.png"));
    }
    if (options.counts) std::cout << bench::counts_of(outcomes) << '\n';
    std::cout << bench::table_of(outcomes, options.threshold)
              << fmt::format("{:.2f} ms a field\n",
                             ms / static_cast<double>(std::max<std::size_t>(1, outcomes.size())));
}

// OpenMP counts its threads when its library is loaded: the variable must be there before this program is.
void begin_again_with_one_thread(char** argv) {
    if (std::getenv("OMP_THREAD_LIMIT") != nullptr) return;
    ::setenv("OMP_THREAD_LIMIT", "1", 1);
    ::execv("/proc/self/exe", argv);
}

}  // namespace

int main(int argc, char** argv) {
    begin_again_with_one_thread(argv);
    Options options;
    CLI::App app{"Types fields of text, reads them, and says what the readings are worth"};
    app.add_option("--fields", options.fields)->capture_default_str();
    app.add_option("--seed", options.seed)->capture_default_str();
    app.add_option("--model", options.model, "the witness's; the shipped one");
    app.add_option("--list", options.list, "every field, tab separated");
    app.add_option("--again", options.again,
                   "a list: its readings are taken, only the witness is asked anew");
    app.add_option("--texts", options.texts, "a file of texts, one a line, to type instead of made ones");
    app.add_option("--pictures", options.pictures, "folder");
    app.add_flag("--calibration", options.calibration, "faces of the calibration instead of the stand's");
    app.add_flag("--counts", options.counts, "what the levels of ocr/text_chance.cpp are counted from");
    app.add_option("--threshold", options.threshold, "confidence from which a text counts as accepted")
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        run(options);
    } catch (const Error& error) {
        std::cerr << "sanad-measure-text: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
