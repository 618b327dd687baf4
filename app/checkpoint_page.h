// A checkpoint of the archive's log as a page to print and to keep elsewhere. Included by app/*.cpp only.
#pragma once

#include <string>

#include "core/time.h"

namespace sanad::app {

// `note` is the checkpoint as signed; the QR code holds all of it, so that scanning the page gives the file
// that `archive log verify --against` takes.
std::string checkpoint_page(const std::string& note, Moment made);

}  // namespace sanad::app
