// Whoever puts a time to a digest (RFC 3161): the archive's own time-stamp authority, or an outside one.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "core/time.h"

namespace sanad::signing {

class TimeStamper {
public:
    virtual ~TimeStamper() = default;
    // A time-stamp token (DER) over a SHA-256 digest of 32 bytes, with the certificates of its authority.
    virtual std::string token(std::string_view digest, Moment now) = 0;
    virtual std::string name() const = 0;
    virtual bool is_local() const = 0;
};

// An authority behind an address that the user named: "http://…" or "https://…". The only thing of ours that
// ever opens a connection. `token` throws Error(external) with "signing.tsa_unreachable",
// "signing.tsa_refused" or "signing.tsa_answer_wrong".
std::unique_ptr<TimeStamper> outside_time_stamper(const std::string& url,
                                                  std::chrono::seconds patience = std::chrono::seconds{20});

}  // namespace sanad::signing
