// sanad key issue: a member's signing key.
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/authority_store.h"
#include "app/key_passphrase.h"
#include "app/program.h"
#include "app/report.h"
#include "core/files.h"

namespace sanad::app {
namespace {

struct Options {
    std::string name;
    std::string role;
    std::string output;
    std::string passphrase_file;
    int days = 730;
    signing::KeyKind kind = signing::KeyKind::p256;
};

Exit issue(const Session& session, const Options& options) {
    if (std::filesystem::exists(options.output))
        throw Error(ErrorCode::conflict, "the key file exists", Where{options.output},
                    UserMessage{"key.file_exists", {options.output}});
    const auto authority = open_authority(open_archive(session, Access::read));
    const auto issued =
        authority.issue_member(options.name, options.role, key_passphrase(session, options.passphrase_file),
                               session.now, options.kind, options.days);
    write_file(options.output, issued.pkcs12);
    std::filesystem::permissions(options.output,
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    if (session.json)
        print_json({{"file", options.output}, {"name", options.name}, {"serial", issued.serial_hex}});
    else
        std::cout << say(session, "key.written", {options.name, options.output}) << '\n';
    return Exit::ok;
}

}  // namespace

void add_key(CLI::App& app, Program& program) {
    auto* group = add_group(app, "key", "Signing keys of members: issue");
    add_command<Options>(
        *group, program, "issue", "Make a key and certificate for a member, as a PKCS#12 file",
        [](CLI::App& command, Options& options) {
            command.add_option("--name", options.name, "The member's name, in one script")->required();
            command.add_option("--role", options.role, "The member's role")->required();
            command.add_option("-o,--output", options.output, "File to write (.p12)")->required();
            command.add_option("--key-passphrase-file", options.passphrase_file,
                               "File with the key's own passphrase");
            command.add_option("--days", options.days, "How long the certificate is valid")
                ->check(CLI::Range(1, 3650));
            command.add_option("--kind", options.kind, "p256 or rsa3072")
                ->transform(CLI::CheckedTransformer(std::map<std::string, signing::KeyKind>{
                    {"p256", signing::KeyKind::p256}, {"rsa3072", signing::KeyKind::rsa3072}}));
        },
        issue);
}

}  // namespace sanad::app
