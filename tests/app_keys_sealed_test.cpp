// Keys sealed in the archive, and keys that are somewhere else.
#include <filesystem>

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

Json first_line(const Ran& ran) { return parse_json(ran.out.substr(0, ran.out.find('\n'))); }

const std::string name = "نورة بنت صالح الواحاتي";

class Desk {
public:
    Desk() {
        REQUIRE(office.run({"init"}).exit == 0);
        REQUIRE(office.run({"form", "blank", "support-request", "-o", "form.pdf"}).exit == 0);
        test::put(office / "pin", "482913\n");
        test::put(office / "wrong", "000000\n");
    }
    Ran seal() const {
        return office.run({"key", "issue", "--name", name, "--role", "عضو", "--sealed",
                           "--key-passphrase-file", "pin", "--json"});
    }
    Ran sign(const std::string& pin, const std::string& key = "key:" + name) const {
        return office.run({"sign", "form.pdf", "--field", "signature", "--as", key, "--key-passphrase-file",
                           pin, "-o", "signed.pdf"});
    }
    Json key_row() const {
        const auto list = first_line(office.run({"key", "list", "--json"}));
        for (const auto& row : list["certificates"])
            if (row["name"] == name) return row;
        return nullptr;
    }

    Office office;
};

}  // namespace

TEST_CASE("a sealed key signs under its owner's PIN only, and the archive holds nothing else of it",
          "[app]") {
    const Desk at;
    const auto sealed = at.seal();
    CAPTURE(sealed.errors);
    REQUIRE(sealed.exit == 0);
    REQUIRE(at.sign("pin").exit == 0);
    const auto report = first_line(at.office.run({"verify", "signed.pdf", "--json"}));
    CHECK(report["verdict"] == "valid");
    CHECK(report["signatures"][0]["signer"] == name);
    CHECK(report["signatures"][0]["authority"] == "local");
    CHECK(at.sign("pin", first_line(sealed)["key"]).exit == 0);  // by its serial number
    CHECK(at.sign("pin", "key:هند").exit == 3);
    CHECK(at.office.run({"case", "list", "--json"}).out.empty());  // tries are nobody's case
    CHECK(at.office.run({"archive", "check"}).exit == 0);
    test::put(at.office / "short", "12345\n");
    CHECK(at.office
              .run({"key", "issue", "--name", "هند", "--role", "عضو", "--sealed", "--key-passphrase-file",
                    "short"})
              .exit == 3);
    CHECK(at.office.run({"key", "issue", "--name", "هند", "--role", "عضو"}).exit == 3);
}

TEST_CASE("five wrong PINs lock a sealed key, and a right one before that starts anew", "[app][hostile]") {
    const Desk at;
    REQUIRE(at.seal().exit == 0);
    for (int i = 0; i < 3; ++i) CHECK(at.sign("wrong").exit == 3);
    CHECK(at.key_row()["tries_left"] == 2);
    CHECK(at.sign("pin").exit == 0);
    CHECK(at.key_row()["tries_left"] == 5);
    for (int i = 0; i < 5; ++i) CHECK(at.sign("wrong").exit == 3);
    const auto locked = at.sign("pin");
    CHECK(locked.exit == 3);
    CHECK(locked.errors.find("locked") != std::string::npos);
    // A new key for the same owner, and the locked one taken back.
    REQUIRE(
        at.office.run({"key", "renew", name, "--sealed", "--revoke", "--key-passphrase-file", "pin"}).exit ==
        0);
    CHECK(at.sign("pin").exit == 0);
}

TEST_CASE("tries are not given back by an older file, and not without notice by an older folder",
          "[app][hostile]") {
    const Desk at;
    REQUIRE(at.seal().exit == 0);
    const auto before = at.office / "before";
    fs::copy(at.office.archive(), before, fs::copy_options::recursive);
    for (int i = 0; i < 5; ++i) CHECK(at.sign("wrong").exit == 3);
    const auto note = at.office.run({"archive", "log"}).out;
    REQUIRE_FALSE(note.empty());
    test::put(at.office / "note", note);
    const auto tried = at.office / "tried";
    fs::copy(at.office.archive(), tried, fs::copy_options::recursive);
    for (const bool whole : {false, true}) {
        fs::remove_all(at.office.archive());
        fs::copy(tried, at.office.archive(), fs::copy_options::recursive);
        for (const auto& entry : fs::directory_iterator(before))
            if (whole || entry.path().extension() == ".mdb")
                fs::copy(entry.path(), fs::path(at.office.archive()) / entry.path().filename(),
                         fs::copy_options::overwrite_existing | fs::copy_options::recursive);
        CAPTURE(whole);
        const auto seen = whole ? at.office.run({"archive", "log", "verify", "--against", "note"})
                                : at.office.run({"archive", "check"});
        CAPTURE(seen.out, seen.errors);
        CHECK(seen.exit != 0);
    }
}

TEST_CASE("the PIN of a sealed key is changed by who knows it", "[app]") {
    const Desk at;
    REQUIRE(at.seal().exit == 0);
    test::put(at.office / "fresh", "777222\n");
    const auto change = [&](const char* pin) {
        return at.office.run({"key", "passphrase", "key:" + name, "--key-passphrase-file", pin,
                              "--new-passphrase-file", "fresh"});
    };
    CHECK(change("wrong").exit == 3);
    REQUIRE(change("pin").exit == 0);
    CHECK(at.sign("pin").exit == 3);
    CHECK(at.sign("fresh").exit == 0);
}

