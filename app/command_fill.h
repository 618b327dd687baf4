// The letters of sanad fill. Included by app/command_fill*.cpp only.
#pragma once

#include "app/program.h"

namespace sanad::app {

void add_fill_letters(CLI::App& group, Program& program);  // decision-letter, missing-letter, referral

}  // namespace sanad::app
