// The papers that the program reads: its own, and those that an association has added.
#pragma once

#include <string>

#include "templates/library.h"

namespace sanad::app {

// Of the program's data, and of every folder in $SANAD_PAPERS (separated by ":"). Throws as
// templates::Library::load, also where an added paper bears the name and version of another.
templates::Library known_papers();

// Makes the added papers known to this process and to the workers that it starts: `named` is the folder that
// the user gave, else the folder "papers" of the archive where there is one. $SANAD_PAPERS stands where
// neither is there. Call before the first worker.
void choose_added_papers(const std::string& named, const std::string& archive);

}  // namespace sanad::app
