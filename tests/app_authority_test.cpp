// The local authority at the command line: keys issued, revoked and renewed, levels raised, and what verify
// says.
#include <filesystem>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using namespace sanad::test;

namespace {

// An archive with a root of its own passphrase, and a member's key.
class Association {
public:
    Association() {
        put(office / "root.txt", "root passphrase\n");
        REQUIRE(office.run({"init", "--root-passphrase-file", "root.txt"}).exit == 0);
        REQUIRE(office.run({"key", "issue", "--name", member, "--role", "عضو", "-o", "member.p12"}).exit ==
                0);
        REQUIRE(office.run({"form", "blank", "applicant-declaration", "-o", "blank.pdf"}).exit == 0);
    }

    Ran sign(const std::string& file, const std::string& level) {
        put(office / file, contents(office / "blank.pdf"));
        return office.run({"sign", file, "--field", "signature", "--as", "member.p12", "--level", level});
    }

    Json verify(const std::string& file) const {
        return parse_json(office.run({"verify", file, "--json"}).out);
    }

    Json certificates() const {
        return parse_json(office.run({"key", "list", "--json"}).out)["certificates"];
    }

    Office office;
    const std::string member = "فهد بن سالم";
};

int exit_of_shell(const std::string& command) { return run_shell(command).exit; }

}  // namespace

TEST_CASE("sign reaches every level, and upgrade raises later without touching a byte", "[app]") {
    Association at;
    for (const auto& [level, name] : std::vector<std::pair<std::string, std::string>>{
             {"b", "B-B"}, {"t", "B-T"}, {"lt", "B-LT"}, {"lta", "B-LTA"}}) {
        CAPTURE(level);
        REQUIRE(at.sign(level + ".pdf", level).exit == 0);
        const auto report = at.verify(level + ".pdf");
        CHECK(report["verdict"] == "valid");
        CHECK(report["document_signatures"] == 1);
        CHECK(report["signatures"][0]["level"] == name);
    }
    const auto before = contents(at.office / "b.pdf");
    REQUIRE(at.office.run({"sign", "upgrade", "b.pdf", "--level", "lta", "-o", "raised.pdf"}).exit == 0);
    const auto raised = contents(at.office / "raised.pdf");
    CHECK(raised.substr(0, before.size()) == before);
    CHECK(at.verify("raised.pdf")["signatures"][0]["level"] == "B-LTA");
    CHECK(exit_of_shell("qpdf --check " + shell_quoted(at.office / "raised.pdf")) == 0);
    const auto blank = at.office.run({"sign", "upgrade", "blank.pdf", "--level", "lt"});
    CHECK(blank.exit == 3);
    CHECK(blank.errors.find("no signature to raise") != std::string::npos);
    CHECK(at.office.run({"sign", "b.pdf"}).exit == 2);
    CHECK(at.office.run({"sign", "upgrade", "b.pdf"}).exit == 2);
}

TEST_CASE("a revoked key signs no more, and only what was time-stamped before stays valid", "[app]") {
    Association at;
    REQUIRE(at.sign("claimed.pdf", "b").exit == 0);
    REQUIRE(at.sign("stamped.pdf", "t").exit == 0);
    CHECK(at.verify("claimed.pdf")["verdict"] == "valid");
    run_shell("sleep 1");  // a list knows seconds
    REQUIRE(at.office.run({"key", "revoke", at.member, "--reason", "left"}).exit == 0);
    const auto claimed = at.verify("claimed.pdf");
    CHECK(claimed["verdict"] == "indeterminate");
    CHECK(claimed["signatures"][0]["intact"] == true);
    CHECK(claimed["signatures"][0]["sub_indication"] == "REVOKED_NO_POE");
    CHECK(at.verify("stamped.pdf")["verdict"] == "valid");
    const auto refused = at.sign("later.pdf", "b");
    CHECK(refused.exit == 3);
    CHECK(refused.errors.find("revoked") != std::string::npos);
    // The public copy knows it too, and outsiders' tools.
    const auto trust = shell_quoted(at.office.archive() + "/trust.pem");
    const auto outside =
        parse_json(run_shell(shell_quoted(program) + " --archive /nowhere verify --json --trust " + trust +
                             " " + shell_quoted(at.office / "claimed.pdf"))
                       .out);
    CHECK(outside["signatures"][0]["sub_indication"] == "REVOKED_NO_POE");
    REQUIRE(at.office.run({"key", "export", at.member, "-o", "member.pem"}).exit == 0);
    const auto openssl = run_shell("openssl verify -crl_check -CAfile " + trust + " -CRLfile " + trust + " " +
                                   shell_quoted(at.office / "member.pem"));
    CHECK(openssl.errors.find("certificate revoked") != std::string::npos);
}

