// Trains the digit network: backpropagation and Adam, one thread, everything from one seed. Included by
// ocr/training/*.cpp only.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ocr/digits_model.h"
#include "ocr/digits_network.h"
#include "ocr/training/chance.h"

namespace sanad::ocr::training {

struct Example {
    InkSquare square;
    std::uint8_t label;  // of the network: class_of
};

class Trainer {
public:
    explicit Trainer(std::uint64_t seed);
    // Goes on from a trained network.
    Trainer(Network network, std::uint64_t seed);
    ~Trainer();

    // Whether examples are pushed out of shape here and there beside being turned, leaned and scaled.
    void set_uneven(bool uneven) { uneven_ = uneven; }

    // One step of Adam over the examples numbered; returns the mean loss (nats).
    double step(const std::vector<Example>& examples, const std::size_t* chosen, int count, double rate);

    const Network& network() const { return network_; }

private:
    struct Work;
    void forward(const Example& example, int place);
    double top(const std::vector<Example>& examples, const std::size_t* chosen, int count);
    void backward(int place);
    void adam(double rate, int count);

    Network network_;
    strokes::Random random_;
    bool uneven_ = true;
    std::unique_ptr<Work> work_;
};

}  // namespace sanad::ocr::training
