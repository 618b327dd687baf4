// Levels B-T, B-LT and B-LTA, judged by verifiers that are not ours: pdfsig, qpdf, openssl.
#include "signing/levels.h"

#include <regex>

#include "signing_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

using signing::Level;

std::string raised(const std::string& pdf, Level level, Moment now = signing_day) {
    const auto stamper = authority().time_stamper();
    return signing::raise_level(pdf, level, *stamper, authority().evidence(now), now);
}

std::string signed_sheet(int members = 1, signing::TimeStamper* stamper = nullptr) {
    std::string pdf = sheet(members);
    for (int i = 1; i <= members; ++i) {
        auto how = options("member-" + std::to_string(i));
        how.stamper = stamper;
        how.certify = i == 1 ? 2 : 0;
        how.lock_fields = {how.field};
        pdf = signing::sign_pdf(pdf, chairman(), how);
    }
    return pdf;
}

void check_outside(const std::string& pdf, int valid) {
    const Folder folder;
    const auto file = folder.put("signed.pdf", pdf);
    const auto qpdf = run("qpdf --check " + file);
    CAPTURE(qpdf.text);
    CHECK(qpdf.code == 0);
    const auto pdfsig = run("pdfsig -nocert " + file);
    CAPTURE(pdfsig.text);
    CHECK(count_of(pdfsig.text, "Signature is Valid") == valid);
    CHECK(count_of(pdfsig.text, "Digest Mismatch") == 0);
}

// The signed bytes and the CMS of every signature whose dictionary has `sub_filter`.
struct Part {
    std::string content;
    std::string cms;
};
std::vector<Part> parts(const std::string& pdf, const std::string& sub_filter) {
    std::vector<Part> found;
    const std::regex range("/SubFilter /" + sub_filter + R"( /ByteRange \[0 (\d+) (\d+) (\d+)\s*\])");
    for (std::sregex_iterator at(pdf.begin(), pdf.end(), range), end; at != end; ++at) {
        const auto head = std::stoul((*at)[1]), tail = std::stoul((*at)[2]), length = std::stoul((*at)[3]);
        Part made{pdf.substr(0, head) + pdf.substr(tail, length), ""};
        for (auto i = head + 1; i + 1 < tail; i += 2)
            made.cms.push_back(static_cast<char>(std::stoi(pdf.substr(i, 2), nullptr, 16)));
        found.push_back(std::move(made));
    }
    return found;
}

std::string roots(const Folder& folder) {
    std::string pem;
    for (const auto& one : authority().trust_pem()) pem += one;
    return folder.put("roots.pem", pem);
}

std::string at_signing_day() { return " -attime " + std::to_string(signing_day.time_since_epoch().count()); }

}  // namespace

TEST_CASE("a signature with a time stamp is B-T for us and whole for others", "[signing]") {
    const auto stamper = authority().time_stamper();
    const auto pdf = signed_sheet(1, stamper.get());
    check_outside(pdf, 1);
    const auto report = verified(pdf);
    CHECK(report.verdict == "valid");
    CHECK(report.signatures.at(0).level == "B-T");
    CHECK(report.signatures.at(0).time_source == "timestamp");
    CHECK(report.signatures.at(0).time == "2026-11-22T09:00:00Z");
}

TEST_CASE("openssl ts accepts the tokens of the local time-stamp authority", "[signing]") {
    const Folder folder;
    const auto pdf = raised(signed_sheet(), Level::t);
    const auto stamps = parts(pdf, "ETSI.RFC3161");
    REQUIRE(stamps.size() == 1);
    auto der = stamps[0].cms;
    der.resize(der.find_last_not_of('\0') + 1);
    const auto token = folder.put("token.der", der);
    const auto content = folder.put("content", stamps[0].content);
    const auto verify = run("openssl ts -verify -in " + token + " -token_in -data " + content + " -CAfile " +
                            roots(folder) + at_signing_day());
    CAPTURE(verify.text);
    CHECK(verify.code == 0);
    const auto other = run("openssl ts -verify -in " + token + " -token_in -data " + token + " -CAfile " +
                           roots(folder) + at_signing_day());
    CHECK(other.code != 0);
}

TEST_CASE("a sheet of five is raised step by step to B-LTA and stays valid", "[signing]") {
    const auto plain = signed_sheet(5);
    std::string before = plain;
    const std::vector<std::pair<Level, std::string>> steps = {
        {Level::t, "B-T"}, {Level::lt, "B-LT"}, {Level::lta, "B-LTA"}};
    for (const auto& [level, name] : steps) {
        CAPTURE(name);
        const auto pdf = raised(before, level);
        REQUIRE(pdf.substr(0, before.size()) == before);
        const auto report = verified(pdf);
        CHECK(report.verdict == "valid");
        CHECK(report.document_signatures == 5);
        for (const auto& signature : report.signatures) {
            CAPTURE(signature.field, signature.sub_indication);
            CHECK(signature.intact);
            CHECK(signature.trusted);
            if (!signature.is_timestamp) CHECK(signature.level == name);
        }
        before = pdf;
    }
    check_outside(before, 5);  // pdfsig looks at people's signatures only
    CHECK(parts(before, "ETSI.RFC3161").size() == 2);
}

