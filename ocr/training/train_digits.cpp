// sanad-train-digits: makes the cells, trains the network, fits the size prior and the temperature, writes
// the model.
#include <fmt/core.h>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "core/error.h"
#include "core/files.h"
#include "ocr/cell_ink.h"
#include "ocr/training/arguments.h"
#include "ocr/training/calibrate.h"
#include "ocr/training/calibrate_numbers.h"
#include "ocr/training/cell_maker.h"
#include "ocr/training/number_reliability.h"
#include "ocr/training/trainer.h"

using namespace sanad;
using namespace sanad::ocr;
using namespace sanad::ocr::training;

namespace {

// So that network n of a training is the first of one whose seed is that much greater.
constexpr std::uint64_t seeds_apart = 1000;

struct Settings {
    std::string out = "digits.model";
    std::string fonts = "/usr/share/fonts";
    std::string name = "digits-5";
    std::uint64_t seed = 1;
    int cells = 200000;
    double epochs = 10;
    double rate = 0.002;
    std::string sheet = {};
    std::string only_calibrate = {};  // models whose networks are taken, parted by commas
    std::string only_check = {};  // a model whose confidences are held against numbers that fitted nothing
    int networks = 4;
    bool uneven = true;
    int fields = 6000;
};

// A picture of made cells, and under each the square that the network sees: 24 of each class.
void write_sheet(CellMaker& maker, const std::string& file) {
    constexpr int column = 72, row = 72 + ink_side + 4, columns = 24;
    cv::Mat sheet(static_cast<int>(printed_from) * row, columns * column, CV_8U, cv::Scalar(128));
    for (int label = 0; label < static_cast<int>(printed_from); ++label)
        for (int i = 0; i < columns; ++i) {
            const auto made =
                maker.make(static_cast<std::size_t>(label), i % 2 == 0 ? Origin::pen : Origin::font,
                           i < 8    ? Quality::clean
                           : i < 18 ? Quality::ordinary
                                    : Quality::bad);
            const cv::Mat cell(made.image.height, made.image.width, CV_8U,
                               const_cast<std::uint8_t*>(made.image.pixels.data()));
            cv::Mat small;
            const double factor = 70.0 / std::max(cell.cols, cell.rows);
            cv::resize(cell, small, {}, factor, factor, cv::INTER_AREA);
            small.copyTo(sheet(cv::Rect(i * column, label * row, small.cols, small.rows)));
            CellInk ink = cell_ink(made.image);
            const cv::Mat square(ink_side, ink_side, CV_8U, ink.square.data());
            square.copyTo(sheet(cv::Rect(i * column + 18, label * row + 72, ink_side, ink_side)));
        }
    cv::imwrite(file, sheet);
}

// Cells that cleaning leaves blank teach the network nothing: the cleaner has decided already.
std::vector<Example> make_examples(CellMaker& maker, int count) {
    std::vector<Example> examples;
    examples.reserve(static_cast<std::size_t>(count));
    const auto start = std::chrono::steady_clock::now();
    int lost = 0;
    while (static_cast<int>(examples.size()) < count) {
        const MadeCell made = maker.any();
        const CellInk ink = cell_ink(made.image);
        if (ink.blank) {
            lost += made.label != nothing ? 1 : 0;
            continue;
        }
        examples.push_back({ink.square, static_cast<std::uint8_t>(class_of(made))});
        if (examples.size() % 20000 == 0) {
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
            fmt::print("{} cells made, {} digits came out blank, {:.0f} s\n", examples.size(), lost,
                       spent.count());
            std::fflush(stdout);
        }
    }
    return examples;
}

void shuffle(std::vector<std::size_t>& order, strokes::Random& random) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[strokes::pick(random, i)]);
}

