// sanad sign: one signature field of PDFs, by an applicant's one-time certificate or with a key; and sign
// upgrade.
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/drawn_signature.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/signing_desk.h"
#include "app/worker.h"
#include "core/files.h"
#include "signing/authority.h"
#include "signing/sign.h"

namespace sanad::app {
namespace {

constexpr std::uint64_t largest_pdf = 200ull << 20;

// The end of a certificate is said so long before.
constexpr std::chrono::days soon{60};

const std::map<std::string, signing::Level> level_words = {{"b", signing::Level::b},
                                                           {"t", signing::Level::t},
                                                           {"lt", signing::Level::lt},
                                                           {"lta", signing::Level::lta}};

struct UpgradeOptions {
    CLI::App* command = nullptr;
    std::vector<std::string> files;
    std::string output;
};
struct Options {
    std::vector<std::string> files;
    std::string field;
    SignerChoice signer;
    std::string output;
    std::string drawn;
    std::string reason;
    std::string tsa;
    std::vector<std::string> evidence;
    signing::Level level = signing::Level::b;
    UpgradeOptions upgrade;
};

std::string label_of(const SigningDesk& desk, const signing::Signer& signer) {
    if (desk.local) return message("sign.local_label", Language::ar);
    return message("sign.outside_label", Language::ar,
                   {signing::summary_of(signer.certificate_der()).issuer});
}

signing::SignOptions sign_options(const Session& session, const Options& options, const SigningDesk& desk,
                                  const DocumentPlan& plan, const signing::Signer& signer,
                                  const Json& fields) {
    signing::SignOptions wanted;
    wanted.field = options.field;
    wanted.signer_name = signer.common_name();
    wanted.role = plan.role;
    wanted.reason = options.reason;
    wanted.now = session.now;
    wanted.stamper = desk.stamper.get();
    wanted.label = label_of(desk, signer);
    if (plan.filed) {
        bool first = true;
        for (const auto& field : fields) first &= !field.value("filled", false);
        wanted.certify = first ? 2 : 0;
        wanted.lock_fields = {options.field};
    }
    if (!options.drawn.empty()) add_drawn_signature(options.drawn, wanted);
    return wanted;
}

bool is_complete(const Json& fields, const std::string& just_signed) {
    for (const auto& field : fields)
        if (!field.value("filled", false) && field.value("name", "") != just_signed) return false;
    return true;
}

void print(const Session& session, const Options& options, const std::string& output,
           const signing::Signer& signer, const std::optional<Case>& filed) {
    if (session.json) {
        Json line = {{"file", output},
                     {"field", options.field},
                     {"signer", signer.common_name()},
                     {"level", signing::name_of(options.level)}};
        if (filed) line.update({{"case", filed->id}, {"state", filed->state}});
        print_json(line);
        return;
    }
    std::cout << say(session, "sign.done", {output, options.field, signer.common_name()}) << '\n'
              << (filed ? say(session, "sign.filed", {filed->id, say(session, "state." + filed->state)})
                        : say(session, "sign.not_filed"))
              << '\n';
}

void warn_of_end(const Session& session, const signing::Signer& signer) {
    const auto summary = signing::summary_of(signer.certificate_der());
    if (summary.not_after <= session.now + soon)
        std::cerr << say(session, "sign.expires_soon", {summary.name, iso_moment(summary.not_after)}) << '\n';
}

std::string raised(const Session& session, const Options& options,
                   const std::optional<storage::Archive>& archive, signing::TimeStamper& stamper,
                   std::string pdf) {
    if (options.level < signing::Level::lt) return pdf;
    return signing::raise_level(pdf, options.level, stamper, evidence_for(session, archive, options.evidence),
                                session.now);
}

Exit sign_one(const Session& session, const Options& options, SigningDesk& desk, const std::string& file) {
    const auto pdf = read_file(file, largest_pdf);
    // A first parse in the sandbox: what crashes or hangs a parser does so there.
    const auto fields = Worker({session.program}).signature_fields(file, pdf);
    const auto plan = plan_for(desk, options.signer, file, options.field, pdf);
    std::unique_ptr<signing::Signer> once;
    if (options.signer.as == applicant) once = applicant_signer(session, desk, plan, file);
    auto& signer = once ? *once : *desk.signer;
    auto signed_pdf =
        signing::sign_pdf(pdf, signer, sign_options(session, options, desk, plan, signer, fields));
    if (desk.stamper)
        signed_pdf = raised(session, options, desk.archive, *desk.stamper, std::move(signed_pdf));
    const auto output = options.output.empty() ? file : options.output;
    std::optional<Case> filed;
    if (plan.filed) {
        const auto papers = known_papers();
        filed = file_signed({*desk.archive, papers, session}, *plan.filed, signed_pdf, options.field,
                            signer.common_name(), is_complete(fields, options.field));
    }
    write_file(output, signed_pdf);
    print(session, options, output, signer, filed);
    return Exit::ok;
}

// Each file by itself: what cannot be signed says so, and the next one goes on.
template <class Work>
Exit each(const Session& session, const std::vector<std::string>& files, const std::string& output,
          Work work) {
    if (files.size() > 1 && !output.empty()) throw CLI::ExcludesError("--output", "FILE FILE");
    Exit exit = Exit::ok;
    for (const auto& file : files) {
        try {
            exit = worse(exit, work(file));
        } catch (const Error& error) {
            if (files.size() == 1) throw;
            std::cerr << file << ": ";
            report_error(session, error);
            exit = Exit::failure;
        }
    }
    return exit;
}

Exit upgrade_one(const Session& session, const Options& options, std::optional<storage::Archive>& archive,
                 signing::TimeStamper& stamper, const std::string& file) {
    const auto pdf = read_file(file, largest_pdf);
    Worker({session.program}).signature_fields(file, pdf);
    const auto made = signing::raise_level(pdf, options.level, stamper,
                                           evidence_for(session, archive, options.evidence), session.now);
    const auto level = std::string(signing::name_of(options.level));
    const auto output = options.upgrade.output.empty() ? file : options.upgrade.output;
    if (archive)
        if (const auto filed = find_document(*archive, pdf)) {
            const auto papers = known_papers();
            file_raised({*archive, papers, session}, *filed, made, level);
        }
    write_file(output, made);
    if (session.json)
        print_json({{"file", output}, {"level", level}});
    else
        std::cout << say(session, "sign.raised", {output, level}) << '\n';
    return Exit::ok;
}

Exit upgrade(const Session& session, const Options& options) {
    if (options.level == signing::Level::b) throw CLI::RequiredError("--level t, lt or lta");
    auto archive = archive_for(session, options.tsa.empty());
    const auto stamper = stamper_for(archive, options.tsa);
    return each(session, options.upgrade.files, options.upgrade.output,
                [&](const auto& file) { return upgrade_one(session, options, archive, *stamper, file); });
}

Exit run(const Session& session, const Options& options) {
    if (options.upgrade.command->parsed()) return upgrade(session, options);
    if (options.files.empty()) throw CLI::RequiredError("FILE");
    if (options.field.empty()) throw CLI::RequiredError("--field");
    if (options.signer.as.empty()) throw CLI::RequiredError("--as");
    auto desk = open_signing_desk(session, options.signer, options.level != signing::Level::b, options.tsa);
    if (desk.signer) warn_of_end(session, *desk.signer);
    return each(session, options.files, options.output,
                [&](const auto& file) { return sign_one(session, options, desk, file); });
}

void bind_level(CLI::App& command, Options& options) {
    command.add_option("--level", options.level, "PAdES level: b, t, lt, lta")
        ->transform(CLI::CheckedTransformer(level_words));
    command.add_option("--tsa", options.tsa,
                       "Address of an outside time-stamp authority (default: the archive's own, no network)");
    command.add_option("--evidence", options.evidence,
                       "Certificates and revocation lists of outside authorities (PEM or DER)");
}

void bind(CLI::App& command, Options& options) {
    command.add_option("FILE", options.files, "PDFs; the signed one takes its place");
    command.add_option("--field", options.field, "Name of the signature field");
    command.add_option("--as", options.signer.as, "A key file (.p12), a token (pkcs11:token=…?module-path=…), or applicant");
    command.add_option("-o,--output", options.output, "Write the signed PDF here instead");
    command.add_option("--drawn", options.drawn, "The hand-drawn signature: PNG, or strokes as JSON");
    command.add_option("--reason", options.reason, "Why it is signed");
    command.add_option("--key-passphrase-file", options.signer.key_passphrase_file,
                       "File with the key's own passphrase, or its PIN");
    bind_level(command, options);
    auto* raise = command.add_subcommand("upgrade", "Raise the signatures of PDFs to a higher level, later");
    raise->add_option("FILE", options.upgrade.files, "Signed PDFs; the raised one takes its place")
        ->required();
    raise->add_option("-o,--output", options.upgrade.output, "Write the raised PDF here instead");
    bind_level(*raise, options);
    raise->fallthrough();
    options.upgrade.command = raise;
}

}  // namespace

void add_sign(CLI::App& app, Program& program) {
    add_command<Options>(app, program, "sign", "Sign one field of PDFs (PAdES B-B to B-LTA); sign upgrade",
                         bind, run);
}

}  // namespace sanad::app
