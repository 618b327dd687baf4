#include "signing_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

std::string message_of(const std::string& bytes, const std::string& passphrase) {
    try {
        signing::open_pkcs12(bytes, passphrase);
    } catch (const Error& error) {
        return error.message().id;
    }
    return "opened";
}

}  // namespace

TEST_CASE("a key file opens with its passphrase only", "[signing][hostile]") {
    const auto issued =
        authority().issue_member("هند بنت سالم", "أمين السر", "عبارة مرور طويلة", signing_day);
    CHECK(message_of(issued.pkcs12, "عبارة مرور طويلة") == "opened");
    CHECK(message_of(issued.pkcs12, "عبارة مرور طويل") == "signing.passphrase_wrong");
    CHECK(message_of(issued.pkcs12, "") == "signing.passphrase_wrong");
    CHECK(message_of("", "x") == "signing.key_file_unreadable");
    CHECK(message_of("not a key file", "x") == "signing.key_file_unreadable");
    CHECK(message_of(issued.pkcs12.substr(0, issued.pkcs12.size() - 10), "عبارة مرور طويلة") ==
          "signing.key_file_unreadable");
}

TEST_CASE("certificates follow RFC 5280 and lead to the root", "[signing]") {
    const Folder folder;
    const auto issued = authority().issue_member("Salem Al-Harbi", "Treasurer", "pass", signing_day,
                                                 signing::KeyKind::p256, 365);
    const auto trust = authority().trust_pem();
    REQUIRE(trust.size() == 2);
    const auto root = folder.put("root.pem", trust[0]);
    const auto issuing = folder.put("issuing.pem", trust[1]);
    const auto leaf = folder.put("leaf.der", issued.certificate_der);
    const auto at = std::to_string(signing_day.time_since_epoch().count());
    const auto verify = run("openssl verify -x509_strict -attime " + at + " -CAfile " + root +
                            " -untrusted " + issuing + " " + leaf);
    CAPTURE(verify.text);
    CHECK(verify.code == 0);
    const auto text = run("openssl x509 -inform DER -noout -text -in " + leaf).text;
    CAPTURE(text);
    CHECK(text.find("Digital Signature, Non Repudiation") != std::string::npos);
    CHECK(text.find("CA:FALSE") != std::string::npos);
    CHECK(text.find("Authority Key Identifier") != std::string::npos);
    CHECK(text.find("Subject Key Identifier") != std::string::npos);
    CHECK(issued.serial_hex.size() == 40);
}

TEST_CASE("a name in two scripts, an empty one and one too long get no certificate", "[signing][hostile]") {
    const auto issue = [](const std::string& name) -> std::string {
        try {
            authority().issue_member(name, "", "pass", signing_day);
        } catch (const Error& error) {
            return error.message().id;
        }
        return "issued";
    };
    CHECK(issue("سالم Salem") == "signing.name_scripts");
    CHECK(issue("   ") == "signing.name_empty");
    CHECK(issue(std::string(65, 'a')) == "signing.name_too_long");
    CHECK(issue("سالم بن علي (2)") == "issued");
}

TEST_CASE("a damaged authority is told apart from a sound one", "[signing][hostile]") {
    const auto sound = signing::make_authority("Jamiyat al-Amal", signing_day);
    CHECK_NOTHROW(signing::Authority(sound));
    auto other_key = sound;
    other_key.issuing_key_der = sound.root_key_der;
    auto no_key = sound;
    no_key.issuing_key_der = "";
    auto no_certificate = sound;
    no_certificate.root_certificate_der.resize(20);
    for (const auto& broken : {other_key, no_key, no_certificate}) {
        try {
            signing::Authority made(broken);
            FAIL("accepted");
        } catch (const Error& error) {
            CHECK(error.code() == ErrorCode::corrupt);
        }
    }
}
