// A worker process of our own program: it decodes files from outside in a sandbox, so that a file that
// crashes, hangs or fills memory costs that one worker and becomes a finding about that file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/reading.h"
#include "ocr/number_cells.h"

namespace sanad::app {

struct WorkerOptions {
    std::string program;           // path of the sanad program
    int base_seconds = 30;         // time for any file, CPU and wall alike
    int seconds_per_mib = 40;      // and for each MiB of it
    std::string digit_model = {};  // bytes of the one that an office taught; empty: the shipped one
};

// Starts its process when it is first asked, and a new one after a death. Not for two threads at once.
class Worker {
public:
    explicit Worker(WorkerOptions options);
    ~Worker();
    Worker(Worker&&) noexcept;

    // The documents in a file. Throws the Error of the reader, or Error(bad_input) with "app.worker_died",
    // "app.worker_memory", "app.worker_timeout" naming the file.
    std::vector<DocumentReading> read(const std::string& file, std::string_view bytes,
                                      const std::string& form);

    // The cells of its number fields (ocr/number_cells.h).
    std::vector<ocr::CutNumber> number_cells(const std::string& file, std::string_view bytes,
                                             const std::string& form);

    // The file as a PDF that can be searched (ocr/reader.h). `now` goes into it.
    std::string searchable_pdf(const std::string& file, std::string_view bytes, const std::string& now);

    // The verification report as the command line prints it.
    Json verify(const std::string& file, std::string_view pdf, const std::vector<std::string>& trusted_pem,
                const std::string& now);

    // Where the pieces of each signature lie (signing/pieces.h), in the order of verify's signatures.
    Json signature_pieces(const std::string& file, std::string_view pdf);

    // Names of a PDF's signature fields, [{"name":…,"filled":…}]; the file has then been parsed once without
    // harm.
    Json signature_fields(const std::string& file, std::string_view pdf);

    // The fields of somebody else's form, and the form with values in them (app/form_wire.h).
    Json form_fields(const std::string& file, std::string_view pdf);
    Json fill_form(const std::string& file, std::string_view pdf, const Json& entries, std::string& filled);

private:
    Json ask(const Json& request, const std::string& file, std::string_view bytes,
             std::string* attached = nullptr);
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// The other side: serves requests on standard input and output until it closes. Returns the exit code.
int serve_as_worker();

}  // namespace sanad::app
