// sanad-train-witness: types fields in many faces, trains the network that bears witness to readings of text.
#include <fmt/core.h>
#include <CLI/CLI.hpp>
#include <chrono>
#include <cmath>
#include <iostream>
#include <map>
#include <numbers>
#include <numeric>
#include <thread>

#include "core/error.h"
#include "core/files.h"
#include "ocr/training/witness_example.h"
#include "samples/scan_file.h"
#include "samples/text_field.h"

namespace {

using namespace sanad;
using samples::Dice;

struct Settings {
    std::string out = "witness.model", from = {}, mean = {}, name = "witness-3", sheet = {};
    std::uint64_t seed = 1;
    std::size_t fields = 60'000;
    double epochs = 4, rate = 0.002;
};

// Of pages that are brought upright before anything is read: what that does to small dots has to be seen.
double drawn_skew(Dice& dice) {
    return dice.chance(0.1) ? 0 : dice.chance(0.25) ? dice.uniform(-6, 6) : dice.uniform(-1.2, 1.2);
}

// Fields for numbers of a seed: which thread makes one makes no difference.
class Maker {
public:
    Maker(const std::vector<std::string>& files, std::uint64_t seed) : seed_(seed) {
        for (const auto& file : files) faces_.emplace_back(std::vector<std::string>{file});
    }

    samples::TypedField field(std::size_t number) const {
        Dice dice(seed_ * 1'000'003 + number);
        for (;;) {
            const auto& face = faces_[dice.pick(faces_.size())];
            const auto text = samples::random_text(dice, 3);
            samples::Typing how{dice.uniform(8.5, 14), dice.between(5, 80), samples::random_steps(dice),
                                dice.number(), drawn_skew(dice)};
            try {
                return samples::typed_field(face, text, how);
            } catch (const Error&) {  // the face lacks a character
            }
        }
    }

private:
    std::uint64_t seed_;
    std::vector<samples::Typeface> faces_;
};

std::vector<ocr::training::PrintedLetter> letters_of(const samples::TypedField& field) {
    std::vector<ocr::training::PrintedLetter> letters;
    for (const auto& place : field.places)
        letters.push_back({place.letter, field.right_mm - place.until, field.right_mm - place.from});
    return letters;
}

std::vector<ocr::training::StripExample> examples(const Maker& maker, std::size_t first, std::size_t count) {
    std::vector<std::optional<ocr::training::StripExample>> made(count);
    const auto half = [&](std::size_t own) {
        for (std::size_t i = own; i < count; i += 2) {
            const auto field = maker.field(first + i);
            made[i] = ocr::training::example_of(field.page, field.width_mm, field.height_mm, field.box,
                                                letters_of(field), field.skew_deg);
        }
    };
    std::thread other(half, 1);
    half(0);
    other.join();
    std::vector<ocr::training::StripExample> list;
    for (auto& one : made)
        if (one) list.push_back(std::move(*one));
    return list;
}

// Share of lines that the network by itself writes as they are, and the mean of log P(truth).
void report(const ocr::WitnessModel& model, const std::vector<ocr::training::StripExample>& list);

void write_sheet(const Maker& maker, const std::string& file, std::size_t rows) {
    const auto list = examples(maker, 0, rows);
    int width = 0;
    for (const auto& one : list) width = std::max(width, one.strip.width);
    Page page;
    page.width = width;
    page.height = static_cast<int>(list.size()) * (ocr::strip_height + 2);
    page.dpi = 100;
    page.pixels.assign(static_cast<std::size_t>(page.width * page.height), 128);
    for (std::size_t i = 0; i < list.size(); ++i)
        for (int y = 0; y < ocr::strip_height; ++y)
            for (int x = 0; x < list[i].strip.width; ++x)
                page.pixels[static_cast<std::size_t>(
                    (static_cast<int>(i) * (ocr::strip_height + 2) + y) * width + x)] =
                    static_cast<std::uint8_t>(
                        255 - list[i].strip.ink[static_cast<std::size_t>(y * list[i].strip.width + x)]);
    write_file(file, samples::encoded(page, file));
}

void train(ocr::training::WitnessTrainer& trainer, const std::vector<ocr::training::StripExample>& list,
           const std::vector<ocr::training::StripExample>& unseen, const Settings& settings) {
    std::vector<std::size_t> order(list.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    constexpr std::size_t batch = 32;
    const auto steps = static_cast<std::size_t>(settings.epochs * static_cast<double>(list.size()) / batch);
    Dice dice(settings.seed + 7);
    const auto start = std::chrono::steady_clock::now();
    double loss = 0;
    std::size_t at = order.size();
    for (std::size_t step = 0; step < steps; ++step) {
        if (at + batch > order.size()) {
            for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[dice.pick(i)]);
            at = 0;
        }
        const double along = static_cast<double>(step) / static_cast<double>(steps);
        const double rate = settings.rate * std::min(1.0, static_cast<double>(step + 1) / 100) * 0.5 *
                            (1 + std::cos(std::numbers::pi * along));
        loss += trainer.step(list, &order[at], batch, std::max(rate, 1e-5));
        at += batch;
        if ((step + 1) % 250 == 0) {
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
            fmt::print("step {} of {}: loss {:.4f}, {:.0f} s\n", step + 1, steps, loss / 250, spent.count());
            loss = 0;
            if ((step + 1) % 1000 == 0) {
                report(trainer.model(), unseen);
                write_file(settings.out, ocr::witness_bytes(trainer.model()));
            }
            std::fflush(stdout);
        }
    }
    report(trainer.model(), unseen);
}

}  // namespace

