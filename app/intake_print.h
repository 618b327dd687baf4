// How what was taken in is told. Included by app/*.cpp only.
#pragma once

#include "app/exit.h"
#include "app/intake.h"
#include "app/session.h"
#include "templates/library.h"

namespace sanad::app {

void print_intake(const Session& session, const templates::Library& papers, const Intake& intake);
Exit outcome_of(const Intake& intake);

}  // namespace sanad::app
