// Signing, judged by verifiers that are not ours: pdfsig, qpdf, openssl.
#include <regex>

#include <catch2/catch.hpp>

#include "signing_forged_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

// The signed bytes and the CMS of every signature, taken out of the file by its text.
struct Extracted {
    std::string content;
    std::string cms;
};

std::vector<Extracted> extract(const std::string& pdf) {
    std::vector<Extracted> found;
    const std::regex range(R"(/ByteRange \[0 (\d+) (\d+) (\d+)\s*\])");
    for (std::sregex_iterator at(pdf.begin(), pdf.end(), range), end; at != end; ++at) {
        const auto head = std::stoul((*at)[1]), tail = std::stoul((*at)[2]), length = std::stoul((*at)[3]);
        Extracted made{pdf.substr(0, head) + pdf.substr(tail, length), ""};
        for (auto i = head + 1; i + 1 < tail; i += 2)
            made.cms.push_back(static_cast<char>(std::stoi(pdf.substr(i, 2), nullptr, 16)));
        found.push_back(std::move(made));
    }
    return found;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const auto& part : parts) all += part;
    return all;
}

void check_with_outside_verifiers(const std::string& pdf, int signatures) {
    const Folder folder;
    const auto file = folder.put("signed.pdf", pdf);
    const auto roots = folder.put("roots.pem", joined(authority().trust_pem()));
    const auto qpdf = run("qpdf --check " + file);
    CAPTURE(qpdf.text);
    CHECK(qpdf.code == 0);
    const auto pdfsig = run("pdfsig -nocert " + file);
    CAPTURE(pdfsig.text);
    CHECK(count_of(pdfsig.text, "Signature is Valid") == signatures);
    CHECK(count_of(pdfsig.text, "ETSI.CAdES.detached") == signatures);
    const auto parts = extract(pdf);
    REQUIRE(static_cast<int>(parts.size()) == signatures);
    for (const auto& part : parts) {
        const auto content = folder.put("content", part.content);
        const auto cms = folder.put("cms.der", part.cms);
        const auto openssl =
            run("openssl cms -verify -cades -binary -inform DER -in " + cms + " -content " + content +
                " -CAfile " + roots + " -purpose any -attime " +
                std::to_string(signing_day.time_since_epoch().count()) + " -out " + folder.file("out"));
        CAPTURE(openssl.text);
        CHECK(openssl.code == 0);
        CHECK(run("openssl cms -cmsout -print -inform DER -in " + cms).text.find("signingTime") ==
              std::string::npos);
    }
}

}  // namespace

TEST_CASE("one signature is valid for pdfsig, qpdf, openssl and ourselves", "[signing]") {
    const auto paper = sheet(1);
    const auto pdf = signing::sign_pdf(paper, chairman(), options("member-1"));
    CHECK(pdf.substr(0, paper.size()) == paper);
    check_with_outside_verifiers(pdf, 1);
    const auto report = verified(pdf);
    CHECK(report.verdict == "valid");
    REQUIRE(report.signatures.size() == 1);
    CHECK(report.document_signatures == 1);
    CHECK(report.signatures[0].field == "member-1");
    CHECK(report.signatures[0].signer == "سعد بن فهد الراشد");
    CHECK(report.signatures[0].level == "B-B");
    CHECK(report.signatures[0].covers == "whole-file");
    CHECK(report.signatures[0].time == "2026-11-22T09:00:00Z");
    CHECK(report.signatures[0].time_source == "claimed");
    CHECK(report.signatures[0].indication == "TOTAL-PASSED");
}

TEST_CASE("five members, P-256 and RSA, sign one certified sheet and all stay valid", "[signing]") {
    std::string pdf = sheet(5);
    const auto by_rsa = member("هند بنت سالم القحطاني", signing::KeyKind::rsa3072);
    for (int i = 1; i <= 5; ++i) {
        const auto before = pdf;
        auto how = options("member-" + std::to_string(i));
        if (i == 1) how.certify = 2;
        how.lock_fields = {how.field};
        pdf = signing::sign_pdf(pdf, i % 2 == 0 ? *by_rsa : chairman(), how);
        REQUIRE(pdf.substr(0, before.size()) == before);
    }
    check_with_outside_verifiers(pdf, 5);
    const auto report = verified(pdf);
    CHECK(report.verdict == "valid");
    REQUIRE(report.signatures.size() == 5);
    for (int i = 0; i < 5; ++i) {
        const auto& signature = report.signatures[static_cast<std::size_t>(i)];
        CAPTURE(i, signature.sub_indication);
        CHECK(signature.intact);
        CHECK(signature.trusted);
        CHECK(signature.changes_after ==
              (i == 4 ? signing::ChangesAfter::none : signing::ChangesAfter::permitted));
    }
}

