// sanad verify: every signature of a PDF, what it covers and what changed since.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/program.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/files.h"

namespace sanad::app {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string trust;
};

std::string yes_no(const Session& session, bool value) {
    return say(session, value ? "verify.yes" : "verify.no");
}

void print_report(const Session& session, const Json& report) {
    const auto file = report.value("file", "");
    std::cout << say(session, "verify." + report.value("verdict", "invalid"),
                     {file, std::to_string(report.value("document_signatures", 0))})
              << '\n';
    for (const auto& signature : report["signatures"]) {
        std::cout << "  "
                  << say(session, "verify.signature",
                         {signature.value("field", ""), signature.value("signer", ""),
                          yes_no(session, signature.value("intact", false)),
                          yes_no(session, signature.value("trusted", false)),
                          say(session, "verify.changes." + signature.value("changes_after", "forbidden")),
                          signature.value("time", "") + " (" + signature.value("time_source", "") + ")"})
                  << '\n';
        print_checks(session, signature["checks"].get<std::vector<Check>>(), nullptr);
    }
    print_checks(session, report["checks"].get<std::vector<Check>>(), nullptr);
}

Exit verify_one(const Session& session, Worker& worker, const std::string& file, const Trust& trust) {
    try {
        const auto bytes = read_file(file, 200ull << 20);
        Json report = {{"file", file}};
        report.update(worker.verify(file, bytes, trust.pem, iso_moment(session.now)));
        if (trust.from_public_copy)
            report["checks"].push_back(Check{"trust.public_copy", file, Verdict::noted, "trust.pem"});
        session.json ? print_json(report) : print_report(session, report);
        return report.value("verdict", "") == "valid" ? Exit::ok : Exit::findings;
    } catch (const Error& error) {
        report_error(session, error);
        return Exit::failure;
    }
}

Exit run(const Session& session, const Options& options) {
    const auto trust = trusted_certificates(session, options.trust);
    Worker worker({session.program});
    Exit exit = Exit::ok;
    for (const auto& file : options.files) exit = worse(exit, verify_one(session, worker, file, trust));
    return exit;
}

}  // namespace

void add_verify(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "verify", "Verify every signature in a PDF, and what changed since",
        [](CLI::App& command, Options& options) {
            command.add_option("FILE", options.files, "PDF files")->required();
            command.add_option("--trust", options.trust,
                               "PEM file of trusted certificates (default: the archive's own)");
        },
        run);
}

}  // namespace sanad::app
