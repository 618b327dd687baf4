// sanad key export | import | passphrase: certificates for others, certificates of others, and a key file's
// own passphrase.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/beside_files.h"
#include "app/key_passphrase.h"
#include "app/program.h"
#include "app/report.h"
#include "app/sealed_key.h"
#include "core/files.h"
#include "signing/root_authority.h"

namespace sanad::app {
namespace {

struct ExportOptions {
    std::string who;
    std::string output;
};
struct ImportOptions {
    std::string file;
};
struct PassphraseOptions {
    std::string file;
    std::string passphrase_file;
    std::string new_passphrase_file;
};

void done(const Session& session, const std::string& file, const char* message) {
    if (session.json)
        print_json({{"file", file}});
    else
        std::cout << say(session, message, {file}) << '\n';
}

// Into the archive's own folder it is written again with what tells that it is whole.
Exit export_certificates(const Session& session, const ExportOptions& options) {
    if (options.who.empty() && names_public_copy(session, options.output)) {
        auto archive = open_archive(session, Access::write);
        publish_trust(archive, session);
        done(session, options.output, "key.exported");
        return Exit::ok;
    }
    const auto archive = open_archive(session, Access::read);
    std::string text;
    for (const auto& one : registered_certificates(archive))
        if (one.summary.serial_hex == options.who || one.summary.name == options.who)
            text += signing::certificate_pem(one.certificate_der);
    if (options.who.empty()) text = trust_text(archive, session.now);
    if (text.empty())
        throw Error(ErrorCode::not_found, "no certificate " + options.who,
                    UserMessage{"key.unknown", {options.who}});
    write_file(options.output, text);
    done(session, options.output, "key.exported");
    return Exit::ok;
}

Exit import_authority(const Session& session, const ImportOptions& options) {
    auto archive = open_archive(session, Access::write);
    trust_outside(archive, read_file(options.file, 16 << 20));
    publish_trust(archive, session);
    done(session, options.file, "key.imported");
    return Exit::ok;
}

Exit change_pin(const Session& session, const PassphraseOptions& options) {
    auto archive = open_archive(session, Access::write);
    const auto old = sealed_key_pin(session, options.passphrase_file);
    change_sealed_key_pin(session, archive, options.file, old,
                          new_sealed_key_pin(session, options.new_passphrase_file, "SANAD_NEW_PASSPHRASE"));
    done(session, options.file, "key.passphrase_changed");
    return Exit::ok;
}

// A PKCS#12 file, or the root's PEM.
Exit change_passphrase(const Session& session, const PassphraseOptions& options) {
    if (names_sealed_key(options.file)) return change_pin(session, options);
    const auto bytes = read_file(options.file, 1 << 20);
    const bool root = bytes.rfind("-----BEGIN", 0) == 0;
    const auto old = root ? root_passphrase(session, options.passphrase_file)
                          : key_passphrase(session, options.passphrase_file);
    const auto fresh = new_key_passphrase(session, options.new_passphrase_file);
    write_file(options.file,
               root ? with_own_hash(signing::seal_root_key(signing::open_root_key(bytes, old), fresh))
                    : signing::change_pkcs12_passphrase(bytes, old, fresh));
    std::filesystem::permissions(options.file,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    done(session, options.file, "key.passphrase_changed");
    return Exit::ok;
}

}  // namespace

void add_key_files(CLI::App& group, Program& program) {
    add_command<ExportOptions>(
        group, program, "export", "Certificates and revocation lists as PEM, for whoever is to verify",
        [](CLI::App& command, ExportOptions& options) {
            command.add_option("WHO", options.who,
                               "A name or serial number; nothing: the authority and its lists");
            command.add_option("-o,--output", options.output, "File to write (.pem)")->required();
        },
        export_certificates);
    add_command<ImportOptions>(
        group, program, "import", "Trust an outside authority: its certificates and lists (PEM or DER)",
        [](CLI::App& command, ImportOptions& options) {
            command.add_option("FILE", options.file, "Certificates, and revocation lists")->required();
        },
        import_authority);
    add_command<PassphraseOptions>(
        group, program, "passphrase", "Change the passphrase of a key file",
        [](CLI::App& command, PassphraseOptions& options) {
            command
                .add_option("FILE", options.file, "A .p12 file, a sealed key (key:NAME), or the root's key")
                ->required();
            command.add_option("--key-passphrase-file", options.passphrase_file,
                               "File with the old passphrase");
            command.add_option("--new-passphrase-file", options.new_passphrase_file,
                               "File with the new one (default $SANAD_NEW_PASSPHRASE)");
        },
        change_passphrase);
}

}  // namespace sanad::app
