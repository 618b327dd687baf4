// sanad-measure-lines: character errors of real printed lines, beside Tesseract's plain reading.
#include <cstdlib>
#include <iostream>

#include <unistd.h>
#include <CLI/CLI.hpp>

#include "bench/lines.h"
#include "core/error.h"
#include "core/paths.h"

namespace {

std::string test_data() {
    const char* named = std::getenv("SANAD_TEST_DATA");
    return named != nullptr ? named : SANAD_SOURCE_DIR "/../shared/data";
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
    std::string folder = test_data() + "/ocr";
    std::size_t step = 1;
    CLI::App app{"Reads real printed lines and counts the letters that are wrong"};
    app.add_option("--data", folder, "folder of lines-modern, lines-books, lines-classical")
        ->capture_default_str();
    app.add_option("--every", step, "only every N-th line")
        ->capture_default_str()
        ->check(CLI::PositiveNumber);
    CLI11_PARSE(app, argc, argv);
    try {
        const auto sets = sanad::bench::measure_lines(folder, sanad::data_path("tessdata"), step);
        if (sets.empty()) {
            std::cerr << "sanad-measure-lines: " << folder << " holds no lines\n";
            return 3;
        }
        std::cout << sanad::bench::table_of(sets);
    } catch (const sanad::Error& error) {
        std::cerr << "sanad-measure-lines: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
