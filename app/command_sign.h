// What the commands below "sign" share. Included by app/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "app/program.h"
#include "app/report.h"
#include "app/signing_desk.h"
#include "core/error.h"
#include "signing/sign.h"

namespace sanad::app {

inline constexpr std::uint64_t largest_pdf = 200ull << 20;

// How high, and with whose help.
struct LevelOptions {
    signing::Level level = signing::Level::b;
    std::string tsa;
    std::vector<std::string> evidence;
};
void bind_level(CLI::App& command, LevelOptions& options);

// What a signature is to say, as a command line has it.
struct WordsOptions {
    std::string field;
    std::string drawn;
    std::string reason;
    bool declines = false;
    bool abstains = false;

    Act act() const { return declines ? Act::declines : abstains ? Act::abstains : Act::approves; }
};
void bind_words(CLI::App& command, WordsOptions& options);

// The options of a signature by `signer` in the planned field. Throws Error(bad_input) with
// "approval.no_reason", Error(conflict) with "approval.not_a_sheet".
signing::SignOptions sign_options(const Session& session, const WordsOptions& words, const SigningDesk& desk,
                                  const DocumentPlan& plan, const signing::Signer& signer,
                                  const std::string& file, const Json& fields);

// Files the signed document where it belongs to a case, writes it, and says so.
void keep_signed(const Session& session, SigningDesk& desk, const DocumentPlan& plan,
                 const WordsOptions& words, const signing::Signer& signer, signing::Level level,
                 const std::string& output, const std::string& signed_pdf);

// Each file by itself: what cannot be done says so, and the next one goes on.
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

void add_sign_upgrade(CLI::App& sign, Program& program);
void add_sign_elsewhere(CLI::App& sign, Program& program);

}  // namespace sanad::app
