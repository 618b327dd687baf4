// How commands print: errors in both languages on standard error, results in one on standard output.
#pragma once

#include <string>
#include <vector>

#include "app/session.h"
#include "core/case.h"
#include "core/check.h"
#include "core/error.h"
#include "core/reading.h"
#include "templates/template.h"

namespace sanad::app {

// The message in the session's language first, the other below it: the clerk and whoever helps over the
// telephone may not share one.
void report_error(const Session& session, const Error& error);

// "  ✗ رقم الهوية: …" for every check that is not passed. Labels come from `paper` (null: the keys).
void print_checks(const Session& session, const std::vector<Check>& checks, const templates::Template* paper);

// One line a field: mark, label, value, and what a person must look at.
void print_fields(const Session& session, const std::vector<Reading>& fields,
                  const templates::Template* paper);

void print_pages(const Session& session, const DocumentReading& document);

// One JSON value on a line of its own.
void print_json(const Json& value);

// A bar on standard error, only where that is a terminal.
class Progress {
public:
    Progress(const Session& session, std::size_t total);
    ~Progress();
    void step(const std::string& what);

private:
    bool shown_;
    std::size_t total_;
    std::size_t done_ = 0;
};

}  // namespace sanad::app
