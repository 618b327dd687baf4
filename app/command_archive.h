// The groups of commands under `sanad archive`. Included by app/*.cpp only.
#pragma once

#include "app/program.h"

namespace sanad::app {

void add_archive_backup(CLI::App& group, Program& program);  // backup, restore, compact
void add_archive_import(CLI::App& group, Program& program);  // export, import, conflicts
void add_archive_log(CLI::App& group, Program& program);     // log, log key, log verify, log prove
void add_archive_erase(CLI::App& group, Program& program);   // erase, hold
void add_archive_keys(CLI::App& group, Program& program);    // keys and what changes them

}  // namespace sanad::app
