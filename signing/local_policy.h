// The certificate policy under which a local authority issues people's certificates (ETSI EN 319 412-2,
// 4.3.3): local, not licensed nationally; docs/decisions/0064-local-authority.md. Under the arc of UUIDs
// (ITU-T X.667). Included by signing/*.cpp only.
#pragma once

namespace sanad::signing {

inline constexpr const char* local_policy = "2.25.111629862662543768046010679467810973817";

}  // namespace sanad::signing
