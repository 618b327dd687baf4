#include "ocr/training/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/digits_windows.h"
#include "ocr/training/augment.h"

namespace sanad::ocr::training {
namespace {

constexpr int batch = 32;      // the most examples in one step
constexpr float kept = 0.75f;  // of the hidden units in training
constexpr std::size_t layer_count = layer_shapes.size();
constexpr int outputs = layer_shapes.back().outputs;

using Plane = std::vector<float>;

// What the forward pass of one example leaves for the backward pass.
struct Trace {
    Plane windows[4];  // inputs of the four convolutions
    Plane out[4];      // their outputs, rectified
    Plane halved[2];
    std::vector<std::uint8_t> from[2];
};

constexpr std::array<int, 4> places = {256, 256, 64, 16};

void product(const float* left, std::ptrdiff_t row, std::ptrdiff_t step, const float* right, float* out,
             int rows, int columns, int depth) {
    gemm::add_product({left, row, step}, right, out, rows, columns, depth);
}

void convolve(const Layer& layer, std::size_t number, const Plane& windows, Plane& out) {
    const auto& shape = layer_shapes[number];
    for (int p = 0; p < places[number]; ++p)
        std::copy(layer.bias.begin(), layer.bias.end(), out.begin() + p * shape.outputs);
    product(windows.data(), shape.inputs, 1, layer.weights.data(), out.data(), places[number], shape.outputs,
            shape.inputs);
    for (auto& value : out) value = std::max(value, 0.0f);
}

// The other way round than windows_3x3: adds every window's part to the place it came from.
void gather_3x3(const float* windows, int side, int channels, float* out) {
    std::fill_n(out, side * side * channels, 0.0f);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            for (int dy = -1; dy <= 1; ++dy)
                for (int dx = -1; dx <= 1; ++dx, windows += channels) {
                    const int row = y + dy, column = x + dx;
                    if (row < 0 || row >= side || column < 0 || column >= side) continue;
                    float* to = out + (row * side + column) * channels;
                    for (int c = 0; c < channels; ++c) to[c] += windows[c];
                }
}

void unhalve(const float* in, int side, int channels, const std::uint8_t* from, float* out) {
    std::fill_n(out, side * side * channels, 0.0f);
    for (int y = 0; y < side; y += 2)
        for (int x = 0; x < side; x += 2)
            for (int c = 0; c < channels; ++c, ++in, ++from)
                out[((y + *from / 2) * side + x + *from % 2) * channels + c] = *in;
}

Plane turned(const Plane& weights, const LayerShape& shape) {
    Plane out(weights.size());
    for (int i = 0; i < shape.inputs; ++i)
        for (int o = 0; o < shape.outputs; ++o)
            out[static_cast<std::size_t>(o * shape.inputs + i)] =
                weights[static_cast<std::size_t>(i * shape.outputs + o)];
    return out;
}

}  // namespace

struct Trainer::Work {
    std::vector<Trace> traces{batch};
    std::array<Layer, layer_count> gradient, first, second;  // and Adam's two moments
    std::array<Plane, layer_count> turned_weights;
    Plane top_in = Plane(batch * 1024), hidden = Plane(batch * 96), scores = Plane(batch * outputs);
    Plane d_top_in = Plane(batch * 1024), d_hidden = Plane(batch * 96), d_scores = Plane(batch * outputs);
    Plane d_out = Plane(256 * 64), d_windows = Plane(256 * 432), d_in = Plane(256 * 64);
    int steps = 0;
};

Trainer::Trainer(std::uint64_t seed) : Trainer(Network{}, seed) {
    for (std::size_t i = 0; i < layer_count; ++i) {
        const auto& shape = layer_shapes[i];
        auto& layer = network_[i];
        layer.weights.resize(static_cast<std::size_t>(shape.inputs * shape.outputs));
        layer.bias.assign(static_cast<std::size_t>(shape.outputs), 0.0f);
        for (auto& weight : layer.weights)
            weight = static_cast<float>(strokes::normal(random_, std::sqrt(2.0 / shape.inputs)));
    }
}

Trainer::Trainer(Network network, std::uint64_t seed)
    : network_(std::move(network)), random_(seed), work_(std::make_unique<Work>()) {
    for (std::size_t i = 0; i < layer_count; ++i)
        for (auto* moment : {&work_->gradient[i], &work_->first[i], &work_->second[i]}) {
            moment->weights.assign(static_cast<std::size_t>(layer_shapes[i].inputs * layer_shapes[i].outputs),
                                   0.0f);
            moment->bias.assign(static_cast<std::size_t>(layer_shapes[i].outputs), 0.0f);
        }
    for (auto& trace : work_->traces) {
        for (std::size_t i = 0; i < 4; ++i) {
            trace.windows[i].resize(static_cast<std::size_t>(places[i] * layer_shapes[i].inputs));
            trace.out[i].resize(static_cast<std::size_t>(places[i] * layer_shapes[i].outputs));
        }
        trace.halved[0].resize(64 * 32), trace.from[0].resize(64 * 32);
        trace.halved[1].resize(16 * 48), trace.from[1].resize(16 * 48);
    }
}

Trainer::~Trainer() = default;

void Trainer::forward(const Example& example, int place) {
    Trace& t = work_->traces[static_cast<std::size_t>(place)];
    const auto& layers = network_;
    first_windows(jittered(example.square, random_, uneven_), t.windows[0].data());
    convolve(layers[0], 0, t.windows[0], t.out[0]);
    windows_3x3(t.out[0].data(), 16, 16, t.windows[1].data());
    convolve(layers[1], 1, t.windows[1], t.out[1]);
    halve(t.out[1].data(), 16, 32, t.halved[0].data(), t.from[0].data());
    windows_3x3(t.halved[0].data(), 8, 32, t.windows[2].data());
    convolve(layers[2], 2, t.windows[2], t.out[2]);
    halve(t.out[2].data(), 8, 48, t.halved[1].data(), t.from[1].data());
    windows_3x3(t.halved[1].data(), 4, 48, t.windows[3].data());
    convolve(layers[3], 3, t.windows[3], t.out[3]);
    std::copy(t.out[3].begin(), t.out[3].end(), work_->top_in.begin() + place * 1024);
}

// The two full layers and the loss for the whole batch, forwards and backwards.
double Trainer::top(const std::vector<Example>& examples, const std::size_t* chosen, int count) {
    Work& w = *work_;
    for (int b = 0; b < count; ++b) {
        std::copy(network_[4].bias.begin(), network_[4].bias.end(), w.hidden.begin() + b * 96);
        std::copy(network_[5].bias.begin(), network_[5].bias.end(), w.scores.begin() + b * outputs);
    }
    product(w.top_in.data(), 1024, 1, network_[4].weights.data(), w.hidden.data(), count, 96, 1024);
    Plane gate(w.hidden.size(), 0.0f);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count * 96); ++i) {
        gate[i] = w.hidden[i] > 0 && strokes::chance(random_, kept) ? 1 / kept : 0;
        w.hidden[i] *= gate[i];
    }
    product(w.hidden.data(), 96, 1, network_[5].weights.data(), w.scores.data(), count, outputs, 96);
    double loss = 0;
    std::fill(w.d_scores.begin(), w.d_scores.end(), 0.0f);
    for (int b = 0; b < count; ++b) {
        const float* scores = &w.scores[static_cast<std::size_t>(b * outputs)];
        const float largest = *std::max_element(scores, scores + class_count);
        double sum = 0;
        for (std::size_t c = 0; c < class_count; ++c)
            sum += std::exp(static_cast<double>(scores[c] - largest));
        const std::size_t label = examples[chosen[b]].label;
        loss -= scores[label] - largest - std::log(sum);
        for (std::size_t c = 0; c < class_count; ++c)
            w.d_scores[static_cast<std::size_t>(b * outputs) + c] = static_cast<float>(
                std::exp(static_cast<double>(scores[c] - largest)) / sum - (c == label ? 1 : 0));
    }
    product(w.hidden.data(), 1, 96, w.d_scores.data(), w.gradient[5].weights.data(), 96, outputs, count);
    std::fill(w.d_hidden.begin(), w.d_hidden.end(), 0.0f);
    product(w.d_scores.data(), outputs, 1, w.turned_weights[5].data(), w.d_hidden.data(), count, 96, outputs);
    for (std::size_t i = 0; i < w.d_hidden.size(); ++i) w.d_hidden[i] *= gate[i];
    product(w.top_in.data(), 1, 1024, w.d_hidden.data(), w.gradient[4].weights.data(), 1024, 96, count);
    std::fill(w.d_top_in.begin(), w.d_top_in.end(), 0.0f);
    product(w.d_hidden.data(), 96, 1, w.turned_weights[4].data(), w.d_top_in.data(), count, 1024, 96);
    for (int b = 0; b < count; ++b) {
        for (std::size_t i = 0; i < outputs; ++i)
            w.gradient[5].bias[i] += w.d_scores[static_cast<std::size_t>(b * outputs) + i];
        for (std::size_t i = 0; i < 96; ++i)
            w.gradient[4].bias[i] += w.d_hidden[static_cast<std::size_t>(b) * 96 + i];
    }
    return loss;
}

