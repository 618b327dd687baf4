#include "bench/lines.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include <fmt/format.h>
#include <opencv2/imgcodecs.hpp>

#include "core/arabic.h"
#include "core/error.h"
#include "core/files.h"
#include "core/page.h"
#include "ocr/line_reader.h"

namespace sanad::bench {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double percent(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

std::vector<fs::path> pictures_in(const fs::path& folder) {
    std::vector<fs::path> list;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".png") list.push_back(entry.path());
    std::sort(list.begin(), list.end());
    return list;
}

struct Engines {
    ocr::LineReader product;
    ocr::LineReader plain;
};

LineSum measured(const fs::path& picture, Engines& engines) {
    const auto truth =
        tidy(strip_invisible(read_file(fs::path(picture).replace_extension(".gt.txt").string())));
    const Page page = picture_of(picture.string());
    LineSum one{1, code_points(truth)};
    const auto begin = Clock::now();
    const auto ours = tidy(engines.product.line(page));
    const auto between = Clock::now();
    const auto plain = tidy(engines.plain.plain(page));
    one.ms = std::chrono::duration<double, std::milli>(between - begin).count();
    one.plain_ms = std::chrono::duration<double, std::milli>(Clock::now() - between).count();
    one.errors = edit_distance(ours, truth);
    one.plain_errors = edit_distance(plain, truth);
    one.empty = ours.empty() ? 1 : 0;
    one.plain_empty = plain.empty() ? 1 : 0;
    return one;
}

std::string row(const std::string& name, const LineSum& sum) {
    const auto lines = static_cast<double>(std::max<std::size_t>(1, sum.lines));
    return fmt::format("{:<16}{:>6}{:>8.2f} %{:>7}{:>8.0f}{:>14.2f} %{:>7}{:>8.0f}\n", name, sum.lines,
                       sum.error_rate_percent(), sum.empty, sum.ms / lines, sum.plain_error_rate_percent(),
                       sum.plain_empty, sum.plain_ms / lines);
}

}  // namespace

void LineSum::add(const LineSum& other) {
    lines += other.lines;
    letters += other.letters;
    errors += other.errors;
    empty += other.empty;
    plain_errors += other.plain_errors;
    plain_empty += other.plain_empty;
    ms += other.ms;
    plain_ms += other.plain_ms;
}
double LineSum::error_rate_percent() const { return percent(errors, letters); }
double LineSum::plain_error_rate_percent() const { return percent(plain_errors, letters); }

Page picture_of(const std::string& file) {
    const cv::Mat grey = cv::imread(file, cv::IMREAD_GRAYSCALE);
    if (grey.empty()) throw Error(ErrorCode::bad_input, "no picture", Where{file});
    Page page;
    page.width = grey.cols;
    page.height = grey.rows;
    page.pixels.assign(grey.begin<std::uint8_t>(), grey.end<std::uint8_t>());
    return page;
}

std::vector<LineSet> measure_lines(const std::string& folder, const std::string& tessdata, std::size_t step) {
    Engines engines{{tessdata, "ara"}, {tessdata, "ara_fast"}};
    std::vector<LineSet> sets;
    for (const char* name : {"lines-modern", "lines-books", "lines-classical"}) {
        if (!fs::is_directory(fs::path(folder) / name)) continue;
        LineSet set{name, {}};
        const auto pictures = pictures_in(fs::path(folder) / name);
        for (std::size_t i = 0; i < pictures.size(); i += std::max<std::size_t>(1, step))
            set.sum.add(measured(pictures[i], engines));
        sets.push_back(std::move(set));
    }
    return sets;
}

std::string table_of(const std::vector<LineSet>& sets) {
    auto text = fmt::format("{:<16}{:>6}{:>10}{:>7}{:>8}{:>16}{:>7}{:>8}\n", "", "lines", "CER", "empty",
                            "ms", "tesseract CER", "empty", "ms");
    LineSum all;
    for (const auto& set : sets) {
        text += row(set.name, set.sum);
        all.add(set.sum);
    }
    return text + row("all", all);
}

}  // namespace sanad::bench
