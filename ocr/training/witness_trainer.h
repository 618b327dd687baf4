// Trains the witness network: backpropagation and Adam, two threads, everything from one seed.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ocr/witness_ctc.h"
#include "ocr/witness_model.h"

namespace sanad::ocr::training {

// A strip and what stands in it, from left to right, each sign with the columns that it can be in.
struct StripExample {
    Strip strip;
    std::vector<std::uint8_t> signs;
    std::vector<Span> spans;
};

class WitnessTrainer {
public:
    explicit WitnessTrainer(std::uint64_t seed);
    WitnessTrainer(WitnessModel model, std::uint64_t seed);  // goes on from a trained one
    ~WitnessTrainer();

    // One step of Adam over the examples numbered; the mean loss (nats a sign).
    double step(const std::vector<StripExample>& examples, const std::size_t* chosen, std::size_t count,
                double rate);

    WitnessModel& model() { return model_; }

private:
    struct Work;
    void adam(double rate, std::size_t count);

    WitnessModel model_;
    std::uint64_t seed_;
    std::unique_ptr<Work> work_;
};

// The same ink at another size, shifted, paler, blurred a little: `chance` decides.
StripExample varied(const StripExample& example, std::uint64_t chance);

}  // namespace sanad::ocr::training