void Trainer::backward(int place) {
    Work& w = *work_;
    Trace& t = w.traces[static_cast<std::size_t>(place)];
    std::copy_n(w.d_top_in.begin() + place * 1024, 1024, w.d_out.begin());
    for (std::size_t layer = 4; layer-- > 0;) {
        const auto& shape = layer_shapes[layer];
        const int rows = places[layer];
        for (int i = 0; i < rows * shape.outputs; ++i)
            if (t.out[layer][static_cast<std::size_t>(i)] <= 0) w.d_out[static_cast<std::size_t>(i)] = 0;
        product(t.windows[layer].data(), 1, shape.inputs, w.d_out.data(), w.gradient[layer].weights.data(),
                shape.inputs, shape.outputs, rows);
        for (int r = 0; r < rows; ++r)
            for (int o = 0; o < shape.outputs; ++o)
                w.gradient[layer].bias[static_cast<std::size_t>(o)] +=
                    w.d_out[static_cast<std::size_t>(r * shape.outputs + o)];
        if (layer == 0) return;
        std::fill_n(w.d_windows.begin(), rows * shape.inputs, 0.0f);
        product(w.d_out.data(), shape.outputs, 1, w.turned_weights[layer].data(), w.d_windows.data(), rows,
                shape.inputs, shape.outputs);
        const int side = layer == 1 ? 16 : layer == 2 ? 8 : 4, channels = shape.inputs / 9;
        gather_3x3(w.d_windows.data(), side, channels, w.d_in.data());
        if (layer == 1)
            std::copy_n(w.d_in.begin(), side * side * channels, w.d_out.begin());
        else
            unhalve(w.d_in.data(), 2 * side, channels, t.from[layer - 2].data(), w.d_out.data());
    }
}

