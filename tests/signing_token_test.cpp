// Keys on PKCS#11 tokens, with SoftHSM2 as the token.
#include "signing/token.h"

#include "signing/token_session.h"
#include "signing_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

constexpr const char* library = "/usr/lib/softhsm/libsofthsm2.so";

// A token of its own with one member's key and certificate, made with the tools that others would use.
class SoftToken {
public:
    explicit SoftToken(const std::string& kind) {
        std::filesystem::create_directories(folder_.file("tokens"));
        const auto settings =
            folder_.put("softhsm2.conf", "directories.tokendir = " + folder_.file("tokens") +
                                             "\nobjectstore.backend = file\nlog.level = ERROR\n");
        ::setenv("SOFTHSM2_CONF", settings.c_str(), 1);
        CHECK(run("softhsm2-util --init-token --free --label board --pin 123456 --so-pin 654321").code == 0);
        const auto issued =
            authority().issue_member("سعد بن فهد الراشد", "عضو", "pass phrase", signing_day,
                                     kind == "rsa" ? signing::KeyKind::rsa3072 : signing::KeyKind::p256);
        const auto file = folder_.put("key.p12", issued.pkcs12);
        const auto certificate = folder_.put("certificate.der", issued.certificate_der);
        const auto key = folder_.file("key.pem");
        REQUIRE(run("openssl pkcs12 -in " + file +
                    " -passin 'pass:pass phrase' -nocerts -noenc | openssl pkey -out " + key)
                    .code == 0);
        REQUIRE(run("softhsm2-util --import " + key + " --token board --label signing --id 01 --pin 123456")
                    .code == 0);
        const auto written = run(std::string("pkcs11-tool --module ") + library +
                                 " --token-label board --login --pin 123456 --write-object " + certificate +
                                 " --type cert --id 01 --label signing");
        CAPTURE(written.text);
        REQUIRE(written.code == 0);
    }
    std::string tokens() const { return folder_.file("tokens"); }

private:
    Folder folder_;
};

bool available() {
    if (std::filesystem::exists(library)) return true;
    WARN("skipped: no SoftHSM2 (" << library << ")");
    return false;
}

std::string refusal(const signing::TokenChoice& choice, const std::string& pin) {
    try {
        signing::open_token(choice, pin);
    } catch (const Error& error) {
        return error.message().id;
    }
    return "opened";
}

}  // namespace

TEST_CASE("members sign with keys on tokens, RSA and P-256, several papers with one PIN entry", "[signing]") {
    if (!available()) return;
    const auto kind = GENERATE(as<std::string>{}, "rsa", "p256");
    CAPTURE(kind);
    const SoftToken token(kind);
    const auto signer = signing::open_token({library, "board", "signing"}, "123456");
    CHECK(signer->common_name() == "سعد بن فهد الراشد");
    for (int paper = 1; paper <= 2; ++paper) {
        const auto pdf = signing::sign_pdf(sheet(1), *signer, options("member-1"));
        // The issuers are not on the token; the verifier knows them.
        CHECK(verified(pdf).verdict == "valid");
        const Folder folder;
        CHECK(run("pdfsig -nocert " + folder.put("signed.pdf", pdf)).text.find("Signature is Valid") !=
              std::string::npos);
    }
}

TEST_CASE("a wrong PIN, no token, no key and no library each say so", "[signing][hostile]") {
    if (!available()) return;
    const SoftToken token("p256");
    CHECK(refusal({library, "board", "signing"}, "000000") == "signing.pin_wrong");
    CHECK(refusal({library, "board", "signing"}, "") == "signing.pin_wrong");
    CHECK(refusal({library, "nowhere"}, "123456") == "signing.token_missing");
    CHECK(refusal({library, "board", "other"}, "123456") == "signing.token_no_key");
    CHECK(refusal({"/usr/lib/none.so", "board"}, "123456") == "signing.token_library");
    CHECK(refusal({library}, "123456") == "opened");
}

TEST_CASE("a token that is pulled out leaves the paper unsigned", "[signing][hostile]") {
    if (!available()) return;
    const SoftToken token("p256");
    const auto signer = signing::open_token({library, "board", "signing"}, "123456");
    std::filesystem::remove_all(token.tokens());
    std::string message;
    try {
        signing::sign_pdf(sheet(1), *signer, options("member-1"));
        message = "signed";
    } catch (const Error& error) {
        message = error.message().id;
    }
    CHECK(message == "signing.token_gone");
}

TEST_CASE("what a token answers is told apart", "[signing]") {
    CHECK(signing::token_failure(CKR_PIN_LOCKED, "C_Login", "board").message().id == "signing.pin_locked");
    CHECK(signing::token_failure(CKR_PIN_INCORRECT, "C_Login", "board").message().id == "signing.pin_wrong");
    CHECK(signing::token_failure(CKR_DEVICE_REMOVED, "C_Sign", "board").message().id == "signing.token_gone");
    CHECK(signing::token_failure(CKR_FUNCTION_FAILED, "C_Sign", "board").code() == ErrorCode::external);
}

TEST_CASE("addresses of tokens are those of RFC 7512", "[signing]") {
    const auto full = signing::parse_token_address(
        "pkcs11:token=%D9%85%D8%AC%D9%84%D8%B3;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so");
    REQUIRE(full);
    CHECK(full->token == "مجلس");
    CHECK(full->object == "signing");
    CHECK(full->library == library);
    CHECK(signing::parse_token_address("pkcs11:?module-path=/x.so")->token.empty());
    for (const std::string other : {"", "key.p12", "pkcs11:", "pkcs11:token=board", "pkcs11", "file:x"}) {
        CAPTURE(other);
        CHECK_FALSE(signing::parse_token_address(other).has_value());
    }
}
