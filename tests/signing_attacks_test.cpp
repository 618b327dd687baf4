// Measured against forgeries and signed files that others made ($SANAD_TEST_DATA).
#include <sys/resource.h>

#include <fstream>
#include <map>
#include <sstream>

#include "signing_papers.h"
#include "test_data.h"

using namespace sanad;
using namespace sanad::test;

namespace {

signing::VerificationReport report_of(const std::filesystem::path& file) {
    return signing::verify_pdf(read_file(file.string()), {.trusted_pem = {}, .now = signing_day});
}

bool tells(const signing::VerificationReport& report) {
    if (report.verdict == "invalid") return true;
    for (const auto& signature : report.signatures)
        if (!signature.intact || signature.changes_after == signing::ChangesAfter::forbidden) return true;
    return false;
}

// Something is said about the file beyond the unknown certificate.
bool flagged(const signing::VerificationReport& report) {
    bool found = !report.checks.empty();
    for (const auto& signature : report.signatures)
        for (const auto& check : signature.checks)
            found =
                found || (check.verdict >= Verdict::doubtful && check.id != "signature.certificate_trust");
    return found;
}

}  // namespace

TEST_CASE("forgeries made by others are refused, honest changes are not", "[signing][hostile]") {
    const auto folder = test_data("pdf-signatures/attacks");
    if (!folder) return;
    std::ifstream table(*folder / "EXPECTED.tsv");
    std::map<std::string, int> counted;
    for (std::string line; std::getline(table, line);) {
        std::istringstream columns(line);
        std::string name, kind, expected;
        std::getline(columns, name, '\t');
        std::getline(columns, kind, '\t');
        std::getline(columns, expected, '\t');
        if (name == "file") continue;
        CAPTURE(name, kind);
        const auto report = report_of(*folder / name);
        CHECK(report.verdict != "valid");  // nobody is trusted here
        if (expected == "REJECT") CHECK(tells(report));
        if (expected == "WARN") CHECK(flagged(report));
        if (expected == "ACCEPT") CHECK_FALSE(tells(report));
        ++counted[expected];
    }
    CHECK(counted["REJECT"] > 20);
}

TEST_CASE("signed files made by others are read without a fault of ours", "[signing]") {
    const auto folder = test_data("pdf-signatures/signed");
    if (!folder) return;
    int files = 0;
    int intact = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
        if (entry.path().extension() != ".pdf") continue;
        CAPTURE(entry.path().filename().string());
        ++files;
        try {
            const auto report = report_of(entry.path());
            CHECK(report.verdict != "valid");
            for (const auto& signature : report.signatures) intact += signature.intact ? 1 : 0;
        } catch (const Error& error) {
            CHECK(error.message().id == "signing.no_pdf");
        }
    }
    CHECK(files >= 100);
    CHECK(intact >= 65);
}

TEST_CASE("hostile files end in a report or an error, within limits", "[signing][hostile]") {
    const auto folder = test_data("pdf-hostile");
    if (!folder) return;
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        [[maybe_unused]] const rlimit memory{2u << 30, 2u << 30};
        const rlimit seconds{30, 30};
#if !defined(__SANITIZE_ADDRESS__)  // which maps terabytes of shadow memory
        ::setrlimit(RLIMIT_AS, &memory);
#endif
        ::setrlimit(RLIMIT_CPU, &seconds);
        for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
            try {
                if (entry.path().extension() == ".pdf" && report_of(entry.path()).verdict == "valid")
                    ::_exit(2);
            } catch (const Error&) {
                continue;
            } catch (...) {
                ::_exit(3);
            }
        }
        ::_exit(0);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}
