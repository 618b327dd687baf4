// sanad-score-digits: prints what a model reads of real digits that it was not trained on.
#include <fmt/core.h>
#include <chrono>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/error.h"
#include "core/files.h"
#include "ocr/cell_ink.h"
#include "ocr/digits_number.h"
#include "ocr/training/arguments.h"
#include "ocr/training/calibrate.h"
#include "ocr/training/score.h"
#include "ocr/training/teach.h"

using namespace sanad;
using namespace sanad::ocr;
using namespace sanad::ocr::training;

namespace {

std::vector<CellReading> read_all(const DigitReader& reader, const std::vector<RealDigit>& real) {
    std::vector<CellImage> images;
    for (const auto& one : real) images.push_back(one.image);
    return reader.cells(images);
}

void print(const std::string& name, const DigitScore& score, double ms) {
    const double n = std::max(1, score.count);
    fmt::print("{:<34}{:>7}{:>8.2f} %{:>8.2f} %{:>9.4f}{:>8.1f} %{:>8.3f} %{:>8.2f} ms\n", name, score.count,
               100 * score.accuracy(), 100 * score.not_read / n, score.calibration_error,
               100 * score.sure / n, 100.0 * score.sure_wrong / std::max(1, score.sure), ms);
}

void print_confusions(const DigitScore& score) {
    for (std::size_t truth = 0; truth < 10; ++truth) {
        fmt::print("    {}:", truth);
        for (std::size_t read = 0; read <= 10; ++read) fmt::print("{:>6}", score.confused[truth][read]);
        fmt::print("\n");
    }
}

// A picture of the cells whose likeliest digit is wrong: the square that the network sees, written and read.
void write_misses(const std::string& file, const std::vector<CellReading>& read,
                  const std::vector<RealDigit>& real) {
    constexpr int columns = 24, side = 2 * ink_side, row = side + 22;
    cv::Mat sheet(1, columns * (side + 4), CV_8U, cv::Scalar(255));
    int shown = 0;
    for (std::size_t i = 0; i < read.size() && shown < 24 * 24; ++i) {
        const auto p = chances(read[i], true);
        const auto best = std::max_element(p.begin(), p.end());
        const auto digit = best - p.begin();
        if (digit == real[i].digit && read[i].state == CellState::digit) continue;
        const int x = shown % columns * (side + 4), y = shown / columns * row;
        if (sheet.rows < y + row) {
            cv::Mat more(y + row, sheet.cols, CV_8U, cv::Scalar(255));
            sheet.copyTo(more(cv::Rect(0, 0, sheet.cols, sheet.rows)));
            sheet = more;
        }
        CellInk ink = cell_ink(real[i].image);
        cv::Mat square(ink_side, ink_side, CV_8U, ink.square.data()), large;
        cv::resize(255 - square, large, {side, side}, 0, 0, cv::INTER_NEAREST);
        large.copyTo(sheet(cv::Rect(x, y, side, side)));
        cv::putText(sheet,
                    fmt::format("{}:{}{} {:.2f}", real[i].digit, digit,
                                read[i].state == CellState::digit ? "" : "-", *best),
                    {x, y + side + 12}, cv::FONT_HERSHEY_PLAIN, 0.8, cv::Scalar(0));
        ++shown;
    }
    cv::imwrite(file, sheet);
}

void print_numbers(const std::string& name, const NumberScore& score) {
    const double n = std::max(1, score.count);
    fmt::print("{:<34}{:>7}{:>8.1f} %{:>8.1f} %{:>8.2f} %{:>8.1f} %{:>8.3f} %\n", name, score.count,
               100 * score.ink_right / n, 100 * score.right / n, 100 * score.set_right / n,
               100 * score.accepted / n, 100.0 * score.accepted_wrong / std::max(1, score.accepted));
}

void score_set(const std::string& name, const DigitReader& reader, const std::vector<RealDigit>& real,
               bool confusions, bool numbers, const std::string& misses) {
    const auto start = std::chrono::steady_clock::now();
    const auto read = read_all(reader, real);
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
    const DigitScore score = score_digits(read, real);
    print(name, score, spent.count() / std::max(1, score.count));
    if (confusions) print_confusions(score);
    if (!misses.empty()) write_misses(misses, read, real);
    if (!numbers) return;
    fmt::print("{:<34}{:>7}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "  identity numbers of these", "numbers", "ink",
               "right", "set", "accepted", "wrong");
    for (const double accept : {0.9, 0.95, 0.98, 0.99, 0.9925, 0.995, 0.999})
        print_numbers(fmt::format("    valid, accepted from {}", accept),
                      score_numbers(reader, read, real, {.accept_from = accept, .seed = 11}));
    print_numbers(
        "    check digit wrong, from 0.99",
        score_numbers(reader, read, real, {.keeping_rule = false, .accept_from = 0.99, .seed = 12}));
    struct Other {
        NumberRule rule;
        const char* called;
        double accept_from;
    };
    constexpr std::array<Other, 4> others = {{{NumberRule::iban, "IBANs", 0.999},
                                              {NumberRule::phone, "phone numbers", 0.999},
                                              {NumberRule::date_ddmmyyyy, "dates", 0.999},
                                              {NumberRule::none, "no rule, 1 to 10 digits", 0.999}}};
    for (const auto& other : others)
        print_numbers(fmt::format("    {}, from {}", other.called, other.accept_from),
                      score_numbers(reader, read, real,
                                    {.rule = other.rule, .accept_from = other.accept_from, .seed = 13}));
}

// Taught with that many cells a digit of half the writers, scored on the other half.
void score_taught(const std::string& name, const DigitModel& model, const std::vector<RealDigit>& real,
                  OneDip one_dip, std::size_t each) {
    std::array<std::size_t, 10> taken = {};
    std::vector<ConfirmedCell> confirmed;
    std::vector<RealDigit> others;
    for (const auto& one : real) {
        const auto digit = static_cast<std::size_t>(one.digit);
        if (one.writer % 2 == 0)
            others.push_back(one);
        else if (taken[digit]++ < each)
            confirmed.push_back({cell_ink(one.image), one.digit, true});
    }
    const FontDigits fonts("/usr/share/fonts", false), unseen("/usr/share/fonts", true);
    CellMaker maker(fonts, 21);
    DigitModel taught = teach(model, confirmed, maker, 22);
    calibrate(taught, unseen, 23);
    score_set(name, DigitReader(model, one_dip), others, false, true, "");
    score_set(fmt::format("{}, taught {} a digit", name, each), DigitReader(taught, one_dip), others, false,
              true, "");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Arguments given(argc, argv, "--data --step --confusions --misses --teach");
        const std::string model = given.first.empty() ? "ocr/models/digits.model" : given.first;
        const std::string data = given.text("--data", "../shared/data/ocr");
        const auto step = static_cast<std::size_t>(given.number("--step", 1, 1, 1000));
        const bool confusions = given.text("--confusions", "no") == "yes";
        const std::string misses = given.text("--misses", "");
        const auto sheet = [&](const char* name) {
            return misses.empty() ? misses : (std::filesystem::path(misses) / name).string();
        };
        if (const auto each = static_cast<std::size_t>(given.number("--teach", 0, 0, 1e5)); each > 0) {
            const auto from = parse_model(read_file(model));
            if (!from) throw Error(ErrorCode::corrupt, model + ": not a digit model");
            score_taught("300 writers", *from, load_idx(data + "/digits-300writers", 1), OneDip::two, each);
            score_taught("MADBase", *from, load_idx(data + "/digits-madbase", 1), OneDip::three, each);
            return 0;
        }
        const DigitReader reader(model), egyptian(model, OneDip::three);
        fmt::print("{:<34}{:>7}{:>10}{:>10}{:>9}{:>10}{:>10}{:>11}\n", reader.model_name(), "digits", "right",
                   "unread", "ECE", ">=0.999", "wrong", "a digit");
        score_set("digit-cells", reader, load_cell_pictures(data + "/digit-cells"), confusions, true,
                  sheet("cells.png"));
        score_set("300 writers", reader, load_idx(data + "/digits-300writers", step), confusions, true,
                  sheet("writers.png"));
        const auto madbase = load_idx(data + "/digits-madbase", step);
        score_set("MADBase, one dip is three", egyptian, madbase, confusions, true, sheet("madbase.png"));
        score_set("MADBase, one dip is two", reader, madbase, false, false, "");
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 3;
    } catch (const std::filesystem::filesystem_error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 3;
    }
}
