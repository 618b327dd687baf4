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
    std::string as;  // a key file, "applicant", or a token: "pkcs11:…"
    std::string key_passphrase_file;
};

// Everything that signatures of one command share.
struct SigningDesk {
    std::optional<storage::Archive> archive = {};
    std::unique_ptr<signing::Signer> signer = {};  // null for applicants: theirs is made for each document
    std::unique_ptr<signing::TimeStamper> stamper = {};
    bool local = false;
};

// What the archive knows of one document.
struct DocumentPlan {
    std::optional<Filed> filed = {};
    std::string role = {};  // of the member whose field it is
};

// The archive is opened where there is one that the given passphrase opens; a member may also sign a file
// that no archive of this machine knows. `stamps`: the archive's own time-stamp authority is asked for,
// unless `tsa_url` names another one. Throws Error(not_found) with "sign.no_signer" or "sign.no_stamper".
SigningDesk open_signing_desk(const Session& session, const SignerChoice& choice, bool stamps,
                              const std::string& tsa_url);

// Throws Error(conflict) with "sign.not_newest" or "sign.not_a_member", Error(not_found) with "sign.no_case".
DocumentPlan plan_for(const SigningDesk& desk, const SignerChoice& choice, const std::string& file,
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
