#include "ocr/training/witness_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <thread>

#include "ocr/witness_layers.h"

namespace sanad::ocr::training {
namespace {

constexpr std::size_t layer_count = witness_shapes.size();
constexpr int threads = 2;

using Plane = std::vector<float>;

void product(const float* left, std::ptrdiff_t row, std::ptrdiff_t step, const float* right, float* out,
             int rows, int columns, int depth) {
    gemm::add_product({left, row, step}, right, out, rows, columns, depth);
}

Plane turned(const Plane& weights, const LayerShape& shape) {
    Plane out(weights.size());
    for (int i = 0; i < shape.inputs; ++i)
        for (int o = 0; o < shape.outputs; ++o)
            out[static_cast<std::size_t>(o * shape.inputs + i)] =
                weights[static_cast<std::size_t>(i * shape.outputs + o)];
    return out;
}

// The other way round than windows_3x3: adds every window's part to the place it came from.
void gather_3x3(const float* windows, int rows, int columns, int channels, float* out) {
    std::fill_n(out, rows * columns * channels, 0.0f);
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x)
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx, windows += channels) {
                    const int row = y + dy, column = x + dx;
                    if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
                    float* to = out + (row * columns + column) * channels;
                    for (int c = 0; c < channels; ++c) to[c] += windows[c];
                }
}

void unhalve_rows(const float* in, int rows, int columns, int channels, const std::uint8_t* lower,
                  float* out) {
    const int line = columns * channels;
    std::fill_n(out, rows * line, 0.0f);
    for (int y = 0; y < rows; y += 2, out += 2 * line)
        for (int i = 0; i < line; ++i) out[*lower++ != 0 ? line + i : i] = *in++;
}

// What one thread holds.
struct Hand {
    witness::Trace trace;
    std::array<Layer, layer_count> gradient;
    Plane d_out, d_in, d_windows;
    std::vector<float> logs, share;
    double loss = 0;
    std::size_t signs = 0;
};

void add_layer_gradient(Layer& gradient, const LayerShape& shape, const float* in, int step,
                        const float* d_out, int places) {
    product(in, 1, step, d_out, gradient.weights.data(), shape.inputs, shape.outputs, places);
    for (int p = 0; p < places; ++p)
        for (int o = 0; o < shape.outputs; ++o)
            gradient.bias[static_cast<std::size_t>(o)] += d_out[p * shape.outputs + o];
}

void rectified(const float* out, float* d_out, int count) {
    for (int i = 0; i < count; ++i)
        if (out[i] <= 0) d_out[i] = 0;
}

// Backwards through a layer over columns: d_out becomes that of its inputs.
void back_columns(Hand& hand, std::size_t layer, const Plane& turned_weights, int T, int channels) {
    const auto& shape = witness_shapes[layer];
    const int window = shape.inputs / channels, before = window / 2;
    const float* in = hand.trace.columns[layer - 3].data() + (witness::reach - before) * channels;
    add_layer_gradient(hand.gradient[layer], shape, in, channels, hand.d_out.data(), T);
    hand.d_windows.assign(static_cast<std::size_t>(T * shape.inputs), 0.0f);
    product(hand.d_out.data(), shape.outputs, 1, turned_weights.data(), hand.d_windows.data(), T,
            shape.inputs, shape.outputs);
    hand.d_in.assign(static_cast<std::size_t>((T + 2 * witness::reach) * channels), 0.0f);
    for (int t = 0; t < T; ++t) {
        float* to = hand.d_in.data() + (t + witness::reach - before) * channels;
        const float* from = hand.d_windows.data() + t * shape.inputs;
        for (int i = 0; i < shape.inputs; ++i) to[i] += from[i];
    }
    hand.d_out.assign(hand.d_in.begin() + witness::reach * channels,
                      hand.d_in.begin() + (T + witness::reach) * channels);
}

