// Measured against forgeries and signed files that others made ($SANAD_TEST_DATA).
#include <sys/resource.h>

#include <algorithm>
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

namespace {

// What the makers of the files say of them, flag by flag.
struct Said {
    const char* file;
    const char* field;
    bool intact;
    signing::ChangesAfter changes;
    const char* check;  // one that tells why, empty where nothing has to be told
};

constexpr auto none = signing::ChangesAfter::none;
constexpr auto permitted = signing::ChangesAfter::permitted;
constexpr auto forbidden = signing::ChangesAfter::forbidden;

const Said said[] = {
    {"TeleSec_PKS_eIDAS_QES_CA_1-baseline-b.pdf", "Signature3", true, none, ""},
    {"PAdES-BpB-att-SHA256-SHA3_224withRSA.pdf", "Signature1", false, none, "signature.value"},
    {"PAdES-BpB-att-SHA256-SHA3_256withRSA.pdf", "Signature1", false, none, "signature.value"},
    {"BadEncodedCMS.pdf", "Test Signature", false, none, "signature.cms_readable"},
    {"DSS-1683.pdf", "Signature_0", true, none, "signature.attributes"},
    {"pkcs7-no-message-digest.pdf", "Signature_0", true, none, "signature.attributes"},
    {"DSS-1983.pdf", "Signature1", true, permitted, ""},
    {"DSS-1983.pdf", "Signature2", true, none, ""},
    {"DSS-2821.pdf", "6831d54d-907d-4ddc-8d58-94a6ac69697b", true, permitted, ""},
    {"DSS-2821.pdf", "Signature1", true, forbidden, "signature.changes_after"},
    {"Signature-P-BG_BOR-2.pdf", "Signature1", true, permitted, ""},
    {"Signature-P-BG_BOR-2.pdf", "Signature2", true, none, "signature.algorithm"},
    {"Signature-P-HU_POL-3.pdf", "Signature1", true, permitted, ""},
    {"Signature-P-HU_POL-3.pdf", "Signature2", true, none, ""},
    {"Signature-P-DE_SCI-4.pdf", "Signatur_1459435797602", true, permitted, ""},
    {"Signature-P-DE_SCI-4.pdf", "Signatur_1459438391137", true, none, ""},
    {"pdf-structtreeroot-changes.pdf", "sign3", true, permitted, ""},
    {"pdf-structtreeroot-changes.pdf", "sign4", true, none, ""},
    {"hide.pdf", "Signature1", true, forbidden, "signature.changes_after"},
    {"replace.pdf", "Signature2", true, forbidden, "signature.changes_after"},
    {"pades-signed-annot-added.pdf", "Signature2", true, forbidden, "signature.changes_after"},
    {"pdf-signed-added-page.pdf", "Signature1", true, forbidden, "signature.changes_after"},
    {"pdf-byterange-overlap.pdf", "Signature1", true, permitted, ""},
    {"pdf-byterange-overlap.pdf", "Signature2", false, none, "signature.byte_range"},
    {"pdf-eof.pdf", "Signature1", false, none, "signature.byte_range"},
    {"pdf-signed-corrupted.pdf", "Signature1", false, none, "signature.byte_range"},
    {"pdf-signed-out-of-byteRange.pdf", "Signature1", false, none, "signature.byte_range"},
    {"siwa.pdf", "Signature1", false, none, "signature.byte_range"},
    {"muestra-firmado-firmado.pdf", "Signature1", true, permitted, ""},
    {"muestra-firmado-firmado.pdf", "Signature4", true, none, ""},
    {"pades-revoc-removed-from-dss-dict.pdf", "Signature1", true, permitted, ""},
    {"pades-revoc-removed-from-dss-dict.pdf", "Signature4", true, none, ""},
    {"dss-2058-QC-LTA-test.pdf", "Cryptolog-914858229", true, permitted, ""},
    {"dss-2058-QC-LTA-test.pdf", "Cryptolog-173366828", true, none, ""},
    {"timestamped_and_signed.pdf", "Signature1", true, permitted, ""},
    {"timestamped_and_signed.pdf", "Signature2", true, none, ""},
    {"pdf-with-vri-timestamp.pdf", "Signature2", true, permitted, ""},
    {"pdf-signed-original.pdf", "Signature1", true, none, ""},
};

bool named_in(const signing::SignatureReport& signature, const std::string& check) {
    return check.empty() ||
           std::any_of(signature.checks.begin(), signature.checks.end(), [&](const auto& found) {
               return found.id == check && found.verdict >= Verdict::doubtful;
           });
}

}  // namespace

TEST_CASE("what the makers of signed files say of them is found, flag by flag", "[signing]") {
    const auto folder = test_data("pdf-signatures/signed");
    if (!folder) return;
    std::map<std::string, signing::VerificationReport> reports;
    for (const auto& row : said) {
        CAPTURE(row.file, row.field);
        if (reports.count(row.file) == 0) reports[row.file] = report_of(*folder / row.file);
        int found = 0;
        for (const auto& signature : reports[row.file].signatures) {
            if (signature.field != row.field) continue;
            ++found;
            CHECK(signature.intact == row.intact);
            CHECK(signature.changes_after == row.changes);
            CHECK(named_in(signature, row.check));
        }
        CHECK(found == 1);
    }
}

TEST_CASE("whatever is not intact in signed files of others has a reason with a name", "[signing]") {
    const auto folder = test_data("pdf-signatures/signed");
    if (!folder) return;
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
        if (entry.path().extension() != ".pdf" || entry.path().filename() == "malformed-pades.pdf") continue;
        for (const auto& signature : report_of(entry.path()).signatures) {
            CAPTURE(entry.path().filename().string(), signature.field);
            const bool told = std::any_of(signature.checks.begin(), signature.checks.end(),
                                          [](const auto& check) { return check.verdict == Verdict::failed; });
            CHECK((signature.intact || told));
            CHECK_FALSE(signature.indication.empty());
        }
    }
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