TEST_CASE("files with tables, xref streams, object streams and linearised ones are signed twice",
          "[signing]") {
    const auto [name, how] = GENERATE(table<std::string, std::string>({
        {"table", "--object-streams=disable"},
        {"object streams", "--object-streams=generate"},
        {"linearised with a table", "--linearize --object-streams=disable"},
        {"linearised with object streams", "--linearize --object-streams=generate"},
        {"linearised as Acrobat does", "--linearize --object-streams=generate"},
        {"hybrid", "--object-streams=disable"},
    }));
    CAPTURE(name);
    const Folder folder;
    const auto plain = folder.put("plain.pdf", sheet(2));
    REQUIRE(run("qpdf " + how + " " + plain + " " + folder.file("input.pdf")).code == 0);
    auto input = read_file(folder.file("input.pdf"));
    // A trailer behind the last cross-reference stream.
    if (name == "linearised as Acrobat does")
        input.insert(input.rfind("startxref"), "trailer\n<< /Size 6 >>\n");
    if (name == "hybrid") input = hybrid(input);
    auto pdf = signing::sign_pdf(input, chairman(), options("member-1"));
    pdf = signing::sign_pdf(pdf, chairman(), options("member-2"));
    CHECK(pdf.substr(0, input.size()) == input);
    check_with_outside_verifiers(pdf, 2);
    CHECK(verified(pdf).verdict == "valid");
}

TEST_CASE("an applicant's one-time signature is valid days after its certificate expired", "[signing]") {
    const auto signer = authority().one_time_signer("نورة بنت خالد الزهراني", "2026-000017", signing_day, 15);
    const auto pdf = signing::sign_pdf(sheet(1), *signer, options("member-1"));
    check_with_outside_verifiers(pdf, 1);
    const auto report = verified(pdf, signing_day + std::chrono::days{30});
    CHECK(report.verdict == "valid");
    CHECK(report.signatures[0].time_source == "claimed");
    CHECK(has_check(report.signatures[0], "signature.claimed_time", Verdict::noted));
    CHECK(verified(pdf, signing_day - std::chrono::days{1}).verdict == "indeterminate");
}

TEST_CASE("a member's expired certificate without a proof of time is no final word", "[signing]") {
    const auto pdf = signing::sign_pdf(sheet(1), chairman(), options("member-1"));
    const auto report = verified(pdf, signing_day + std::chrono::days{800});
    CHECK(report.verdict == "indeterminate");
    CHECK(report.signatures[0].intact);
    CHECK(report.signatures[0].sub_indication == "OUT_OF_BOUNDS_NO_POE");
}

TEST_CASE("a certificate of nobody we trust is indeterminate and still intact", "[signing]") {
    const auto pdf = signing::sign_pdf(sheet(1), chairman(), options("member-1"));
    const auto report = signing::verify_pdf(pdf, {.trusted_pem = {}, .now = signing_day});
    CHECK(report.verdict == "indeterminate");
    CHECK(report.signatures[0].intact);
    CHECK_FALSE(report.signatures[0].trusted);
}

TEST_CASE("what cannot be signed says why", "[signing][hostile]") {
    const auto message_of = [](const std::string& pdf, const signing::SignOptions& how) {
        try {
            signing::sign_pdf(pdf, chairman(), how);
        } catch (const Error& error) {
            return error.message().id;
        }
        return std::string("signed");
    };
    const auto paper = sheet(2);
    const auto once = signing::sign_pdf(paper, chairman(), options("member-1"));
    auto certified = options("member-2");
    certified.certify = 1;
    auto early = options("member-1");
    early.now = signing_day - std::chrono::days{20};
    auto late = options("member-1");
    late.now = signing_day + std::chrono::days{3000};
    auto locking = options("member-1");
    locking.lock_fields = {"member-2"};
    auto closing = options("member-1");
    closing.certify = 1;
    auto drawn = options("member-1");
    drawn.strokes.clear();
    drawn.drawn_png = "no picture";
    CHECK(message_of(paper, drawn) == "signing.picture_unreadable");
    const Folder folder;
    folder.put("plain.pdf", paper);
    REQUIRE(
        run("qpdf --encrypt '' owner 256 -- " + folder.file("plain.pdf") + " " + folder.file("locked.pdf"))
            .code == 0);

    CHECK(message_of(paper, options("nobody")) == "signing.no_such_field");
    CHECK(message_of(paper, options("note")) == "signing.no_such_field");
    CHECK(message_of(once, options("member-1")) == "signing.field_signed");
    CHECK(message_of(once, certified) == "signing.certify_not_first");
    CHECK(message_of(paper, early) == "signing.not_yet_valid");
    CHECK(message_of(paper, late) == "signing.certificate_expired");
    CHECK(message_of(signing::sign_pdf(paper, chairman(), locking), options("member-2")) ==
          "signing.field_locked");
    CHECK(message_of(signing::sign_pdf(paper, chairman(), closing), options("member-2")) ==
          "signing.document_closed");
    CHECK(message_of(read_file(folder.file("locked.pdf")), options("member-1")) == "signing.pdf_encrypted");
    CHECK(message_of("", options("member-1")) == "signing.pdf_damaged");
    CHECK(message_of("%PDF-1.7\n%%EOF\n", options("member-1")) == "signing.pdf_damaged");
    CHECK(message_of(paper.substr(0, paper.size() / 2), options("member-1")) == "signing.pdf_damaged");
    CHECK(message_of("junk" + paper, options("member-1")) == "signing.pdf_damaged");
}

TEST_CASE("a field locked by name does not lock its longer namesake", "[signing]") {
    auto how = options("member-1");
    how.lock_fields = {"member-1"};
    const auto paper = sheet(11);
    const auto pdf = signing::sign_pdf(paper, chairman(), how);
    const auto twice = signing::sign_pdf(pdf, chairman(), options("member-11"));
    CHECK(verified(twice).verdict == "valid");
}
