#include "app/export_guide.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "app/authority_store.h"
#include "app/worker.h"
#include "signing/evidence.h"
#include "signing/pieces.h"
#include "signing/verify.h"

namespace sanad::app {
namespace {

using signing::SignaturePieces;
using signing::SignatureReport;
using signing::Span;

constexpr const char* certificates_name = "certificates.pem";
constexpr const char* lists_name = "lists.pem";

std::string quoted(const std::string& text) {
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '/' || c >= 0x80;
    });
    if (plain && text.front() != '-') return text;
    std::string made = "'";
    for (const char c : text) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return made + "'";
}

std::string taken(const std::string& file, const Span& span) {
    return fmt::format("head -c {} {} | tail -c {}", span.begin + span.length, file, span.length);
}

class Guide final : public storage::ExportGuide {
public:
    Guide(const Session& session, const storage::Archive& archive)
        : worker_({session.program}),
          trust_(trust_text(archive, session.now)),
          known_(registered_certificates(archive)),
          now_(session.now) {
        say("bundle.signatures");
        say("bundle.authority");
        command(fmt::format("openssl x509 -in {} -noout -subject -fingerprint -sha256", certificates_name));
        say("bundle.folder");
        command("mkdir -p check");
    }

    void look_at(const std::string& name, std::string_view bytes) override {
        ++number_;
        if (bytes.rfind("%PDF", 0) == 0) look_at_pdf(name, bytes);
    }

    std::vector<storage::ExportedFile> files() override {
        const auto parts = signing::read_evidence(trust_);
        std::string certificates, lists;
        for (const auto& der : parts.certificates) certificates += signing::certificate_pem(der);
        for (const auto& der : parts.crls) lists += signing::crl_pem(der);
        return {{certificates_name, certificates}, {lists_name, lists}};
    }

    std::string how_to_verify() override {
        say("bundle.end");
        return text_;
    }

private:
    // In both languages: whoever opens it later may read only one.
    void say(const char* id, const std::vector<std::string>& arguments = {}) {
        text_ += "\n" + message(id, Language::ar, arguments) + "\n\n" + message(id, Language::en, arguments) +
                 "\n\n";
    }
    void command(const std::string& line) { text_ += "       " + line + "\n"; }

    void look_at_pdf(const std::string& file, std::string_view bytes) {
        signing::VerificationReport report;
        std::vector<SignaturePieces> pieces;
        try {
            report =
                worker_.verify(file, bytes, {trust_}, iso_moment(now_)).get<signing::VerificationReport>();
            pieces = worker_.signature_pieces(file, bytes).get<std::vector<SignaturePieces>>();
        } catch (const Error&) {
            return say("bundle.unreadable", {file});
        }
        if (pieces.empty() || pieces.size() != report.signatures.size()) return;
        const auto name = quoted(file);
        say("bundle.file", {file});
        command("pdfsig " + name);
        for (std::size_t i = 0; i < pieces.size(); ++i)
            signature(name, fmt::format("check/{}.{}", number_, i + 1), pieces[i], report.signatures[i]);
    }

    void signature(const std::string& name, const std::string& part, const SignaturePieces& pieces,
                   const SignatureReport& report) {
        const char* kind = pieces.is_timestamp ? "bundle.stamp" : "bundle.signature";
        say(kind, {pieces.field, report.signer, report.time});
        if (pieces.digits.length == 0 || pieces.value.length == 0)
            return say("bundle.no_pieces", {pieces.field});
        if (!report.intact) say("bundle.broken");
        if (!report.trusted) say("bundle.untrusted");
        command(fmt::format("head -c {} {} > {}.bytes", pieces.before.length, name, part));
        command(fmt::format("{} >> {}.bytes", taken(name, pieces.behind), part));
        command(
            fmt::format("{} | tr a-f A-F | basenc --base16 -d > {}.der", taken(name, pieces.digits), part));
        if (pieces.is_timestamp) return stamp(part + ".der", "-data " + part + ".bytes", report.time);
        signed_data(part, pieces, report);
        if (!pieces.token) return;
        say("bundle.token");
        command(fmt::format("{} > {}.value", taken(part + ".der", pieces.value), part));
        command(fmt::format("{} > {}.tst", taken(part + ".der", *pieces.token), part));
        stamp(part + ".tst", "-data " + part + ".value", report.time);
    }

    std::string at(const std::string& time) const {
        const auto moment = parse_iso_moment(time).value_or(now_);
        return fmt::format("-attime {}", moment.time_since_epoch().count());
    }

    void signed_data(const std::string& part, const SignaturePieces& pieces, const SignatureReport& report) {
        const auto trusting =
            report.trusted ? fmt::format("-CAfile {} -purpose any {}", certificates_name, at(report.time))
                           : std::string("-noverify");
        // Without a path openssl does not check as CAdES either; it refuses the two together.
        command(fmt::format(
            "openssl cms -verify {}-binary -inform DER -in {}.der -content {}.bytes {} "
            "-signer {}.pem -out {}.out",
            pieces.is_cades && report.trusted ? "-cades " : "", part, part, trusting, part, part));
        command(fmt::format("openssl x509 -in {}.pem -noout -subject -issuer -dates", part));
        if (report.authority != "local") return say("bundle.outside");
        for (const auto& one : known_)
            if (one.summary.name == report.signer && one.revoked_at)
                say("bundle.revoked", {iso_moment(*one.revoked_at)});
        command(
            fmt::format("openssl verify -no_check_time -crl_check_all -purpose any -CAfile {} -CRLfile {} "
                        "{}.pem",
                        certificates_name, lists_name, part));
    }

    void stamp(const std::string& token, const std::string& over, const std::string& time) {
        command(fmt::format("openssl ts -verify -token_in -in {} {} -CAfile {} {}", token, over,
                            certificates_name, at(time)));
        command(fmt::format("openssl ts -reply -token_in -in {} -text", token));
    }

    Worker worker_;
    std::string trust_;
    std::vector<RegisteredCertificate> known_;
    Moment now_;
    int number_ = 0;  // of the file
    std::string text_;
};

}  // namespace

std::unique_ptr<storage::ExportGuide> guide_for(const Session& session, const storage::Archive& archive) {
    return std::make_unique<Guide>(session, archive);
}

}  // namespace sanad::app