void Trainer::adam(double rate, int count) {
    Work& w = *work_;
    ++w.steps;
    const double correct = std::sqrt(1 - std::pow(0.999, w.steps)) / (1 - std::pow(0.9, w.steps));
    const auto size = static_cast<float>(rate * correct);
    const auto move = [&](Plane& value, Plane& gradient, Plane& first, Plane& second, float decay) {
        for (std::size_t i = 0; i < value.size(); ++i) {
            const float g = gradient[i] / static_cast<float>(count);
            first[i] = 0.9f * first[i] + 0.1f * g;
            second[i] = 0.999f * second[i] + 0.001f * g * g;
            // The root of a denormal number, approximated, is not a number: the small summand stands inside.
            value[i] -= size * first[i] / std::sqrt(second[i] + 1e-16f) + decay * value[i];
            gradient[i] = 0;
        }
    };
    const auto decay = static_cast<float>(rate * 0.005);
    for (std::size_t i = 0; i < layer_count; ++i) {
        move(network_[i].weights, w.gradient[i].weights, w.first[i].weights, w.second[i].weights, decay);
        move(network_[i].bias, w.gradient[i].bias, w.first[i].bias, w.second[i].bias, 0);
    }
}

double Trainer::step(const std::vector<Example>& examples, const std::size_t* chosen, int count,
                     double rate) {
    count = std::min(count, batch);
    for (std::size_t i = 1; i < layer_count; ++i)
        work_->turned_weights[i] = turned(network_[i].weights, layer_shapes[i]);
    for (int b = 0; b < count; ++b) forward(examples[chosen[b]], b);
    const double loss = top(examples, chosen, count);
    for (int b = 0; b < count; ++b) backward(b);
    adam(rate, count);
    return loss / count;
}

}  // namespace sanad::ocr::training
