// sanad sign begin | finish: bytes out, signature in, for a key that is somewhere else (a browser, a remote
// service, another machine).
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/command_sign.h"
#include "app/signing_session.h"
#include "app/worker.h"
#include "core/files.h"
#include "core/hash.h"
#include "signing/authority.h"
#include "signing/evidence.h"
#include "signing/verify.h"

namespace sanad::app {
namespace {

struct BeginOptions {
    std::string file;
    std::string certificate;
    std::string session;
    std::string attributes;
    int minutes = 10;
    WordsOptions words;
};
struct FinishOptions {
    std::string session;
    std::string signature;
    std::string output;
    LevelOptions level;
};

// Known by its certificate only: the key is elsewhere.
class AbsentSigner final : public signing::Signer {
public:
    explicit AbsentSigner(std::vector<std::string> certificates)
        : name_(signing::summary_of(certificates.at(0)).name), certificates_(std::move(certificates)) {}

    std::string certificate_der() const override { return certificates_.front(); }
    std::vector<std::string> chain_der() const override {
        return {certificates_.begin() + 1, certificates_.end()};
    }
    std::string common_name() const override { return name_; }
    std::string sign(std::string_view) override {
        throw Error(ErrorCode::unsupported, "the key of " + name_ + " is elsewhere");
    }

private:
    std::string name_;
    std::vector<std::string> certificates_;
};

Exit begin(const Session& session, const BeginOptions& options) {
    auto certificates = signing::read_evidence(read_file(options.certificate, 1 << 20)).certificates;
    if (certificates.empty())
        throw Error(ErrorCode::bad_input, "no certificate", Where{options.certificate},
                    UserMessage{"signing.certificate_unreadable", {}});
    const auto desk = open_signing_desk(session, std::make_unique<AbsentSigner>(certificates), false, "");
    const auto pdf = read_file(options.file, largest_pdf);
    const auto fields = Worker({session.program}).signature_fields(options.file, pdf);
    const auto plan = plan_for(session, desk, options.file, options.words.field, pdf);
    if (plan.field.empty()) throw CLI::RequiredError("--field");
    const auto pending = signing::begin_signature(
        pdf, desk.signer->certificate_der(), desk.signer->chain_der(),
        sign_options(session, options.words, desk, plan, *desk.signer, options.file, fields),
        std::chrono::minutes{options.minutes});
    const auto file = options.session.empty() ? options.file + ".session" : options.session;
    const auto attributes = options.attributes.empty() ? options.file + ".attributes" : options.attributes;
    write_session(file, {std::filesystem::absolute(options.file).string(), sha256_hex(pdf), pdf.size(),
                         plan.field, options.words.act(), options.words.reason, certificates, pending});
    write_file(attributes, pending.attributes);
    if (session.json)
        print_json({{"session", file},
                    {"attributes", attributes},
                    {"sha256", sha256_hex(pending.attributes)},
                    {"field", plan.field},
                    {"signer", desk.signer->common_name()},
                    {"expires", iso_moment(pending.expires)}});
    else
        std::cout << say(session, "sign.begun", {attributes, file, iso_moment(pending.expires)}) << '\n';
    return Exit::ok;
}

// The library holds the value against the key; this holds the whole file against the verifier, so that a
// session that somebody altered ends in nothing.
void check_intact(const Session& session, const std::string& file, const std::string& made,
                  const signing::SignOptions& wanted) {
    const auto report = Worker({session.program})
                            .verify(file, made, {}, iso_moment(session.now))
                            .get<signing::VerificationReport>();
    for (const auto& one : report.signatures)
        if (one.field == wanted.field && one.intact && one.covers == "whole-file" &&
            one.reason == wanted.reason)
            return;
    throw Error(ErrorCode::bad_input, "the signature does not hold", Where{file, {}, {}, wanted.field},
                UserMessage{"signing.value_wrong", {}});
}

Exit finish(const Session& session, const FinishOptions& options) {
    auto begun = read_session(options.session);
    auto desk = open_signing_desk(session, std::make_unique<AbsentSigner>(begun.certificates),
                                  options.level.level != signing::Level::b, options.level.tsa);
    const auto pdf = read_file(begun.file, largest_pdf);
    if (sha256_hex(pdf) != begun.sha256)
        throw Error(ErrorCode::conflict, "the file was changed since", Where{begun.file},
                    UserMessage{"sign.changed_since", {begun.file}});
    const auto plan = plan_for(session, desk, begun.file, begun.field, pdf);
    begun.pending.file.insert(0, pdf);
    auto made = signing::finish_signature(begun.pending, read_file(options.signature, 1 << 16), session.now,
                                          desk.stamper.get());
    WordsOptions words{.field = begun.field, .drawn = {}, .reason = begun.reason};
    words.declines = begun.act == Act::declines;
    words.abstains = begun.act == Act::abstains;
    const auto wanted = sign_options(session, words, desk, plan, *desk.signer, begun.file, Json::array());
    check_intact(session, begun.file, made, wanted);
    if (options.level.level >= signing::Level::lt)
        made = signing::raise_level(made, options.level.level, *desk.stamper,
                                    evidence_for(session, desk.archive, options.level.evidence), session.now);
    keep_signed(session, desk, plan, words, *desk.signer, options.level.level,
                options.output.empty() ? begun.file : options.output, made);
    std::filesystem::remove(options.session);
    return Exit::ok;
}

}  // namespace

void add_sign_elsewhere(CLI::App& sign, Program& program) {
    add_command<BeginOptions>(
        sign, program, "begin", "Write out the bytes that a key elsewhere has to sign",
        [](CLI::App& command, BeginOptions& options) {
            command.add_option("FILE", options.file, "The PDF; it is not touched before finish")->required();
            command.add_option("--certificate", options.certificate, "The signer's, then its issuers' (PEM)")
                ->required();
            command.add_option("--session", options.session, "Session file (default: FILE.session)");
            command.add_option(
                "--attributes", options.attributes,
                "File for the bytes to be signed: DER, to be hashed with SHA-256 by whoever signs "
                "(default: FILE.attributes)");
            command.add_option("--minutes", options.minutes, "How long finish will be accepted")
                ->check(CLI::Range(1, 1440));
            bind_words(command, options.words);
        },
        begin);
    add_command<FinishOptions>(
        sign, program, "finish", "Put the signature that came back into the PDF",
        [](CLI::App& command, FinishOptions& options) {
            command.add_option("SESSION", options.session, "What begin wrote")->required();
            command.add_option("--signature", options.signature, "The value, as the key gave it")->required();
            command.add_option("-o,--output", options.output, "Write the signed PDF here instead");
            bind_level(command, options.level);
        },
        finish);
}

}  // namespace sanad::app
