// What goes along in an export so that it is verified without this program: certificates, revocation lists,
// and the exact commands of other programs for every signature in it.
#pragma once

#include <memory>

#include "app/session.h"

namespace sanad::app {

// For the exports of `archive`.
std::unique_ptr<storage::ExportGuide> guide_for(const Session& session, const storage::Archive& archive);

}  // namespace sanad::app
