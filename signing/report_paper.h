// What was found about the signatures of files, as a paper that people read who know nothing of
// certificates: PDF/A-2b, in one language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/messages.h"
#include "core/time.h"
#include "signing/verify.h"

namespace sanad::signing {

struct ReportedFile {
    std::string name;
    std::string sha256 = {};  // lower-case hex, empty where the file could not be read
    std::uint64_t size = 0;   // bytes
    std::optional<VerificationReport> report = {};
    std::string problem = {};  // a sentence, where there is no report
};

// The same input gives the same bytes. `made` is when it was looked at.
std::string make_report_paper(const std::vector<ReportedFile>& files, Language language, Moment made);

}  // namespace sanad::signing
