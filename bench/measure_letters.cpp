// sanad-measure-letters: how much of made letters is read. scripts/bench.sh letters
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include "bench/letters.h"
#include "core/error.h"
#include "core/files.h"
#include "core/paths.h"
#include "samples/scan_file.h"
#include "templates/library.h"

namespace {

using namespace sanad;

void run(const bench::LetterPlan& plan, const std::filesystem::path& misses) {
    const auto papers = templates::Library::load(data_path("papers"));
    ocr::Reader reader(papers, {data_path("tessdata"), data_path("models")});
    std::string list;
    const auto on_miss = [&](const bench::LetterLook& look) {
        list += fmt::format("letter {}\t{}\t{}\t{}\t{}\twanted {}\tgot {} {} ({})\t{:.2f}\n", look.number,
                            look.outcome.layout, look.outcome.face, look.outcome.quality, look.outcome.key,
                            look.wanted, look.reading == nullptr ? "nothing" : name_of(look.reading->state),
                            look.reading == nullptr ? "" : look.reading->value,
                            look.reading == nullptr ? "" : look.reading->text,
                            look.reading == nullptr ? 0 : look.reading->confidence);
        const auto name = fmt::format("letter-{}.png", look.number);
        if (look.outcome.key != "body" && !std::filesystem::exists(misses / name))
            write_file((misses / name).string(), samples::encoded(*look.page, name));
    };
    if (misses.empty()) {
        std::cout << bench::table_of(bench::measure_letters(reader, plan));
        return;
    }
    std::filesystem::create_directories(misses);
    std::cout << bench::table_of(bench::measure_letters(reader, plan, on_miss));
    write_file((misses / "misses.tsv").string(), list);
}

}  // namespace

int main(int argc, char** argv) {
    // OpenMP counts its threads when its library is loaded: the variable must be there before this program
    // is.
    if (std::getenv("OMP_THREAD_LIMIT") == nullptr) {
        ::setenv("OMP_THREAD_LIMIT", "1", 1);
        ::execv("/proc/self/exe", argv);
    }
    bench::LetterPlan plan;
    std::string misses;
    CLI::App app{"Makes letters, reads them, and says how much of them is right"};
    app.add_option("--letters", plan.letters, "how many")->capture_default_str();
    app.add_option("--seed", plan.seed, "of everything")->capture_default_str();
    app.add_option("--misses", misses, "folder for what was not read right: a list, and the pages");
    CLI11_PARSE(app, argc, argv);
    try {
        run(plan, misses);
    } catch (const Error& error) {
        std::cerr << "sanad-measure-letters: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
