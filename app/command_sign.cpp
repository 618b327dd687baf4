// sanad sign: one signature field of one PDF, by an applicant's one-time certificate or with a key file.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/documents.h"
#include "app/drawn_signature.h"
#include "app/key_passphrase.h"
#include "app/known_papers.h"
#include "app/program.h"
#include "app/report.h"
#include "app/worker.h"
#include "core/arabic.h"
#include "core/files.h"
#include "signing/sign.h"

namespace sanad::app {
namespace {

struct Options {
    std::string file;
    std::string field;
    std::string as;
    std::string output;
    std::string drawn;
    std::string reason;
    std::string key_passphrase_file;
    std::string level = "b";
};

// Everything that a signature needs to know beside the bytes.
struct Plan {
    std::optional<storage::Archive> archive = {};
    std::optional<Filed> filed = {};
    std::unique_ptr<signing::Signer> signer = {};
    std::string role = {};
    bool local = false;
};

constexpr const char* applicant = "applicant";

// The archive is opened where there is one that the given passphrase opens; a member may also sign a file
// that no archive of this machine knows.
std::optional<storage::Archive> archive_for(const Session& session, bool needed) {
    if (needed) return open_archive(session, Access::write);
    if (!storage::Archive::exists(session.archive) || !given_passphrase(session)) return std::nullopt;
    try {
        return open_archive(session, Access::write);
    } catch (const Error& error) {
        if (error.message().id == "storage.passphrase_wrong") return std::nullopt;
        throw;
    }
}

std::unique_ptr<signing::Signer> applicant_signer(const Session& session, const Options& options,
                                                  const Plan& plan) {
    if (!plan.filed)
        throw Error(ErrorCode::not_found, "not a document of a case", Where{options.file},
                    UserMessage{"sign.no_case", {options.file}});
    const auto& of = plan.filed->of;
    const auto* name = of.find("full_name");
    if (name == nullptr || !name->accepted || name->value.empty())
        throw Error(ErrorCode::conflict, "no confirmed name", UserMessage{"sign.no_name", {of.id}});
    return open_authority(*plan.archive).one_time_signer(name->value, of.id, session.now);
}

// Two people at once: whoever signs an older copy of a sheet would leave the others' signatures out.
void check_newest(const Options& options, const Filed& filed) {
    auto role = filed.file.role;
    if (const auto end = role.rfind("-signed"); end != std::string::npos) role.resize(end);
    const auto newest = newest_document(filed.of, role);
    if (newest && newest->sha256 != filed.file.sha256)
        throw Error(ErrorCode::conflict, "a newer state of this document is filed",
                    Where{options.file, {}, {}, options.field},
                    UserMessage{"sign.not_newest", {options.file, filed.of.id}});
}

// Keys that this archive's authority gave out sign in their owner's field only.
void check_member(const Options& options, const signing::Signer& signer, Plan& plan) {
    if (!plan.filed) return;
    for (const auto& member : members_of(*plan.archive, plan.filed->of.id)) {
        if (member.field != options.field) continue;
        plan.role = member.role;
        if (plan.local && name_similarity(member.name, signer.common_name()) < 0.95)
            throw Error(ErrorCode::conflict, "the key is somebody else's",
                        Where{options.file, {}, {}, options.field},
                        UserMessage{"sign.not_a_member", {signer.common_name(), options.field, member.name}});
    }
}

bool issued_here(const Plan& plan, const signing::Signer& signer) {
    if (!plan.archive) return false;
    const auto issuer = plan.archive->setting("authority.issuing.certificate").value_or("");
    const auto chain = signer.chain_der();
    return std::find(chain.begin(), chain.end(), issuer) != chain.end();
}

Plan plan_for(const Session& session, const Options& options, const std::string& pdf) {
    Plan plan;
    const bool by_applicant = options.as == applicant;
    if (!by_applicant && !std::filesystem::exists(options.as))
        throw Error(ErrorCode::not_found, "no signer " + options.as,
                    UserMessage{"sign.no_signer", {options.as}});
    plan.archive = archive_for(session, by_applicant);
    if (plan.archive) plan.filed = find_document(*plan.archive, pdf);
    if (plan.filed) check_newest(options, *plan.filed);
    if (by_applicant) {
        plan.signer = applicant_signer(session, options, plan);
        plan.local = true;
        return plan;
    }
    plan.signer = signing::open_pkcs12(read_file(options.as, 1 << 20),
                                       key_passphrase(session, options.key_passphrase_file));
    plan.local = issued_here(plan, *plan.signer);
    check_member(options, *plan.signer, plan);
    return plan;
}

signing::SignOptions sign_options(const Session& session, const Options& options, const Plan& plan,
                                  const Json& fields) {
    signing::SignOptions wanted;
    wanted.field = options.field;
    wanted.signer_name = plan.signer->common_name();
    wanted.role = plan.role;
    wanted.reason = options.reason;
    wanted.now = session.now;
    if (plan.local) wanted.label = message("sign.local_label", Language::ar);
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

void print(const Session& session, const Options& options, const std::string& output, const Plan& plan,
           const std::optional<Case>& filed) {
    if (session.json) {
        Json line = {{"file", output},
                     {"field", options.field},
                     {"signer", plan.signer->common_name()},
                     {"level", "B-B"}};
        if (filed) line.update({{"case", filed->id}, {"state", filed->state}});
        print_json(line);
        return;
    }
    std::cout << say(session, "sign.done", {output, options.field, plan.signer->common_name()}) << '\n'
              << (filed ? say(session, "sign.filed", {filed->id, say(session, "state." + filed->state)})
                        : say(session, "sign.not_filed"))
              << '\n';
}

Exit run(const Session& session, const Options& options) {
    const auto pdf = read_file(options.file, 200ull << 20);
    // A first parse in the sandbox: what crashes or hangs a parser does so there.
    const auto fields = Worker({session.program}).signature_fields(options.file, pdf);
    auto plan = plan_for(session, options, pdf);
    const auto signed_pdf =
        signing::sign_pdf(pdf, *plan.signer, sign_options(session, options, plan, fields));
    const auto output = options.output.empty() ? options.file : options.output;
    std::optional<Case> filed;
    if (plan.filed) {
        const auto papers = known_papers();
        filed = file_signed({*plan.archive, papers, session}, *plan.filed, signed_pdf, options.field,
                            plan.signer->common_name(), is_complete(fields, options.field));
    }
    write_file(output, signed_pdf);
    print(session, options, output, plan, filed);
    return Exit::ok;
}

}  // namespace

void add_sign(CLI::App& app, Program& program) {
    add_command<Options>(
        app, program, "sign", "Sign one field of a PDF (PAdES B-B)",
        [](CLI::App& command, Options& options) {
            command.add_option("FILE", options.file, "The PDF; the signed one takes its place")->required();
            command.add_option("--field", options.field, "Name of the signature field")->required();
            command.add_option("--as", options.as, "A key file (.p12), or applicant")->required();
            command.add_option("-o,--output", options.output, "Write the signed PDF here instead");
            command.add_option("--drawn", options.drawn, "The hand-drawn signature: PNG, or strokes as JSON");
            command.add_option("--reason", options.reason, "Why it is signed");
            command.add_option("--key-passphrase-file", options.key_passphrase_file,
                               "File with the key's own passphrase");
            command.add_option("--level", options.level, "PAdES level: b")->check(CLI::IsMember({"b"}));
        },
        run);
}

}  // namespace sanad::app