void train(Trainer& trainer, const std::vector<Example>& examples, const Settings& settings,
           std::uint64_t seed) {
    strokes::Random random(seed + 7);
    std::vector<std::size_t> order(examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    constexpr std::size_t batch = 32;
    const auto steps =
        static_cast<std::size_t>(settings.epochs * static_cast<double>(examples.size()) / batch);
    const auto start = std::chrono::steady_clock::now();
    double loss = 0;
    std::size_t at = order.size();
    for (std::size_t step = 0; step < steps; ++step) {
        if (at + batch > order.size()) shuffle(order, random), at = 0;
        const double along = static_cast<double>(step) / static_cast<double>(steps);
        const double rate =
            settings.rate * std::min(1.0, along * 50 + 0.02) * 0.5 * (1 + std::cos(std::numbers::pi * along));
        loss += trainer.step(examples, &order[at], batch, rate);
        if (!std::isfinite(loss))
            throw Error(ErrorCode::external, fmt::format("the loss is no number after step {}", step + 1));
        at += batch;
        if ((step + 1) % 1000 == 0) {
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
            fmt::print("step {} of {}: loss {:.4f}, {:.0f} s\n", step + 1, steps, loss / 1000, spent.count());
            std::fflush(stdout);
            loss = 0;
        }
    }
}

// Every network has cells of its own.
Network trained(const FontDigits& fonts, const Settings& settings, std::uint64_t seed) {
    CellMaker maker(fonts, seed);
    const auto examples = make_examples(maker, settings.cells);
    Trainer trainer(seed + 1);
    trainer.set_uneven(settings.uneven);
    train(trainer, examples, settings, seed);
    return trainer.network();
}

DigitModel joined(const std::string& files) {
    DigitModel model;
    std::istringstream names(files);
    for (std::string file; std::getline(names, file, ',');) {
        const auto given = parse_model(read_file(file));
        if (!given) throw Error(ErrorCode::corrupt, file + ": not a digit model");
        model.networks.insert(model.networks.end(), given->networks.begin(), given->networks.end());
    }
    return model;
}

int run(const Settings& settings) {
    const FontDigits fonts(settings.fonts, false);
    fmt::print("{} Arabic and {} Western fonts\n", fonts.count(Script::arabic), fonts.count(Script::western));
    if (fonts.count(Script::arabic) < 20 || fonts.count(Script::western) < 20)
        throw Error(ErrorCode::not_found,
                    "too few fonts under " + settings.fonts + ": see ocr/training/README.md");
    if (!settings.sheet.empty()) {
        CellMaker maker(fonts, settings.seed);
        write_sheet(maker, settings.sheet);
        return 0;
    }
    const FontDigits unseen(settings.fonts, true);
    if (!settings.only_check.empty()) {
        const auto given = parse_model(read_file(settings.only_check));
        if (!given) throw Error(ErrorCode::corrupt, settings.only_check + ": not a digit model");
        print_reliability(*given, observe_numbers(*given, unseen, settings.seed, settings.fields));
        return 0;
    }
    DigitModel model = settings.only_calibrate.empty() ? DigitModel{} : joined(settings.only_calibrate);
    if (model.networks.empty())
        for (int n = 0; n < settings.networks; ++n)
            model.networks.push_back(
                trained(fonts, settings, settings.seed + seeds_apart * static_cast<std::uint64_t>(n)));
    model.name = settings.name;
    calibrate(model, unseen, settings.seed + 2);
    calibrate_numbers(model, unseen, settings.seed + 3, settings.fields);
    print_reliability(model, observe_numbers(model, unseen, settings.seed + 103, settings.fields / 3));
    write_file(settings.out, model_bytes(model));
    const auto& t = model.temperatures;
    fmt::print("{}: temperatures {:.3f} whole, {:.3f} written, {:.3f} printed\n", settings.out, t.whole,
               t.written, t.printed);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Arguments given(
            argc, argv,
            "-o --fonts --name --seed --networks --cells --epochs --sheet --calibrate --check --fields "
            "--uneven");
        Settings settings;
        settings.out = given.text("-o", settings.out);
        settings.fonts = given.text("--fonts", settings.fonts);
        settings.name = given.text("--name", settings.name);
        settings.sheet = given.text("--sheet", settings.sheet);
        settings.only_calibrate = given.text("--calibrate", "");
        settings.only_check = given.text("--check", "");
        settings.uneven = given.text("--uneven", "yes") == "yes";
        settings.fields = static_cast<int>(given.number("--fields", settings.fields, 100, 1e6));
        settings.seed = static_cast<std::uint64_t>(given.number("--seed", 1, 0, 1e15));
        settings.cells = static_cast<int>(given.number("--cells", settings.cells, 1000, 2e6));
        settings.networks = static_cast<int>(given.number("--networks", settings.networks, 1, most_networks));
        settings.epochs = given.number("--epochs", settings.epochs, 0.1, 100);
        return run(settings);
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 3;
    }
}
