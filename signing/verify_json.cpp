#include <nlohmann/json.hpp>

#include "signing/verify.h"

namespace sanad::signing {
namespace {

const char* name_of(ChangesAfter changes) {
    switch (changes) {
        case ChangesAfter::none:
            return "none";
        case ChangesAfter::permitted:
            return "permitted";
        case ChangesAfter::forbidden:
            break;
    }
    return "forbidden";
}

}  // namespace

void to_json(Json& into, const SignatureReport& report) {
    into = Json::object();
    into["kind"] = report.is_timestamp ? "timestamp" : "signature";
    into["field"] = report.field;
    into["signer"] = report.signer;
    into["issuer"] = report.issuer;
    into["intact"] = report.intact;
    into["trusted"] = report.trusted;
    into["level"] = report.level;
    into["time"] = report.time.empty() ? Json(nullptr) : Json(report.time);
    into["time_source"] = report.time_source.empty() ? Json(nullptr) : Json(report.time_source);
    into["covers"] = report.covers;
    into["changes_after"] = name_of(report.changes_after);
    into["indication"] = report.indication;
    into["sub_indication"] = report.sub_indication.empty() ? Json(nullptr) : Json(report.sub_indication);
    into["checks"] = report.checks;
}

void to_json(Json& into, const VerificationReport& report) {
    into = Json::object();
    into["verdict"] = report.verdict;
    into["document_signatures"] = report.document_signatures;
    into["signatures"] = report.signatures;
    into["checks"] = report.checks;
}

}  // namespace sanad::signing
