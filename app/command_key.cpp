// sanad key issue | renew | revoke | list: the certificates that the local authority gives out.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/key_passphrase.h"
#include "app/program.h"
#include "app/report.h"
#include "app/sealed_key.h"
#include "core/files.h"
#include "signing/root_authority.h"

namespace sanad::app {
namespace {

// Renewing takes a meeting with its owner: so long before the end it is said.
constexpr std::chrono::days soon{60};

struct IssueOptions {
    std::string name;
    std::string role;
    std::string output;
    std::string passphrase_file;
    int days = 730;
    bool sealed = false;  // in the archive, instead of a file
    signing::KeyKind kind = signing::KeyKind::p256;
};
struct RenewOptions {
    std::string who;
    std::string root_key;
    std::string root_passphrase_file;
    bool revoke = false;
    IssueOptions issue;
};
struct RevokeOptions {
    std::string who;
    std::string reason = "other";
    std::string root_key;
    std::string root_passphrase_file;
};

const std::map<std::string, signing::KeyKind> kinds = {{"p256", signing::KeyKind::p256},
                                                       {"rsa3072", signing::KeyKind::rsa3072}};

std::string status_of(const RegisteredCertificate& one, Moment now) {
    if (one.revoked_at) return "revoked";
    if (one.summary.not_after <= now) return "expired";
    return one.summary.not_after <= now + soon ? "expires-soon" : "valid";
}

// By serial number, or by a name that only one usable certificate has.
RegisteredCertificate find_certificate(const storage::Archive& archive, const Session& session,
                                       const std::string& who) {
    std::vector<RegisteredCertificate> named;
    for (auto& one : registered_certificates(archive)) {
        if (one.summary.serial_hex == who) return one;
        if (one.summary.name == who && status_of(one, session.now) != "revoked")
            named.push_back(std::move(one));
    }
    if (named.size() == 1) return named.front();
    std::string serials;
    for (const auto& one : named) serials += (serials.empty() ? "" : ", ") + one.summary.serial_hex;
    if (named.empty())
        throw Error(ErrorCode::not_found, "no certificate " + who, UserMessage{"key.unknown", {who}});
    throw Error(ErrorCode::conflict, "several certificates of that name",
                UserMessage{"key.ambiguous", {who, serials}});
}

// The key itself never leaves the archive: its owner chooses the PIN at this keyboard.
Exit issue_sealed(storage::Archive& archive, const Session& session, const IssueOptions& options) {
    const auto pin = new_sealed_key_pin(session, options.passphrase_file, "SANAD_KEY_PASSPHRASE");
    const auto authority = open_authority(archive);
    const auto issued =
        authority.issue_member(options.name, options.role, pin, session.now, options.kind, options.days);
    register_certificate(archive, "member", issued.certificate_der);
    seal_key(archive, session, issued, options.name, pin, pin);
    if (session.json)
        print_json(
            {{"key", "key:" + issued.serial_hex}, {"name", options.name}, {"serial", issued.serial_hex}});
    else
        std::cout << say(session, "key.sealed", {options.name, issued.serial_hex}) << '\n';
    return Exit::ok;
}

Exit issue_member(storage::Archive& archive, const Session& session, const IssueOptions& options) {
    if (options.sealed != options.output.empty())
        throw Error(ErrorCode::bad_input, "a file or --sealed", UserMessage{"key.output_or_sealed", {}});
    if (options.sealed) return issue_sealed(archive, session, options);
    if (std::filesystem::exists(options.output))
        throw Error(ErrorCode::conflict, "the key file exists", Where{options.output},
                    UserMessage{"key.file_exists", {options.output}});
    const auto issued = open_authority(archive).issue_member(options.name, options.role,
                                                             key_passphrase(session, options.passphrase_file),
                                                             session.now, options.kind, options.days);
    // The register first: a key that exists and that nobody could revoke would be worse than one that is
    // listed and was never handed out.
    register_certificate(archive, "member", issued.certificate_der);
    write_file(options.output, issued.pkcs12);
    std::filesystem::permissions(options.output,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    if (session.json)
        print_json({{"file", options.output}, {"name", options.name}, {"serial", issued.serial_hex}});
    else
        std::cout << say(session, "key.written", {options.name, options.output}) << '\n';
    return Exit::ok;
}

Exit issue(const Session& session, const IssueOptions& options) {
    auto archive = open_archive(session, Access::write);
    return issue_member(archive, session, options);
}

signing::RootAuthority open_root(const storage::Archive& archive, const Session& session,
                                 const std::string& key, const std::string& passphrase_file) {
    const auto file = key.empty() ? root_key_path(session) : key;
    if (!std::filesystem::exists(file))
        throw Error(ErrorCode::not_found, "no root key", Where{file},
                    UserMessage{"key.root_missing", {file}});
    auto material = authority_material(archive);
    material.root_key_der =
        signing::open_root_key(read_file(file, 1 << 16), root_passphrase(session, passphrase_file));
    return signing::RootAuthority(std::move(material));
}

// What the root renews: its own list with every time, so that the list is never older than a certificate.
Exit renew_by_root(storage::Archive& archive, const Session& session, const RenewOptions& options) {
    auto root = open_root(archive, session, options.root_key, options.root_passphrase_file);
    if (options.who == "issuing") root.renew_issuing(session.now);
    if (options.who == "timestamp") root.renew_timestamp(session.now);
    root.renew_crl(revoked_by_root(archive), session.now);
    put_authority_material(archive, root.material());
    if (options.who == "issuing")
        register_certificate(archive, "issuing", root.material().issuing_certificate_der);
    if (options.who == "timestamp")
        register_certificate(archive, "timestamp", root.material().timestamp_certificate_der);
    publish_trust(archive, session);
    if (session.json)
        print_json({{"renewed", options.who}});
    else
        std::cout << say(session, "key.renewed", {options.who}) << '\n';
    return Exit::ok;
}

Exit renew(const Session& session, const RenewOptions& options) {
    auto archive = open_archive(session, Access::write);
    if (options.who == "issuing" || options.who == "timestamp" || options.who == "root-list")
        return renew_by_root(archive, session, options);
    const auto old = find_certificate(archive, session, options.who);
    if (old.kind != "member")
        throw Error(ErrorCode::bad_input, "not a member's", UserMessage{"key.not_member", {options.who}});
    auto wanted = options.issue;
    wanted.name = old.summary.name;
    wanted.role = wanted.role.empty() ? old.summary.role : wanted.role;
    const auto exit = issue_member(archive, session, wanted);
    if (options.revoke && !old.revoked_at) {
        register_revocation(archive, old.summary.serial_hex, session.now, "superseded");
        publish_trust(archive, session);
    }
    return exit;
}

Exit revoke(const Session& session, const RevokeOptions& options) {
    auto archive = open_archive(session, Access::write);
    const auto found = find_certificate(archive, session, options.who);
    if (found.kind == "root")
        throw Error(ErrorCode::bad_input, "a root is not revoked",
                    UserMessage{"key.not_member", {options.who}});
    if (!found.revoked_at) {
        std::optional<signing::RootAuthority> root;
        if (found.kind != "member")
            root.emplace(open_root(archive, session, options.root_key, options.root_passphrase_file));
        register_revocation(archive, found.summary.serial_hex, session.now, options.reason);
        if (root) {
            root->renew_crl(revoked_by_root(archive), session.now);
            put_authority_material(archive, root->material());
        }
        publish_trust(archive, session);
    }
    if (session.json)
        print_json(
            {{"serial", found.summary.serial_hex}, {"name", found.summary.name}, {"status", "revoked"}});
    else
        std::cout << say(session, "key.revoked", {found.summary.name, found.summary.serial_hex}) << '\n';
    return Exit::ok;
}

Exit list(const Session& session, const NoOptions&) {
    const auto archive = open_archive(session, Access::read);
    const auto sealed = sealed_keys(archive);
    Json rows = Json::array();
    bool due = false;
    for (const auto& one : registered_certificates(archive)) {
        const auto status = status_of(one, session.now);
        due = due || status == "expires-soon" || (status == "expired" && one.kind != "member");
        rows.push_back({{"kind", one.kind},
                        {"serial", one.summary.serial_hex},
                        {"name", one.summary.name},
                        {"role", one.summary.role},
                        {"algorithm", one.summary.algorithm},
                        {"not_before", iso_moment(one.summary.not_before)},
                        {"not_after", iso_moment(one.summary.not_after)},
                        {"status", status},
                        {"revoked_at", one.revoked_at ? Json(iso_moment(*one.revoked_at)) : Json(nullptr)},
                        {"reason", one.reason.empty() ? Json(nullptr) : Json(one.reason)}});
        for (const auto& key : sealed)
            if (key.serial == one.summary.serial_hex) rows.back()["tries_left"] = key.tries_left;
    }
    if (session.json) {
        print_json({{"certificates", rows}});
    } else {
        for (const auto& row : rows)
            std::cout << say(session, "key.status." + row.value("status", "")) << "  "
                      << row.value("not_after", "") << "  " << row.value("name", "")
                      << (row.value("role", "").empty() ? "" : " — ") << row.value("role", "") << "  "
                      << row.value("algorithm", "") << "  " << row.value("serial", "") << '\n';
    }
    return due ? Exit::findings : Exit::ok;
}

void bind_issue(CLI::App& command, IssueOptions& options) {
    command.add_option("-o,--output", options.output, "File to write (.p12)");
    command.add_flag("--sealed", options.sealed,
                     "Seal the key in the archive under a PIN of its owner instead");
    command.add_option("--key-passphrase-file", options.passphrase_file,
                       "File with the key's own passphrase, or its PIN");
    command.add_option("--days", options.days, "How long the certificate is valid")
        ->check(CLI::Range(1, 3650));
    command.add_option("--kind", options.kind, "p256 or rsa3072")->transform(CLI::CheckedTransformer(kinds));
}

void bind_root(CLI::App& command, std::string& key, std::string& passphrase_file) {
    command.add_option("--root-key", key, "The root's key (default: root-key.pem in the archive's folder)");
    command.add_option("--root-passphrase-file", passphrase_file,
                       "File with the root's own passphrase (default $SANAD_ROOT_PASSPHRASE)");
}

}  // namespace

void add_key(CLI::App& app, Program& program) {
    auto* group = add_group(
        app, "key", "Signing keys and certificates: issue, renew, revoke, list, export, import, passphrase");
    add_command<IssueOptions>(
        *group, program, "issue", "Make a key and certificate for a member, as a PKCS#12 file",
        [](CLI::App& command, IssueOptions& options) {
            command.add_option("--name", options.name, "The member's name, in one script")->required();
            command.add_option("--role", options.role, "The member's role")->required();
            bind_issue(command, options);
        },
        issue);
    add_command<RenewOptions>(
        *group, program, "renew", "A new key and certificate for a member, or of the authority itself",
        [](CLI::App& command, RenewOptions& options) {
            command
                .add_option("WHO", options.who, "A name or serial number, or: issuing, timestamp, root-list")
                ->required();
            command.add_option("--role", options.issue.role, "Another role than before");
            command.add_flag("--revoke", options.revoke, "Revoke the old certificate");
            bind_issue(command, options.issue);
            bind_root(command, options.root_key, options.root_passphrase_file);
        },
        renew);
    add_command<RevokeOptions>(
        *group, program, "revoke", "Take a certificate back from now on",
        [](CLI::App& command, RevokeOptions& options) {
            command.add_option("WHO", options.who, "A name or serial number")->required();
            command.add_option("--reason", options.reason, "left, key-lost, superseded, ceased or other")
                ->check(CLI::IsMember({"left", "key-lost", "superseded", "ceased", "other"}));
            bind_root(command, options.root_key, options.root_passphrase_file);
        },
        revoke);
    add_command<NoOptions>(
        *group, program, "list", "Certificates, how long they are valid, and what is due",
        [](CLI::App&, NoOptions&) {}, list);
    add_key_files(*group, program);
}

}  // namespace sanad::app
