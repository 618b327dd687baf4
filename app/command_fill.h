// The letters of sanad fill. Included by app/command_fill*.cpp only.
#pragma once

#include "app/program.h"

namespace sanad::app {

void add_fill_letters(CLI::App& group, Program& program);  // decision-letter, missing-letter, referral

// fill FORM.pdf: what the group itself does where none of its commands is named.
void bind_fill_foreign(CLI::App& group, Program& program);

}  // namespace sanad::app