// Backwards through a convolution over 3 x 3 windows whose rows were halved after it.
void back_windows(Hand& hand, std::size_t layer, const Plane& turned_weights, int rows, int T) {
    const auto& shape = witness_shapes[layer];
    const int count = rows * T * shape.outputs, channels = shape.inputs / 9;
    hand.d_in.resize(static_cast<std::size_t>(count));
    unhalve_rows(hand.d_out.data(), rows, T, shape.outputs, hand.trace.lower[layer - 1].data(),
                 hand.d_in.data());
    rectified(hand.trace.out[layer].data(), hand.d_in.data(), count);
    add_layer_gradient(hand.gradient[layer], shape, hand.trace.windows[layer].data(), shape.inputs,
                       hand.d_in.data(), rows * T);
    hand.d_windows.assign(static_cast<std::size_t>(rows * T * shape.inputs), 0.0f);
    product(hand.d_in.data(), shape.outputs, 1, turned_weights.data(), hand.d_windows.data(), rows * T,
            shape.inputs, shape.outputs);
    hand.d_out.resize(static_cast<std::size_t>(rows * T * channels));
    gather_3x3(hand.d_windows.data(), rows, T, channels, hand.d_out.data());
}

// columns x (rows x channels) back to rows x columns x channels.
void by_rows(const Plane& in, int rows, int columns, int channels, Plane& out) {
    out.resize(static_cast<std::size_t>(rows * columns * channels));
    for (int x = 0; x < columns; ++x)
        for (int y = 0; y < rows; ++y)
            std::copy_n(in.begin() + (x * rows + y) * channels, channels,
                        out.begin() + (y * columns + x) * channels);
}

void log_softmax(const float* scores, int columns, std::vector<float>& logs) {
    logs.resize(static_cast<std::size_t>(columns) * sign_count);
    for (int t = 0; t < columns; ++t) {
        const float* in = scores + t * static_cast<int>(sign_count);
        float* out = logs.data() + t * static_cast<int>(sign_count);
        const float largest = *std::max_element(in, in + sign_count);
        float sum = 0;
        for (std::size_t i = 0; i < sign_count; ++i) sum += std::exp(in[i] - largest);
        const float whole = largest + std::log(sum);
        for (std::size_t i = 0; i < sign_count; ++i) out[i] = in[i] - whole;
    }
}

// Loss and gradient of one example, added to the hand's.
void learn(const WitnessModel& model, const std::array<Plane, layer_count>& turned_weights,
           const StripExample& example, Hand& hand) {
    auto& t = hand.trace;
    witness::forward(model, example.strip.ink.data(), example.strip.width, t);
    const int T = example.strip.columns();
    log_softmax(t.scores.data(), T, hand.logs);
    const double log = log_chance_within(hand.logs, example.signs, example.spans, hand.share);
    if (!(log > -1e6)) return;  // the strip is too short for its signs
    hand.loss -= log;
    hand.signs += example.signs.size();
    hand.d_out.resize(hand.logs.size());
    for (std::size_t i = 0; i < hand.logs.size(); ++i) hand.d_out[i] = std::exp(hand.logs[i]) - hand.share[i];
    for (std::size_t layer = 6; layer >= 3; --layer) {
        back_columns(hand, layer, turned_weights[layer], T, layer == 3 ? witness::column_channels : 96);
        if (layer > 3)
            rectified(t.columns[layer - 3].data() + witness::reach * 96, hand.d_out.data(), T * 96);
    }
    by_rows(hand.d_out, witness::rows_3, T, 32, hand.d_in);
    hand.d_out.swap(hand.d_in);
    back_windows(hand, 2, turned_weights[2], witness::rows_2, T);
    back_windows(hand, 1, turned_weights[1], witness::rows_1, T);
    rectified(t.out[0].data(), hand.d_out.data(), witness::rows_1 * T * 16);
    add_layer_gradient(hand.gradient[0], witness_shapes[0], t.windows[0].data(), 25, hand.d_out.data(),
                       witness::rows_1 * T);
}

void clear(std::array<Layer, layer_count>& layers) {
    for (std::size_t i = 0; i < layer_count; ++i) {
        layers[i].weights.assign(
            static_cast<std::size_t>(witness_shapes[i].inputs * witness_shapes[i].outputs), 0.0f);
        layers[i].bias.assign(static_cast<std::size_t>(witness_shapes[i].outputs), 0.0f);
    }
}

}  // namespace