TEST_CASE("bytes go out and a signature comes in, for keys of both kinds", "[app]") {
    const Desk at;
    const std::string kind = GENERATE(as<std::string>{}, "p256", "rsa3072");
    CAPTURE(kind);
    REQUIRE(at.office
                .run({"key", "issue", "--name", name, "--role", "عضو", "-o", "key.p12", "--kind", kind,
                      "--key-passphrase-file", "pin"})
                .exit == 0);
    const auto here = "cd " + shell_quoted(at.office / "") + " && ";
    REQUIRE(run_shell(here +
                      "openssl pkcs12 -in key.p12 -passin pass:482913 -nodes -nocerts | openssl pkey "
                      "-out key.pem && openssl pkcs12 -in key.p12 -passin pass:482913 -nokeys -clcerts > "
                      "chain.pem && openssl pkcs12 -in key.p12 -passin pass:482913 -nokeys -cacerts >> "
                      "chain.pem")
                .exit == 0);
    const auto honest = test::contents(at.office / "form.pdf");
    const auto begun = at.office.run(
        {"sign", "begin", "form.pdf", "--field", "signature", "--certificate", "chain.pem", "--json"});
    CAPTURE(begun.errors);
    REQUIRE(begun.exit == 0);
    CHECK(test::contents(at.office / "form.pdf") == honest);
    REQUIRE(run_shell(here + "openssl dgst -sha256 -sign key.pem -out value form.pdf.attributes").exit == 0);
    const auto finish = [&](const std::string& value) {
        return at.office.run({"sign", "finish", "form.pdf.session", "--signature", value, "--level", "t"});
    };
    const auto written = test::contents(at.office / "form.pdf.session");
    {
        INFO("a value of something else is not taken");
        test::put(at.office / "other", test::contents(at.office / "value") + "x");
        CHECK(finish("other").exit == 3);
        CHECK(finish("key.p12").exit == 3);
        CHECK(test::contents(at.office / "form.pdf") == honest);
    }
    {
        INFO("a file that was changed since is not signed");
        test::put(at.office / "form.pdf", honest + "\n");
        const auto ran = finish("value");
        CHECK(ran.exit == 3);
        CHECK(ran.errors.find("changed since") != std::string::npos);
        CHECK(test::contents(at.office / "form.pdf") == honest + "\n");
        test::put(at.office / "form.pdf", honest);
    }
    {
        INFO("a session that is over, or that somebody altered, is refused");
        auto session = parse_json(written);
        auto late = session;
        late["expires"] = "2026-01-01T00:00:00Z";
        test::put(at.office / "form.pdf.session", dump_json(late));
        CHECK(finish("value").errors.find("run out") != std::string::npos);
        auto moved = session;
        const auto appended = moved["appended"].get<std::string>();
        moved["appended"] = appended.substr(0, 40) + (appended[40] == '3' ? "4" : "3") + appended.substr(41);
        test::put(at.office / "form.pdf.session", dump_json(moved));
        CHECK(finish("value").exit == 3);
        for (const std::string broken : {"", "{}", "[1]", "{\"format\":\"sanad-signing-session\"}"}) {
            test::put(at.office / "form.pdf.session", broken);
            CHECK(finish("value").exit == 3);
        }
        CHECK(test::contents(at.office / "form.pdf") == honest);
    }
    test::put(at.office / "form.pdf.session", written);
    const auto ran = finish("value");
    CAPTURE(ran.errors);
    REQUIRE(ran.exit == 0);
    const auto report = first_line(at.office.run({"verify", "form.pdf", "--json"}));
    CHECK(report["verdict"] == "valid");
    CHECK(report["signatures"][0]["level"] == "B-T");
    CHECK(finish("value").exit == 3);  // a session ends with its signature
}

TEST_CASE("a browser's ECDSA value, two numbers one after the other, is taken too", "[app]") {
    const Desk at;
    REQUIRE(at.office
                .run({"key", "issue", "--name", name, "--role", "عضو", "-o", "key.p12",
                      "--key-passphrase-file", "pin"})
                .exit == 0);
    const auto here = "cd " + shell_quoted(at.office / "") + " && ";
    REQUIRE(run_shell(here +
                      "openssl pkcs12 -in key.p12 -passin pass:482913 -nodes -nocerts | openssl pkey "
                      "-out key.pem && openssl pkcs12 -in key.p12 -passin pass:482913 -nokeys > chain.pem")
                .exit == 0);
    REQUIRE(at.office.run({"sign", "begin", "form.pdf", "--field", "signature", "--certificate", "chain.pem"})
                .exit == 0);
    // SEQUENCE of two INTEGERs, each brought to 32 bytes.
    REQUIRE(run_shell(
                here +
                "openssl dgst -sha256 -sign key.pem -out der form.pdf.attributes && openssl asn1parse "
                "-inform DER -in der | sed -n 's/.*INTEGER *:\\([0-9A-F]*\\)$/\\1/p' | while read n; do "
                "printf '%64s' \"$n\" | tr ' ' 0; done | basenc --base16 -d > raw && test $(stat -c %s raw) "
                "= 64")
                .exit == 0);
    const auto ran = at.office.run({"sign", "finish", "form.pdf.session", "--signature", "raw"});
    CAPTURE(ran.errors);
    REQUIRE(ran.exit == 0);
    CHECK(first_line(at.office.run({"verify", "form.pdf", "--json"}))["verdict"] == "valid");
}
