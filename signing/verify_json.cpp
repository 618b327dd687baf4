#include <nlohmann/json.hpp>

#include "core/error.h"
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

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

// Null and missing are empty.
std::string text_in(const Json& from, const char* key) {
    const auto found = from.find(key);
    return found == from.end() || found->is_null() ? std::string() : found->get<std::string>();
}

// What a worker says that cannot be understood is an error, not an exception of the library's own.
template <class Read>
void strictly(const Read& read) {
    try {
        read();
    } catch (const Json::exception& error) {
        throw Error(ErrorCode::bad_input, std::string("a verification report: ") + error.what());
    }
}

}  // namespace

void to_json(Json& into, const SignatureReport& report) {
    into = Json::object();
    into["kind"] = report.is_timestamp ? "timestamp" : "signature";
    into["field"] = report.field;
    into["signer"] = report.signer;
    into["issuer"] = report.issuer;
    into["organisation"] = or_null(report.organisation);
    into["authority"] = or_null(report.authority);
    into["reason"] = or_null(report.reason);
    into["intact"] = report.intact;
    into["trusted"] = report.trusted;
    into["level"] = report.level;
    into["time"] = or_null(report.time);
    into["time_source"] = or_null(report.time_source);
    into["time_authority"] = or_null(report.time_authority);
    into["covers"] = report.covers;
    into["revision"] = report.revision;
    into["changes_after"] = name_of(report.changes_after);
    into["indication"] = report.indication;
    into["sub_indication"] = or_null(report.sub_indication);
    into["certificate_until"] = or_null(report.certificate_until);
    into["checks"] = report.checks;
}

void to_json(Json& into, const VerificationReport& report) {
    into = Json::object();
    into["verdict"] = report.verdict;
    into["revisions"] = report.revisions;
    into["document_signatures"] = report.document_signatures;
    into["signatures"] = report.signatures;
    into["checks"] = report.checks;
}

void from_json(const Json& from, SignatureReport& report) {
    strictly([&] {
        report.is_timestamp = text_in(from, "kind") == "timestamp";
        for (const auto& [key, member] : std::initializer_list<std::pair<const char*, std::string*>>{
                 {"field", &report.field},
                 {"signer", &report.signer},
                 {"issuer", &report.issuer},
                 {"organisation", &report.organisation},
                 {"authority", &report.authority},
                 {"reason", &report.reason},
                 {"level", &report.level},
                 {"time", &report.time},
                 {"time_source", &report.time_source},
                 {"time_authority", &report.time_authority},
                 {"covers", &report.covers},
                 {"certificate_until", &report.certificate_until},
                 {"indication", &report.indication},
                 {"sub_indication", &report.sub_indication}})
            *member = text_in(from, key);
        report.intact = from.at("intact").get<bool>();
        report.trusted = from.at("trusted").get<bool>();
        report.revision = from.at("revision").get<int>();
        const auto changes = text_in(from, "changes_after");
        report.changes_after = changes == "none"        ? ChangesAfter::none
                               : changes == "permitted" ? ChangesAfter::permitted
                                                        : ChangesAfter::forbidden;
        report.checks = from.at("checks").get<std::vector<Check>>();
    });
}

void from_json(const Json& from, VerificationReport& report) {
    strictly([&] {
        report.verdict = text_in(from, "verdict");
        report.revisions = from.at("revisions").get<int>();
        report.document_signatures = from.at("document_signatures").get<int>();
        report.signatures = from.at("signatures").get<std::vector<SignatureReport>>();
        report.checks = from.at("checks").get<std::vector<Check>>();
    });
}

}  // namespace sanad::signing