#include "ocr/witness_network.h"

namespace {

void report(const ocr::WitnessModel& model, const std::vector<ocr::training::StripExample>& list) {
    std::size_t exact = 0, likely = 0, letters = 0;
    double sum = 0;
    for (const auto& one : list) {
        const auto seen = ocr::seen_signs(model, one.strip);
        exact += ocr::plainest(seen) == one.signs ? 1 : 0;
        const double log = ocr::log_chance(seen, one.signs);
        likely += log > std::log(0.5) ? 1 : 0;
        sum += std::max(log, -50.0);
        letters += one.signs.size();
    }
    const auto count = static_cast<double>(list.size());
    fmt::print(
        "  unseen faces: {} fields of {:.1f} signs, {:.1f} % exact, {:.1f} % more likely than not, {:.4f} "
        "nats a sign\n",
        list.size(), static_cast<double>(letters) / count, 100 * static_cast<double>(exact) / count,
        100 * static_cast<double>(likely) / count, -sum / static_cast<double>(letters));
}

ocr::WitnessModel given(const std::string& file) {
    auto model = ocr::parse_witness(read_file(file));
    if (!model) throw Error(ErrorCode::corrupt, file + ": no model of a witness");
    return std::move(*model);
}

// Between two states of one training, weight for weight: less sure of itself in faces that neither has seen.
void write_mean(const Settings& settings) {
    auto model = given(settings.from);
    const auto other = given(settings.mean);
    const auto mix = [](std::vector<float>& into, const std::vector<float>& from) {
        for (std::size_t i = 0; i < into.size(); ++i) into[i] = 0.5f * into[i] + 0.5f * from[i];
    };
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        mix(model.layers[i].weights, other.layers[i].weights);
        mix(model.layers[i].bias, other.layers[i].bias);
    }
    model.name = settings.name;
    write_file(settings.out, ocr::witness_bytes(model));
}

void run(const Settings& settings) {
    if (!settings.mean.empty()) return write_mean(settings);
    const auto files = samples::arabic_faces(samples::Faces::training);
    const auto unseen_files = samples::arabic_faces(samples::Faces::calibration);
    fmt::print("{} faces, {} held out\n", files.size(), unseen_files.size());
    const Maker maker(files, settings.seed), other(unseen_files, settings.seed + 1);
    if (!settings.sheet.empty()) return write_sheet(maker, settings.sheet, settings.fields);
    const auto start = std::chrono::steady_clock::now();
    const auto list = examples(maker, 0, settings.fields), unseen = examples(other, 0, 600);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    fmt::print("{} fields made in {:.0f} s\n", list.size(), spent.count());
    std::fflush(stdout);
    std::optional<ocr::training::WitnessTrainer> trainer;
    if (settings.from.empty()) {
        trainer.emplace(settings.seed);
    } else {
        trainer.emplace(given(settings.from), settings.seed);
    }
    trainer->model().name = settings.name;
    train(*trainer, list, unseen, settings);
    write_file(settings.out, ocr::witness_bytes(trainer->model()));
}

}  // namespace

int main(int argc, char** argv) {
    Settings settings;
    CLI::App app{"Trains the network that bears witness to readings of text"};
    app.add_option("-o", settings.out, "the model")->capture_default_str();
    auto* from = app.add_option("--from", settings.from, "a model to go on from");
    app.add_option("--mean", settings.mean, "only write the mean of this model and that of --from")
        ->needs(from);
    app.add_option("--name", settings.name, "of the model, kept with every reading")->capture_default_str();
    app.add_option("--sheet", settings.sheet, "only draw made strips, a PNG");
    app.add_option("--seed", settings.seed)->capture_default_str();
    app.add_option("--fields", settings.fields)->capture_default_str();
    app.add_option("--epochs", settings.epochs)->capture_default_str();
    app.add_option("--rate", settings.rate)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        run(settings);
    } catch (const Error& error) {
        std::cerr << "sanad-train-witness: " << error.what() << '\n';
        return 3;
    }
    return 0;
}
