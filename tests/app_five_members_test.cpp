// Five members with keys of every kind sign one sheet, and verifiers that are not ours agree about it:
// Poppler, OpenSSL, qpdf, and PDFBox with BouncyCastle (tests/java).
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "program.h"

using namespace sanad;
using test::Office;
using test::Ran;
using test::run_shell;
using test::shell_quoted;

namespace {

namespace fs = std::filesystem;

constexpr const char* token_library = "/usr/lib/softhsm/libsofthsm2.so";

Json first_line(const Ran& ran) { return parse_json(ran.out.substr(0, ran.out.find('\n'))); }

int count_of(const std::string& text, const std::string& part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

// Debian's jars, which scripts/install-dependencies.sh brings.
class JavaChecker {
public:
    JavaChecker() {
        for (const char* jar : {"pdfbox2", "fontbox2", "commons-logging", "bcprov", "bcpkix", "bcutil"}) {
            const std::string path = std::string("/usr/share/java/") + jar + ".jar";
            INFO("missing: " << path << "; run scripts/install-dependencies.sh");
            REQUIRE(fs::exists(path));
            path_ += path + ":";
        }
        const auto made =
            run_shell("ecj -17 -proc:none -nowarn -cp " + path_ + " -d " + shell_quoted(folder_.path()) +
                      " " SANAD_SOURCE_DIR "/tests/java/PdfSignatureCheck.java");
        CAPTURE(made.out, made.errors);
        REQUIRE(made.exit == 0);
    }
    Ran check(const std::string& trust, const std::string& pdf) const {
        return run_shell("java -cp " + path_ + shell_quoted(folder_.path()) + " PdfSignatureCheck " +
                         shell_quoted(trust) + " " + shell_quoted(pdf));
    }

private:
    test::Folder folder_;
    std::string path_;
};

// A member's key, made as a file and then moved to a token.
void move_to_token(const Office& office, const std::string& key, const std::string& label) {
    const auto here = "cd " + shell_quoted(office / "") + " && ";
    const auto ran = run_shell(
        here + "softhsm2-util --init-token --free --label " + label +
        " --pin 123456 --so-pin 654321 && openssl pkcs12 -in " + key +
        " -passin pass:four-words-of-it -nocerts -noenc | openssl pkey -out key.pem && openssl pkcs12 -in " +
        key +
        " -passin pass:four-words-of-it -nokeys -clcerts | openssl x509 -outform DER -out certificate.der && "
        "softhsm2-util --import key.pem --token " +
        label + " --label signing --id 01 --pin 123456 && pkcs11-tool --module " + token_library +
        " --token-label " + label +
        " --login --pin 123456 --write-object certificate.der --type cert --id 01 --label signing && rm " +
        key + " key.pem");
    CAPTURE(ran.out, ran.errors);
    REQUIRE(ran.exit == 0);
}

void use_tokens_in(const Office& office) {
    fs::create_directories(office / "tokens");
    test::put(office / "softhsm2.conf", "directories.tokendir = " + (office / "tokens") +
                                            "\nobjectstore.backend = file\nlog.level = ERROR\n");
    ::setenv("SOFTHSM2_CONF", (office / "softhsm2.conf").c_str(), 1);
}

}  // namespace

TEST_CASE("five members with keys of every kind sign one sheet, and other people's verifiers agree",
          "[app]") {
    INFO("missing: " << token_library << "; run scripts/install-dependencies.sh");
    REQUIRE(fs::exists(token_library));
    const JavaChecker java;
    const Office office;
    use_tokens_in(office);
    REQUIRE(office.run({"init", "--association", "جمعية الواحة"}).exit == 0);
    test::put(office / "secret", "four-words-of-it\n");
    test::put(office / "pin", "123456\n");
    const auto made =
        first_line(office.run({"approval", "new", test::samples + "/policy.toml", "-o", "s.pdf", "--json"}));
    const std::string id = made["case"];
    const auto status = first_line(office.run({"approval", "status", id, "--json"}));
    const auto& members = status["members"];
    REQUIRE(members.size() == 5);

    struct Holder {
        const char* where;  // "file", "token", "sealed"
        const char* kind;
    };
    const std::vector<Holder> holders = {
        {"file", "p256"}, {"file", "rsa3072"}, {"token", "p256"}, {"token", "rsa3072"}, {"sealed", "p256"}};
    for (std::size_t i = 0; i < holders.size(); ++i) {
        const std::string name = members[i]["name"], file = "key" + std::to_string(i) + ".p12",
                          label = "board" + std::to_string(i);
        std::string as = file;
        std::vector<std::string> issue = {"key",    "issue",         "--name",
                                          name,     "--role",        members[i]["role"],
                                          "--kind", holders[i].kind, "--key-passphrase-file",
                                          "secret"};
        if (holders[i].where == std::string("sealed")) {
            issue.emplace_back("--sealed");
            as = "key:" + name;
        } else {
            issue.insert(issue.end(), {"-o", file});
        }
        const auto issued = office.run(issue);
        CAPTURE(issued.errors, as);
        REQUIRE(issued.exit == 0);
        const bool token = holders[i].where == std::string("token");
        if (token) {
            move_to_token(office, file, label);
            as = "pkcs11:token=" + label + "?module-path=" + token_library;
        }
        const auto ran =
            office.run({"sign", "s.pdf", "--as", as, "--key-passphrase-file", token ? "pin" : "secret"});
        CAPTURE(ran.errors);
        REQUIRE(ran.exit == 0);
    }
    const auto raised = office.run({"sign", "upgrade", "s.pdf", "--level", "lta"});
    CAPTURE(raised.errors);
    REQUIRE(raised.exit == 0);

    const auto pdf = office / "s.pdf";
    const auto report = first_line(office.run({"verify", "s.pdf", "--json"}));
    CHECK(report["verdict"] == "valid");
    CHECK(report["document_signatures"] == 5);
    for (const auto& signature : report["signatures"])
        if (signature["kind"] == "signature") CHECK(signature["level"] == "B-LTA");
    CHECK(first_line(office.run({"case", "show", id, "--json"}))["state"] == "adopted");

    CHECK(count_of(run_shell("pdfsig " + shell_quoted(pdf)).out, "Signature is Valid") >= 5);
    CHECK(run_shell("qpdf --check " + shell_quoted(pdf)).exit == 0);
    const auto outside = java.check(office.archive() + "/trust.pem", pdf);
    CAPTURE(outside.out, outside.errors);
    CHECK(outside.exit == 0);
    CHECK(count_of(outside.out, "ok ") == 7);  // five signatures, two time stamps
    CHECK(count_of(outside.out, "ok time stamp") == 2);

    // A checker that could not fail would agree with anything.
    auto forged = test::contents(pdf);
    forged[9000] = static_cast<char>(forged[9000] ^ 1);
    test::put(office / "forged.pdf", forged);
    CHECK(java.check(office.archive() + "/trust.pem", office / "forged.pdf").exit == 1);
}
