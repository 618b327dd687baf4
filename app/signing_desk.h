// Who signs a document, and what the archive knows of it: the case that it belongs to, whose field it is.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/documents.h"
#include "signing/levels.h"
#include "signing/signer.h"

namespace sanad::app {

// As a command line names them.
struct SignerChoice {
    std::string as;  // a key file, "applicant", "key:NAME" (sealed in the archive), "pkcs11:…"
    std::string key_passphrase_file;
};

// Everything that signatures of one command share.
struct SigningDesk {
    std::optional<storage::Archive> archive = {};
    std::unique_ptr<signing::Signer> signer = {};  // null for applicants: theirs is made for each document
    std::unique_ptr<signing::TimeStamper> stamper = {};
    bool local = false;    // the archive's own authority issued it
    bool trusted = false;  // it leads to an authority that the archive trusts
};

// What the archive knows of one document.
struct DocumentPlan {
    std::optional<Filed> filed = {};
    std::string field;                // where it is signed
    std::string role = {};            // of the member whose field it is
    std::optional<Board> board = {};  // of a board's sheet
    // This act is the last one on its sheet.
    bool closes() const { return board && board->waiting() == 1; }
};

// The archive is opened where there is one that the given passphrase opens; a member may also sign a file
// that no archive of this machine knows. `stamps`: the archive's own time-stamp authority is asked for,
// unless `tsa_url` names another one. Throws Error(not_found) with "sign.no_signer" or "sign.no_stamper".
SigningDesk open_signing_desk(const Session& session, const SignerChoice& choice, bool stamps,
                              const std::string& tsa_url);
// For a signer who is there already.
SigningDesk open_signing_desk(const Session& session, std::unique_ptr<signing::Signer> signer, bool stamps,
                              const std::string& tsa_url);

// `field` may be empty on a board's sheet: then it is the signer's own row. Throws Error(conflict) with
// "sign.not_newest", as check_turn, or with "sign.no_row".
DocumentPlan plan_for(const Session& session, const SigningDesk& desk, const std::string& file,
                      const std::string& field, const std::string& pdf);

// The archive's own stamper, or the one behind an address.
std::unique_ptr<signing::TimeStamper> stamper_for(const std::optional<storage::Archive>& archive,
                                                  const std::string& tsa_url);

// The one-time signer of the applicant whose document it is.
std::unique_ptr<signing::Signer> applicant_signer(const Session& session, const SigningDesk& desk,
                                                  const DocumentPlan& plan, const std::string& file);

// What shows the validity of signatures: the archive's, and what the user gave.
signing::Evidence evidence_for(const Session& session, const std::optional<storage::Archive>& archive,
                               const std::vector<std::string>& files);

std::optional<storage::Archive> archive_for(const Session& session, bool needed);

inline constexpr const char* applicant = "applicant";

}  // namespace sanad::app
