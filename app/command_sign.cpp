// sanad sign: one signature field of PDFs, by an applicant's one-time certificate or with a key.
#include "app/command_sign.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "app/drawn_signature.h"
#include "app/known_papers.h"
#include "app/worker.h"
#include "core/files.h"
#include "core/hash.h"
#include "signing/authority.h"

namespace sanad::app {
namespace {

// The end of a certificate is said so long before.
constexpr std::chrono::days soon{60};

const std::map<std::string, signing::Level> level_words = {{"b", signing::Level::b},
                                                           {"t", signing::Level::t},
                                                           {"lt", signing::Level::lt},
                                                           {"lta", signing::Level::lta}};

struct Options {
    std::vector<std::string> files;
    SignerChoice signer;
    std::string output;
    WordsOptions words;
    LevelOptions level;
};

std::string label_of(const SigningDesk& desk, const signing::Signer& signer) {
    if (desk.local) return message("sign.local_label", Language::ar);
    return message("sign.outside_label", Language::ar,
                   {signing::summary_of(signer.certificate_der()).issuer});
}

// What an act says, on the sheet and in the signature.
std::string statement_of(const WordsOptions& words) {
    const auto say = [&](const char* id) { return message(id, Language::ar, {words.reason}); };
    if (words.act() == Act::declines) return say("approval.statement.declined");
    if (words.act() == Act::approves)
        return words.reason.empty() ? say("approval.statement.signed") : words.reason;
    return say(words.reason.empty() ? "approval.statement.abstained"
                                    : "approval.statement.abstained_because");
}

void print_done(const Session& session, const std::string& output, const DocumentPlan& plan,
                const WordsOptions& words, const signing::Signer& signer, signing::Level level,
                const std::optional<Case>& filed) {
    if (session.json) {
        Json line = {{"file", output},
                     {"field", plan.field},
                     {"signer", signer.common_name()},
                     {"level", signing::name_of(level)},
                     {"act", name_of(words.act())}};
        if (filed) line.update({{"case", filed->id}, {"state", filed->state}});
        print_json(line);
        return;
    }
    std::cout << say(session, "sign.done", {output, plan.field, signer.common_name()}) << '\n'
              << (filed ? say(session, "sign.filed", {filed->id, say(session, "state." + filed->state)})
                        : say(session, "sign.not_filed"))
              << '\n';
}

void warn_of_end(const Session& session, const signing::Signer& signer) {
    const auto summary = signing::summary_of(signer.certificate_der());
    if (summary.not_after <= session.now + soon)
        std::cerr << say(session, "sign.expires_soon", {summary.name, iso_moment(summary.not_after)}) << '\n';
}

std::string raised(const Session& session, const LevelOptions& level, const SigningDesk& desk,
                   std::string pdf) {
    if (level.level < signing::Level::lt) return pdf;
    return signing::raise_level(pdf, level.level, *desk.stamper,
                                evidence_for(session, desk.archive, level.evidence), session.now);
}

Exit sign_one(const Session& session, const Options& options, SigningDesk& desk, const std::string& file) {
    const auto pdf = read_file(file, largest_pdf);
    // A first parse in the sandbox: what crashes or hangs a parser does so there.
    const auto fields = Worker({session.program}).signature_fields(file, pdf);
    const auto plan = plan_for(session, desk, file, options.words.field, pdf);
    if (plan.field.empty()) throw CLI::RequiredError("--field");
    std::unique_ptr<signing::Signer> once;
    if (options.signer.as == applicant) once = applicant_signer(session, desk, plan, file);
    auto& signer = once ? *once : *desk.signer;
    auto signed_pdf = signing::sign_pdf(
        pdf, signer, sign_options(session, options.words, desk, plan, signer, file, fields));
    signed_pdf = raised(session, options.level, desk, std::move(signed_pdf));
    keep_signed(session, desk, plan, options.words, signer, options.level.level,
                options.output.empty() ? file : options.output, signed_pdf);
    return Exit::ok;
}

Exit run(const Session& session, const Options& options) {
    if (options.files.empty()) throw CLI::RequiredError("FILE");
    if (options.signer.as.empty()) throw CLI::RequiredError("--as");
    auto desk = open_signing_desk(session, options.signer, options.level.level != signing::Level::b,
                                  options.level.tsa);
    if (desk.signer) warn_of_end(session, *desk.signer);
    return each(session, options.files, options.output,
                [&](const auto& file) { return sign_one(session, options, desk, file); });
}

void bind(CLI::App& command, Options& options) {
    command.add_option("FILE", options.files, "PDFs; the signed one takes its place");
    command.add_option(
        "--as", options.signer.as,
        "A key file (.p12), a sealed key (key:NAME), a token (pkcs11:token=…?module-path=…), or "
        "applicant");
    command.add_option("-o,--output", options.output, "Write the signed PDF here instead");
    command.add_option("--key-passphrase-file", options.signer.key_passphrase_file,
                       "File with the key's own passphrase, or its PIN");
    bind_words(command, options.words);
    bind_level(command, options.level);
}

}  // namespace

void bind_level(CLI::App& command, LevelOptions& options) {
    command.add_option("--level", options.level, "PAdES level: b, t, lt, lta")
        ->transform(CLI::CheckedTransformer(level_words));
    command.add_option("--tsa", options.tsa,
                       "Address of an outside time-stamp authority (default: the archive's own, no network)");
    command.add_option("--evidence", options.evidence,
                       "Certificates and revocation lists of outside authorities (PEM or DER)");
}

void bind_words(CLI::App& command, WordsOptions& options) {
    command.add_option("--field", options.field,
                       "Name of the signature field; on a board's sheet, the signer's own row without it");
    command.add_option("--drawn", options.drawn, "The hand-drawn signature: PNG, or strokes as JSON");
    command.add_option("--reason", options.reason, "Why it is signed, declined or abstained from");
    auto* declines = command.add_flag("--decline", options.declines, "On a board's sheet: I do not agree");
    command.add_flag("--abstain", options.abstains, "On a board's sheet: I do not vote")->excludes(declines);
}

signing::SignOptions sign_options(const Session& session, const WordsOptions& words, const SigningDesk& desk,
                                  const DocumentPlan& plan, const signing::Signer& signer,
                                  const std::string& file, const Json& fields) {
    if (words.act() != Act::approves && !plan.board)
        throw Error(ErrorCode::conflict, "no sheet", Where{file},
                    UserMessage{"approval.not_a_sheet", {file}});
    if (words.act() == Act::declines && words.reason.empty())
        throw Error(ErrorCode::bad_input, "no reason", UserMessage{"approval.no_reason", {}});
    signing::SignOptions wanted;
    wanted.field = plan.field;
    wanted.signer_name = signer.common_name();
    wanted.role = plan.role;
    wanted.reason = plan.board ? statement_of(words) : words.reason;
    if (words.act() != Act::approves) wanted.statement = wanted.reason;
    wanted.now = session.now;
    wanted.stamper = desk.stamper.get();
    wanted.label = label_of(desk, signer);
    if (plan.filed) {
        bool first = true;
        for (const auto& field : fields) first &= !field.value("filled", false);
        wanted.certify = first ? 2 : 0;
        wanted.lock_fields = {plan.field};
    }
    // The last one closes the sheet: nothing in it is filled any more.
    if (plan.closes())
        for (const auto& row : plan.board->rows)
            if (row.member.field != plan.field) wanted.lock_fields.push_back(row.member.field);
    if (!words.drawn.empty()) add_drawn_signature(words.drawn, wanted);
    return wanted;
}

void keep_signed(const Session& session, SigningDesk& desk, const DocumentPlan& plan,
                 const WordsOptions& words, const signing::Signer& signer, signing::Level level,
                 const std::string& output, const std::string& signed_pdf) {
    std::optional<Case> filed;
    if (plan.filed) {
        const auto papers = known_papers();
        filed = file_signed({*desk.archive, papers, session}, *plan.filed, signed_pdf,
                            {plan.field, signer.common_name(), sha256_hex(signer.certificate_der()),
                             words.act(), words.reason});
    }
    write_file(output, signed_pdf);
    print_done(session, output, plan, words, signer, level, filed);
}

void add_sign(CLI::App& app, Program& program) {
    auto* sign = add_command<Options>(app, program, "sign",
                                      "Sign one field of PDFs (PAdES B-B to B-LTA); upgrade, begin, finish",
                                      bind, run);
    add_sign_upgrade(*sign, program);
    add_sign_elsewhere(*sign, program);
}

}  // namespace sanad::app
