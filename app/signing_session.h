// What `sanad sign begin` leaves for `sanad sign finish`: a file that holds nothing secret. Included by
// app/*.cpp only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/board.h"
#include "signing/sign.h"

namespace sanad::app {

struct SigningSession {
    std::string file;    // the PDF
    std::string sha256;  // of it, when the session began
    std::uint64_t size = 0;
    std::string field;
    Act act = Act::approves;
    std::string reason = {};
    std::vector<std::string> certificates = {};  // DER: the signer's first
    // When read back, its `file` is only what is appended to the PDF.
    signing::PendingSignature pending = {};
};

void write_session(const std::string& path, const SigningSession& session);
// Throws Error(bad_input) with "sign.session_unreadable". A session is never accepted longer than a day after
// the time that it signs.
SigningSession read_session(const std::string& path);

}  // namespace sanad::app
