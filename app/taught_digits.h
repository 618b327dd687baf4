// The digit model that an office taught: kept in its archive, sealed like everything there, because it was
// made of its people's handwriting.
#pragma once

#include <string>
#include <vector>

#include "app/casework.h"
#include "app/worker.h"
#include "ocr/learn.h"

namespace sanad::app {

// The model's bytes; empty where the office has taught none, and the shipped one reads.
std::string taught_digits(const storage::Archive& archive);
void keep_taught_digits(storage::Archive& archive, const std::string& model);  // empty: forget it

// Every number of the archive's cases whose value a person confirmed, with its cells cut from the original.
// An original that can't be read any more is left out. `step` is told the id of each case done.
std::vector<ocr::ConfirmedNumber> confirmed_numbers(const Desk& desk, Worker& worker,
                                                    const std::function<void(const std::string&)>& step);

}  // namespace sanad::app
