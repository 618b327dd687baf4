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
    std::string model, list, pictures, again;
    bool calibration = false;
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
        if (parts.size() < 14) continue;
        auto& one = kept[std::stoul(parts[0])];
        one.agreeing = std::stoi(parts[7]), one.readings = std::stoi(parts[8]),
        one.mean = std::stod(parts[9]);
        for (std::size_t k = 16; k < parts.size(); k += 2) one.others.push_back(parts[k]);
        one.handwritten = parts[11] == "1", one.text = parts[13];
    }
    return kept;
}

void run(const Options& options) {
    const auto kept = kept_readings(options.again);
    std::size_t read = 0;
    ocr::FieldReader reader(data_path("tessdata"), options.model);
    std::ofstream list(options.list);
    double ms = 0;
    for (std::size_t i = 0; i < options.fields; ++i) {
        if (!options.again.empty() && kept.count(i) == 0) continue;
        const auto made = bench::made_text(
            options.calibration ? bench::TypedIn::calibration : bench::TypedIn::stand, options.seed, i);
        const auto& field = made.field;
        const auto known = kept.find(i);
        const auto seen = reader.read(field.page, field.width_mm, field.height_mm, field.box,
                                      known == kept.end() ? nullptr : &known->second);
        ++read;
        ms += seen.witness_ms;
        const auto truth = tidy(field.text);
        const bool exact = fold_name(tidy(seen.text)) == fold_name(truth);
        list << fmt::format("{}\t{}\t{}\t{}\t{}\t{:d}\t{:d}\t{}\t{}\t{:.1f}\t{:.4f}\t{}\t{}\t{}\t{}", i,
                            bench::name_of(made.wording), made.face, made.quality, made.ordinary ? 1 : 0,
                            exact ? 1 : 0, tidy(seen.text) == truth ? 1 : 0, seen.agreeing, seen.readings,
                            seen.mean, seen.witness, seen.handwritten ? 1 : 0, truth, tidy(seen.text),
                            seen.plainest);
        list << fmt::format("\t{:.4f}\t{}", seen.rivals, seen.rival);
        for (std::size_t k = 0; k < seen.others.size(); ++k)
            list << fmt::format("\t{:.4f}\t{}", seen.rivals_of_others[k], tidy(seen.others[k]));
        list << '\n';
        if (!options.pictures.empty())
            write_file(fmt::format("{}/{}.png", options.pictures, i), samples::encoded(field.page, "a.png"));
    }
    std::cout << fmt::format("{} fields, {:.2f} ms a field for the witness\n", read,
                             ms / static_cast<double>(std::max<std::size_t>(1, read)));
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
    app.add_option("--model", options.model, "the witness's")->required();
    app.add_option("--list", options.list, "every field, tab separated");
    app.add_option("--again", options.again,
                   "a list: its readings are taken, only the witness is asked anew");
    app.add_option("--pictures", options.pictures, "folder");
    app.add_flag("--calibration", options.calibration, "faces of the calibration instead of the stand's");
    CLI11_PARSE(app, argc, argv);
    try {
        run(options);
    } catch (const Error& error) {
        std::cerr << "sanad-measure-text: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
