// The support requests of the samples: who asks for what, how the form is filled and what becomes of the
// page.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "samples/form_filler.h"
#include "samples/page_simulator.h"
#include "samples/people.h"

namespace sanad::samples {

struct SampleRequest {
    std::string file;   // "request-typed.png"
    Filling filling;    // of the paper "support-request"
    std::string steps;  // samples/page_simulator.h
    std::uint64_t seed = 1;
    int quality = 80;   // of a JPEG
    bool known = true;  // whether the applicant is in the register
};

// `known` is the register that people.csv holds.
std::vector<SampleRequest> sample_requests(const std::vector<Person>& known);

}  // namespace sanad::samples
