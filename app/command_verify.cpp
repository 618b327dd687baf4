// sanad verify: every signature of a PDF, what it covers and what changed since.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/program.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/files.h"
#include "core/hash.h"
#include "signing/report_paper.h"

namespace sanad::app {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string trust;
    std::string report;
};

constexpr std::uint64_t largest_pdf = 200ull << 20;

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

// Prints what was found of one file, and gives back what the paper says of it.
Exit verify_one(const Session& session, Worker& worker, const Trust& trust, const std::string& file,
                signing::ReportedFile& reported) {
    reported.name = std::filesystem::path(file).filename().string();
    try {
        const auto bytes = read_file(file, largest_pdf);
        reported.sha256 = sha256_hex(bytes);
        reported.size = bytes.size();
        Json report = {{"file", file}};
        report.update(worker.verify(file, bytes, trust.pem, iso_moment(session.now)));
        if (trust.from_public_copy)
            report["checks"].push_back(Check{"trust.public_copy", file, Verdict::noted, "trust.pem"});
        session.json ? print_json(report) : print_report(session, report);
        reported.report = report.get<signing::VerificationReport>();
        return report.value("verdict", "") == "valid" ? Exit::ok : Exit::findings;
    } catch (const Error& error) {
        report_error(session, error);
        reported.problem = describe(error, session.language);
        return Exit::failure;
    }
}

// Verifying never writes to what it verifies.
void refuse_overwriting(const Options& options) {
    std::error_code ignored;
    for (const auto& file : options.files)
        if (std::filesystem::equivalent(file, options.report, ignored))
            throw Error(ErrorCode::conflict, "the report would replace the file", Where{file},
                        UserMessage{"verify.report_over_file", {file}});
}

Exit run(const Session& session, const Options& options) {
    if (!options.report.empty()) refuse_overwriting(options);
    const auto trust = trusted_certificates(session, options.trust);
    Worker worker({session.program});
    Exit exit = Exit::ok;
    std::vector<signing::ReportedFile> reported(options.files.size());
    for (std::size_t i = 0; i < reported.size(); ++i)
        exit = worse(exit, verify_one(session, worker, trust, options.files[i], reported[i]));
    if (options.report.empty()) return exit;
    write_file(options.report, signing::make_report_paper(reported, session.language, session.now));
    if (!session.json) std::cout << say(session, "verify.report_written", {options.report}) << '\n';
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
            command.add_option("--report", options.report,
                               "Write what was found as a paper to read (PDF, in the language of --lang)");
        },
        run);
}

}  // namespace sanad::app
