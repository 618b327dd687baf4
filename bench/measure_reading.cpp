// sanad-measure-reading: how much of made pages is read, and whether what is accepted is right.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "bench/measure.h"
#include "bench/parts.h"
#include "bench/table.h"
#include "bench/throughput.h"
#include "core/arabic.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/paths.h"
#include "samples/scan_file.h"

namespace {

using namespace sanad;

struct Options {
    bench::Plan plan;
    std::string data;  // real strokes
    std::string json;
    std::string misses;  // folder
    std::vector<int> workers;
    int throughput_pages = 48;
    std::vector<std::string> sum;  // tables to add up; nothing is measured
    bool read_files = false;       // this is one of the processes whose throughput is measured
};

std::string test_data() {
    const char* named = std::getenv("SANAD_TEST_DATA");
    return named != nullptr ? named : SANAD_SOURCE_DIR "/../shared/data";
}

std::string line_of(const bench::Look& look) {
    const auto* reading = look.reading;
    return fmt::format("{}\tpage {}\t{}\t{}\t{}\twanted {}\tgot {} {}\tconfidence {:.5f}\t{}\n",
                       look.outcome.silently_wrong() ? "SILENT" : "miss", look.number, look.quality->name,
                       look.outcome.row, look.expected->key, look.expected->value,
                       reading == nullptr ? "nothing" : name_of(reading->state),
                       reading == nullptr ? "" : tidy(reading->text),
                       reading == nullptr ? 0 : reading->confidence, look.steps);
}

// Pictures of pages that are nobody's paper here: real ones, where there are any.
std::vector<std::string> foreign_pages(const std::string& data) {
    std::vector<std::string> files;
    for (const auto* folder : {"/ocr/bubble-sheets", "/ocr/phone-photos"}) {
        if (!std::filesystem::is_directory(data + folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(data + folder))
            if (entry.path().extension() == ".jpg") files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

void print_throughput(const Options& options, const templates::Library& papers, const bench::PenCells* pens) {
    if (options.workers.empty()) return;
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("sanad-pages-{}", ::getpid());
    std::filesystem::create_directories(folder);
    bench::Press press(papers, pens);
    const auto files =
        bench::write_pages(press, folder.string(), options.throughput_pages, options.plan.seed);
    for (const int workers : options.workers) {
        const auto outcome = bench::measure_throughput(files, workers);
        std::cout << fmt::format(
            "{} worker(s): {:.1f} pages a minute over {} pages, at most {:.0f} MiB each\n", outcome.workers,
            outcome.pages_a_minute, outcome.pages, outcome.peak_mib);
    }
    std::filesystem::remove_all(folder);
}

// The papers as they are read: where only some kinds are asked for, nobody waits for the others.
templates::Library read_papers(const templates::Library& papers, const std::vector<std::string>& kinds) {
    auto list = papers.all();
    const auto wanted = [&](const auto& field) {
        return kinds.empty() ||
               std::find(kinds.begin(), kinds.end(), templates::name_of(field.kind)) != kinds.end();
    };
    for (auto& paper : list)  // a paper without any field would be a cover sheet
        if (std::any_of(paper.fields.begin(), paper.fields.end(), wanted))
            std::erase_if(paper.fields, [&](const auto& field) { return !wanted(field); });
    return templates::Library::of(std::move(list));
}

void run(const Options& options) {
    auto plan = options.plan;
    plan.foreign = foreign_pages(options.data);
    const auto pens = bench::PenCells::load(options.data + "/ocr/digit-cells");
    if (pens)
        plan.pens = &*pens;
    else
        std::cerr << "no real strokes: " << options.data << "/ocr/digit-cells is not there\n";
    const auto papers = templates::Library::load(data_path("papers"));
    ocr::Reader reader(read_papers(papers, plan.kinds), {data_path("tessdata"), data_path("models")});
    std::string misses;
    const std::filesystem::path folder = options.misses;
    const auto on_miss = [&](const bench::Look& look) {
        misses += line_of(look);
        const auto name = fmt::format("page-{}.png", look.number);
        // Text is often not quite right: the page is worth its megabytes where it was accepted.
        const bool worth = look.outcome.silently_wrong() || !look.outcome.row.starts_with("text");
        if (worth && !std::filesystem::exists(folder / name))
            write_file((folder / name).string(), samples::encoded(*look.page, name));
    };
    if (!options.misses.empty()) std::filesystem::create_directories(folder);
    const auto measured = options.misses.empty() ? bench::measure(papers, reader, plan)
                                                 : bench::measure(papers, reader, plan, on_miss);
    if (!options.misses.empty()) write_file((folder / "misses.tsv").string(), misses);
    if (!options.json.empty()) write_file(options.json, bench::json_of(measured).dump(1) + "\n");
    std::cout << bench::table_of(measured);
    print_throughput(options, papers, plan.pens);
}

void print_sum(const std::vector<std::string>& files) {
    std::vector<Json> parts;
    for (const auto& file : files) {
        parts.push_back(Json::parse(read_file(file), nullptr, false));
        if (parts.back().is_discarded()) throw Error(ErrorCode::bad_input, "not JSON: " + file);
    }
    std::cout << bench::sum_of_parts(parts);
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
    options.data = test_data();
    CLI::App app{"Makes filled pages, reads them, and says how much of it is right"};
    app.add_option("--pages", options.plan.pages, "how many filled pages")->capture_default_str();
    app.add_option("--wrong-pages", options.plan.wrong_pages, "how many that are none of ours")
        ->capture_default_str();
    app.add_option("--seed", options.plan.seed, "of everything")->capture_default_str();
    app.add_option("--quality", options.plan.only, "only these qualities, by name");
    app.add_option("--kind", options.plan.kinds,
                   "only fields of these kinds; quicker where text is left out");
    app.add_option("--data", options.data, "folder of real material")->capture_default_str();
    app.add_option("--json", options.json, "write the table there too");
    app.add_option("--misses", options.misses, "folder for what was not read right: a list, and the pages");
    app.add_option("--beside", options.plan.beside, "how many of the pages `tesseract -l ara` reads as well");
    app.add_option("--workers", options.workers,
                   "measure pages a minute with that many processes; repeatable");
    app.add_option("--sum", options.sum, "add up tables that --json wrote; nothing is read");
    app.add_flag("--read-files", options.read_files)->group("");
    CLI11_PARSE(app, argc, argv);
    try {
        if (options.read_files) return bench::serve_throughput();
        if (options.sum.empty())
            run(options);
        else
            print_sum(options.sum);
    } catch (const Error& error) {
        std::cerr << "sanad-measure-reading: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