TEST_CASE("B-LTA in one step from every kind of input", "[signing]") {
    const auto how =
        GENERATE(as<std::string>{}, "--object-streams=disable", "--object-streams=generate",
                 "--linearize --object-streams=disable", "--linearize --object-streams=generate");
    CAPTURE(how);
    const Folder folder;
    const auto plain = folder.put("plain.pdf", sheet(1));
    REQUIRE(run("qpdf " + how + " " + plain + " " + folder.file("input.pdf")).code == 0);
    const auto stamper = authority().time_stamper();
    auto wanted = options("member-1");
    wanted.stamper = stamper.get();
    const auto input = signing::sign_pdf(read_file(folder.file("input.pdf")), chairman(), wanted);
    const auto pdf = raised(input, Level::lta);
    CHECK(pdf.substr(0, input.size()) == input);
    check_outside(pdf, 1);
    const auto report = verified(pdf);
    CHECK(report.verdict == "valid");
    CHECK(parts(pdf, "ETSI.RFC3161").size() == 1);
}

TEST_CASE("an archive time stamp is renewed with fresh evidence about the last one", "[signing]") {
    auto pdf = raised(signed_sheet(2), Level::lta);
    const auto later = signing_day + std::chrono::days{3 * 365};
    const auto renewed = raised(pdf, Level::lta, later);
    CHECK(renewed.substr(0, pdf.size()) == pdf);
    check_outside(renewed, 2);
    // The members' certificates have expired by then; the time stamps carry them.
    const auto report = verified(renewed, later + std::chrono::days{30});
    CHECK(report.verdict == "valid");
}

TEST_CASE("the security store holds what openssl needs, and no list older than its certificate",
          "[signing]") {
    const auto evidence = authority().evidence(signing_day);
    const Folder folder;
    for (const auto& der : evidence.crls) {
        const auto file = folder.put("list.crl", der);
        CHECK(run("openssl crl -inform DER -noout -in " + file + " -CAfile " + roots(folder)).code == 0);
    }
    const auto early = authority().evidence(signing_day - std::chrono::days{20});
    const auto stamper = authority().time_stamper();
    const auto pdf = signed_sheet();
    std::string message;
    try {
        signing::raise_level(pdf, Level::lt, *stamper, early, signing_day);
    } catch (const Error& error) {
        message = error.message().id;
    }
    CHECK(message == "signing.list_too_old");
}

TEST_CASE("what cannot be raised says why", "[signing][hostile]") {
    const auto stamper = authority().time_stamper();
    const auto message_of = [&](const std::string& pdf, const signing::Evidence& evidence) -> std::string {
        try {
            signing::raise_level(pdf, Level::lta, *stamper, evidence, signing_day);
        } catch (const Error& error) {
            return error.message().id;
        }
        return "raised";
    };
    const auto pdf = signed_sheet();
    CHECK(message_of(sheet(1), authority().evidence(signing_day)) == "signing.nothing_signed");
    CHECK(message_of(pdf, {}) == "signing.no_revocation");
    CHECK(message_of(pdf.substr(0, pdf.size() / 2), {}) == "signing.pdf_damaged");
    CHECK(message_of("", {}) == "signing.pdf_damaged");
    CHECK_FALSE(signing::parse_level("x").has_value());
}

TEST_CASE("a signature whose value comes from elsewhere, later", "[signing]") {
    const auto wanted = options("member-1");
    const auto pending = signing::begin_signature(sheet(1), chairman().certificate_der(),
                                                  chairman().chain_der(), wanted, std::chrono::minutes{10});
    const auto value = chairman().sign(pending.attributes);
    const auto pdf = signing::finish_signature(pending, value, signing_day + std::chrono::minutes{5});
    CHECK(verified(pdf).verdict == "valid");
    check_outside(pdf, 1);
    const auto refused = [&](const std::string& bytes, std::chrono::minutes after) -> std::string {
        try {
            signing::finish_signature(pending, bytes, signing_day + after);
        } catch (const Error& error) {
            return error.message().id;
        }
        return "finished";
    };
    CHECK(refused(value, std::chrono::minutes{11}) == "signing.session_expired");
    CHECK(refused(chairman().sign("something else"), std::chrono::minutes{1}) == "signing.value_wrong");
    CHECK(refused("", std::chrono::minutes{1}) == "signing.value_wrong");
}