TEST_CASE("the authority is renewed by its root only, and what it issued before stays valid", "[app]") {
    Association at;
    REQUIRE(at.sign("before.pdf", "lta").exit == 0);
    const auto wrong = at.office.run({"key", "renew", "issuing"});
    CHECK(wrong.exit == 3);
    CHECK(wrong.errors.find("passphrase of the root") != std::string::npos);
    REQUIRE(at.office.run({"key", "renew", "issuing", "--root-passphrase-file", "root.txt"}).exit == 0);
    REQUIRE(at.office.run({"key", "renew", "timestamp", "--root-passphrase-file", "root.txt"}).exit == 0);
    REQUIRE(at.office.run({"key", "renew", "root-list", "--root-passphrase-file", "root.txt"}).exit == 0);
    CHECK(at.verify("before.pdf")["verdict"] == "valid");
    REQUIRE(
        at.office.run({"key", "renew", at.member, "--revoke", "-o", "new.p12", "--kind", "rsa3072"}).exit ==
        0);
    put(at.office / "after.pdf", contents(at.office / "blank.pdf"));
    REQUIRE(at.office.run({"sign", "after.pdf", "--field", "signature", "--as", "new.p12", "--level", "lta"})
                .exit == 0);
    CHECK(at.verify("after.pdf")["verdict"] == "valid");
    // The key of the authority of before still lists its own.
    int revoked = 0, valid = 0;
    for (const auto& one : at.certificates()) {
        revoked += one["status"] == "revoked" ? 1 : 0;
        valid += one["status"] == "valid" ? 1 : 0;
    }
    CHECK(revoked == 1);
    CHECK(valid == 6);  // root, two issuing, two time-stamp, the new member's
    // Without the root's file nothing of this goes.
    std::filesystem::rename(at.office.archive() + "/root-key.pem", at.office / "root-key.pem");
    CHECK(at.office.run({"key", "renew", "issuing", "--root-passphrase-file", "root.txt"}).exit == 3);
    CHECK(at.office
              .run({"key", "renew", "root-list", "--root-key", "root-key.pem", "--root-passphrase-file",
                    "root.txt"})
              .exit == 0);
}

TEST_CASE("the end of a certificate is announced", "[app]") {
    Association at;
    CHECK(at.office.run({"key", "list"}).exit == 0);
    REQUIRE(
        at.office.run({"key", "issue", "--name", "هند", "--role", "عضو", "-o", "hind.p12", "--days", "20"})
            .exit == 0);
    CHECK(at.office.run({"key", "list"}).exit == 1);
    put(at.office / "sheet.pdf", contents(at.office / "blank.pdf"));
    const auto signed_soon = at.office.run({"sign", "sheet.pdf", "--field", "signature", "--as", "hind.p12"});
    CHECK(signed_soon.exit == 0);
    CHECK(signed_soon.errors.find("key renew") != std::string::npos);
}

TEST_CASE("passphrases of key files are changed; a wrong one says so", "[app][hostile]") {
    Association at;
    put(at.office / "new.txt", "another passphrase\n");
    REQUIRE(at.office.run({"key", "passphrase", "member.p12", "--new-passphrase-file", "new.txt"}).exit == 0);
    const auto old = at.sign("one.pdf", "b");
    CHECK(old.exit == 3);
    CHECK(old.errors.find("passphrase of the key file is wrong") != std::string::npos);
    put(at.office / "two.pdf", contents(at.office / "blank.pdf"));
    CHECK(at.office
              .run({"sign", "two.pdf", "--field", "signature", "--as", "member.p12", "--key-passphrase-file",
                    "new.txt"})
              .exit == 0);
    const auto root = at.office.archive() + "/root-key.pem";
    REQUIRE(at.office
                .run({"key", "passphrase", root, "--key-passphrase-file", "root.txt", "--new-passphrase-file",
                      "new.txt"})
                .exit == 0);
    CHECK(at.office.run({"key", "renew", "root-list", "--root-passphrase-file", "root.txt"}).exit == 3);
    CHECK(at.office.run({"key", "renew", "root-list", "--root-passphrase-file", "new.txt"}).exit == 0);
    CHECK(exit_of_shell("openssl pkey -noout -in " + shell_quoted(root) +
                        " -passin 'pass:another passphrase'") == 0);
}

TEST_CASE("an outside authority is trusted once it was imported", "[app]") {
    Association at;
    Association other;
    REQUIRE(other.sign("theirs.pdf", "lt").exit == 0);
    put(at.office / "theirs.pdf", contents(other.office / "theirs.pdf"));
    CHECK(at.verify("theirs.pdf")["verdict"] == "indeterminate");
    REQUIRE(other.office.run({"key", "export", "-o", "authority.pem"}).exit == 0);
    put(at.office / "authority.pem", contents(other.office / "authority.pem"));
    REQUIRE(at.office.run({"key", "import", "authority.pem"}).exit == 0);
    CHECK(at.verify("theirs.pdf")["verdict"] == "valid");
    put(at.office / "rubbish.pem", "no certificate");
    CHECK(at.office.run({"key", "import", "rubbish.pem"}).exit == 3);
}
