// What a person typed for a field, made into a reading of source "person".
#pragma once

#include <string>

#include "core/reading.h"
#include "templates/template.h"

namespace sanad::app {

// `before` is the field as it was read; place and page are kept. Throws Error(bad_input) naming the field
// where the text is no value of its kind: a day that does not exist, an option that the paper does not have.
// Whether a number's check digit is right is for the rules to say: a person may confirm a wrong number that
// stands on the paper.
Reading typed_value(const templates::Field& field, const Reading& before, const std::string& typed);

}  // namespace sanad::app