struct WitnessTrainer::Work {
    std::array<Hand, threads> hands;
    std::array<Layer, layer_count> first, second;  // Adam's two moments
    std::array<Plane, layer_count> turned_weights;
    int steps = 0;
};

WitnessTrainer::WitnessTrainer(std::uint64_t seed) : WitnessTrainer(WitnessModel{}, seed) {
    std::mt19937_64 random(seed);
    clear(model_.layers);
    for (std::size_t i = 0; i < layer_count; ++i) {
        std::normal_distribution<float> normal(
            0, std::sqrt(2.0f / static_cast<float>(witness_shapes[i].inputs)));
        for (auto& weight : model_.layers[i].weights) weight = normal(random);
    }
}

WitnessTrainer::WitnessTrainer(WitnessModel model, std::uint64_t seed)
    : model_(std::move(model)), seed_(seed), work_(std::make_unique<Work>()) {
    for (auto& hand : work_->hands) clear(hand.gradient);
    clear(work_->first);
    clear(work_->second);
}

WitnessTrainer::~WitnessTrainer() = default;

void WitnessTrainer::adam(double rate, std::size_t count) {
    Work& w = *work_;
    ++w.steps;
    const double correct = std::sqrt(1 - std::pow(0.999, w.steps)) / (1 - std::pow(0.9, w.steps));
    const auto size = static_cast<float>(rate * correct);
    double norm = 0;
    for (std::size_t i = 0; i < layer_count; ++i)
        for (auto part : {&Layer::weights, &Layer::bias})
            for (std::size_t k = 0; k < (model_.layers[i].*part).size(); ++k) {
                auto& g = (w.hands[0].gradient[i].*part)[k];
                g += (w.hands[1].gradient[i].*part)[k];
                (w.hands[1].gradient[i].*part)[k] = 0;
                g /= static_cast<float>(count);
                norm += static_cast<double>(g) * g;
            }
    constexpr double steepest = 5;  // one odd line must not throw the network over
    const auto hold = static_cast<float>(std::min(1.0, steepest / std::sqrt(norm + 1e-12)));
    const auto decay = static_cast<float>(rate * 0.002);
    for (std::size_t i = 0; i < layer_count; ++i)
        for (auto part : {&Layer::weights, &Layer::bias})
            for (std::size_t k = 0; k < (model_.layers[i].*part).size(); ++k) {
                auto& value = (model_.layers[i].*part)[k];
                auto& gradient = (w.hands[0].gradient[i].*part)[k];
                auto& first = (w.first[i].*part)[k];
                auto& second = (w.second[i].*part)[k];
                const float g = gradient * hold;
                first = 0.9f * first + 0.1f * g;
                second = 0.999f * second + 0.001f * g * g;
                // The root of a denormal number, approximated, is not a number: the small summand stands
                // inside.
                value -= size * first / std::sqrt(second + 1e-16f) + decay * value;
                gradient = 0;
            }
}

double WitnessTrainer::step(const std::vector<StripExample>& examples, const std::size_t* chosen,
                            std::size_t count, double rate) {
    Work& w = *work_;
    for (std::size_t i = 1; i < layer_count; ++i)
        w.turned_weights[i] = turned(model_.layers[i].weights, witness_shapes[i]);
    const auto base = seed_ + static_cast<std::uint64_t>(w.steps) * 1'000'003;
    const auto half = [&](std::size_t own) {
        Hand& hand = w.hands[own];
        hand.loss = 0, hand.signs = 0;
        for (std::size_t b = own; b < count; b += threads)
            learn(model_, w.turned_weights, varied(examples[chosen[b]], base + b), hand);
    };
    std::thread other(half, 1);
    half(0);
    other.join();
    adam(rate, count);
    return (w.hands[0].loss + w.hands[1].loss) /
           static_cast<double>(std::max<std::size_t>(1, w.hands[0].signs + w.hands[1].signs));
}

}  // namespace sanad::ocr::training
