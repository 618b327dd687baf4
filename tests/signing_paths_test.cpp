// The rules of RFC 5280, 6.1, that the cases of NIST's PKITS go through, each with certificates made here
// with OpenSSL: one rule broken at a time, beside the path that keeps it.
#include <functional>

#include <openssl/conf.h>
#include <openssl/x509v3.h>

#include "signing/private_key.h"
#include "signing/verify_trust.h"
#include "signing_papers.h"

using namespace sanad;
using namespace sanad::test;
using signing::PkeyPtr;
using signing::X509CrlPtr;
using signing::X509Ptr;
using signing::X509StackPtr;

namespace {

using std::chrono::days;

using Extensions = std::vector<std::pair<int, std::string>>;

struct Wanted {
    std::string name = "EE";
    std::string organisation = "Path Tests";
    Extensions extensions = {};
    int from = -100, to = 100;      // days from the day of signing
    std::string issuer_name = {};   // another than the issuer's
    bool spoil = false;             // the signature
    bool unknown_critical = false;  // an extension that nobody knows
};

struct Entity {
    PkeyPtr key;
    X509Ptr certificate;
};

std::time_t seconds(Moment moment) { return static_cast<std::time_t>(moment.time_since_epoch().count()); }

void set_name(X509_NAME* name, const std::string& common, const std::string& organisation) {
    for (const auto& [part, text] : {std::pair{"C", std::string("SA")}, {"O", organisation}, {"CN", common}})
        X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1, 0);
}

Entity issue(const Wanted& wanted, const Entity* issuer) {
    static long serial = 1;
    Entity made{signing::make_key(signing::KeyKind::p256), X509Ptr(X509_new())};
    X509* certificate = made.certificate.get();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
    X509_set_pubkey(certificate, made.key.get());
    set_name(X509_get_subject_name(certificate), wanted.name, wanted.organisation);
    X509* above = issuer == nullptr ? certificate : issuer->certificate.get();
    X509_set_issuer_name(certificate, X509_get_subject_name(above));
    if (!wanted.issuer_name.empty()) {
        X509_NAME* other = X509_NAME_new();
        set_name(other, wanted.issuer_name, "Path Tests");
        X509_set_issuer_name(certificate, other);
        X509_NAME_free(other);
    }
    ASN1_TIME_set(X509_getm_notBefore(certificate), seconds(signing_day + days{wanted.from}));
    ASN1_TIME_set(X509_getm_notAfter(certificate), seconds(signing_day + days{wanted.to}));
    X509V3_CTX context;
    X509V3_set_ctx(&context, above, certificate, nullptr, nullptr, 0);
    CONF* configuration = NCONF_new(nullptr);  // policies are not read without one
    X509V3_set_nconf(&context, configuration);
    Extensions all = wanted.extensions;
    all.emplace_back(NID_subject_key_identifier, "hash");
    if (issuer != nullptr) all.emplace_back(NID_authority_key_identifier, "keyid:always");
    for (const auto& [nid, value] : all) {
        X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
        INFO(value);
        REQUIRE(extension != nullptr);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }
    NCONF_free(configuration);
    if (wanted.unknown_critical) {
        ASN1_OBJECT* object = OBJ_txt2obj("1.2.3.4.5.6.7", 1);
        ASN1_OCTET_STRING* value = ASN1_OCTET_STRING_new();
        ASN1_OCTET_STRING_set(value, reinterpret_cast<const unsigned char*>("\x05\x00"), 2);
        X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, object, 1, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
        ASN1_OCTET_STRING_free(value);
        ASN1_OBJECT_free(object);
    }
    EVP_PKEY* signer = issuer == nullptr || wanted.spoil ? made.key.get() : issuer->key.get();
    REQUIRE(X509_sign(certificate, signer, EVP_sha256()) > 0);
    return made;
}

const Extensions authority_extensions = {{NID_basic_constraints, "critical,CA:TRUE"},
                                         {NID_key_usage, "critical,keyCertSign,cRLSign"}};

Wanted authority_like(const std::string& name, Extensions more = {}) {
    Wanted wanted{.name = name, .extensions = authority_extensions};
    for (auto& one : more) {
        std::erase_if(wanted.extensions, [&](const auto& known) { return known.first == one.first; });
        if (!one.second.empty()) wanted.extensions.push_back(one);
    }
    return wanted;
}

Wanted person(Extensions more = {}) {
    Wanted wanted{.extensions = {{NID_key_usage, "critical,digitalSignature"}}};
    for (auto& one : more) {
        std::erase_if(wanted.extensions, [&](const auto& known) { return known.first == one.first; });
        wanted.extensions.push_back(one);
    }
    return wanted;
}

std::string pem_of(X509* certificate) {
    return signing::certificate_pem(signing::certificate_der(certificate));
}

const Entity& root() {
    static const Entity made = issue(authority_like("Root"), nullptr);
    return made;
}

// From the root downwards, the person last.
bool accepted(const std::vector<Wanted>& path) {
    std::vector<Entity> made;
    for (const auto& wanted : path) made.push_back(issue(wanted, made.empty() ? &root() : &made.back()));
    std::vector<std::string> chain;
    for (const auto& one : made) chain.push_back(signing::certificate_der(one.certificate.get()));
    const auto own = chain.back();
    chain.pop_back();
    return signing::is_trusted(own, chain, {pem_of(root().certificate.get())}, signing_day);
}

struct Rule {
    const char* what;
    bool holds;
    std::vector<Wanted> path;
};

template <class Change>
Wanted with(Wanted wanted, Change change) {
    change(wanted);
    return wanted;
}

const Extensions one_policy = {{NID_certificate_policies, "1.2.3.1"}};
const Extensions other_policy = {{NID_certificate_policies, "1.2.3.2"}};
const Extensions any_policy = {{NID_certificate_policies, "2.5.29.32.0"}};

Extensions joined(Extensions left, const Extensions& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

const std::vector<Rule>& rules() {
    static const std::vector<Rule> table = {
        // 4.1, 4.2, 4.3: signatures, validity, names
        {"a path of two authorities", true, {authority_like("A"), authority_like("B"), person()}},
        {"an authority's certificate that its issuer did not sign",
         false,
         {with(authority_like("A"), [](Wanted& w) { w.spoil = true; }), person()}},
        {"a person's certificate that its issuer did not sign",
         false,
         {authority_like("A"), with(person(), [](Wanted& w) { w.spoil = true; })}},
        {"an authority not yet valid",
         false,
         {with(authority_like("A"), [](Wanted& w) { w.from = 10; }), person()}},
        {"an authority expired", false, {with(authority_like("A"), [](Wanted& w) { w.to = -10; }), person()}},
        {"a person's certificate not yet valid",
         false,
         {authority_like("A"), with(person(), [](Wanted& w) { w.from = 10; })}},
        {"a person's certificate expired",
         false,
         {authority_like("A"), with(person(), [](Wanted& w) { w.to = -10; })}},
        {"an issuer's name that is another",
         false,
         {authority_like("A"), with(person(), [](Wanted& w) { w.issuer_name = "B"; })}},
        // 4.6: basic constraints
        {"an authority without basic constraints",
         false,
         {authority_like("A", {{NID_basic_constraints, ""}}), person()}},
        {"an authority that says it is none",
         false,
         {authority_like("A", {{NID_basic_constraints, "critical,CA:FALSE"}}), person()}},
        {"the same, not critical",
         false,
         {authority_like("A", {{NID_basic_constraints, "CA:FALSE"}}), person()}},
        {"a path length of 0 and a person below",
         true,
         {authority_like("A", {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}}), person()}},
        {"a path length of 0 and an authority below",
         false,
         {authority_like("A", {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}}), authority_like("B"),
          person()}},
        {"a path length of 1 and two authorities below",
         false,
         {authority_like("A", {{NID_basic_constraints, "critical,CA:TRUE,pathlen:1"}}), authority_like("B"),
          authority_like("C"), person()}},
        {"a longer path length below a shorter one",
         false,
         {authority_like("A", {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}}),
          authority_like("B", {{NID_basic_constraints, "critical,CA:TRUE,pathlen:6"}}), person()}},
        {"a self-issued certificate counts for no path length",
         true,
         {authority_like("A", {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}}), authority_like("A"),
          person()}},
        // 4.7: key usage
        {"an authority that may not sign certificates",
         false,
         {authority_like("A", {{NID_key_usage, "critical,cRLSign"}}), person()}},
        {"the same, not critical", false, {authority_like("A", {{NID_key_usage, "cRLSign"}}), person()}},
        {"an authority without key usage", true, {authority_like("A", {{NID_key_usage, ""}}), person()}},
        {"a person's key that may not sign",
         false,
         {authority_like("A"), person({{NID_key_usage, "critical,keyEncipherment"}})}},
        {"a person's key for binding signatures",
         true,
         {authority_like("A"), person({{NID_key_usage, "critical,nonRepudiation"}})}},
        // 4.8 to 4.12: policies
        {"policies that differ, and nobody asks for one",
         true,
         {authority_like("A", one_policy), person(other_policy)}},
        {"a policy asked for, the same all the way",
         true,
         {authority_like("A",
                         joined(one_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:0"}})),
          person(one_policy)}},
        {"a policy asked for, and none there",
         false,
         {authority_like("A",
                         joined(one_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:0"}})),
          person()}},
        {"a policy asked for, and another there",
         false,
         {authority_like("A",
                         joined(one_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:0"}})),
          person(other_policy)}},
        {"a policy asked for two certificates later",
         true,
         {authority_like("A",
                         joined(one_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:5"}})),
          person()}},
        {"any policy serves where it is not inhibited",
         true,
         {authority_like("A",
                         joined(any_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:0"}})),
          person(one_policy)}},
        {"any policy does not serve where it is inhibited",
         false,
         {authority_like("A",
                         joined(any_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:0"},
                                             {NID_inhibit_any_policy, "critical,0"}})),
          authority_like("B", any_policy), person(one_policy)}},
        {"a policy mapped to another",
         true,
         {authority_like("A",
                         joined(one_policy, {{NID_policy_constraints, "critical,requireExplicitPolicy:0"}})),
          authority_like("B", joined(one_policy, {{NID_policy_mappings, "critical,1.2.3.1:1.2.3.2"}})),
          person(other_policy)}},
        {"a policy mapped where mapping is inhibited",
         false,
         {authority_like("A",
                         joined(one_policy, {{NID_policy_constraints,
                                              "critical,requireExplicitPolicy:0,inhibitPolicyMapping:0"}})),
          authority_like("B", joined(one_policy, {{NID_policy_mappings, "critical,1.2.3.1:1.2.3.2"}})),
          person(other_policy)}},
        // 4.13: name constraints
        {"a name inside the permitted ones",
         true,
         {authority_like("A", {{NID_name_constraints, "critical,permitted;email:.example.org"}}),
          person({{NID_subject_alt_name, "email:x@mail.example.org"}})}},
        {"a name outside the permitted ones",
         false,
         {authority_like("A", {{NID_name_constraints, "critical,permitted;email:.example.org"}}),
          person({{NID_subject_alt_name, "email:x@mail.example.com"}})}},
        {"an excluded name",
         false,
         {authority_like("A", {{NID_name_constraints, "critical,excluded;email:.example.org"}}),
          person({{NID_subject_alt_name, "email:x@mail.example.org"}})}},
        {"a name that an authority further up excludes",
         false,
         {authority_like("A", {{NID_name_constraints, "critical,excluded;DNS:example.org"}}),
          authority_like("B"), person({{NID_subject_alt_name, "DNS:www.example.org"}})}},
        {"an address outside the permitted net",
         false,
         {authority_like("A", {{NID_name_constraints, "critical,permitted;IP:192.168.0.0/255.255.0.0"}}),
          person({{NID_subject_alt_name, "IP:10.0.0.1"}})}},
        // 4.16: extensions
        {"a critical extension that nobody knows, of a person",
         false,
         {authority_like("A"), with(person(), [](Wanted& w) { w.unknown_critical = true; })}},
        {"a critical extension that nobody knows, of an authority",
         false,
         {with(authority_like("A"), [](Wanted& w) { w.unknown_critical = true; }), person()}},
    };
    return table;
}

struct ListWanted {
    std::vector<long> revoked = {};
    int from = -1, to = 30;
    bool by_another_key = false;
};

std::string list_of(const Entity& issuer, const ListWanted& wanted) {
    const X509CrlPtr list(X509_CRL_new());
    X509_CRL_set_version(list.get(), 1);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.certificate.get()));
    const signing::Asn1TimePtr from(ASN1_TIME_set(nullptr, seconds(signing_day + days{wanted.from})));
    const signing::Asn1TimePtr to(ASN1_TIME_set(nullptr, seconds(signing_day + days{wanted.to})));
    X509_CRL_set1_lastUpdate(list.get(), from.get());
    X509_CRL_set1_nextUpdate(list.get(), to.get());
    for (const long serial : wanted.revoked) {
        X509_REVOKED* entry = X509_REVOKED_new();
        ASN1_INTEGER* number = ASN1_INTEGER_new();
        ASN1_INTEGER_set(number, serial);
        X509_REVOKED_set_serialNumber(entry, number);
        X509_REVOKED_set_revocationDate(entry, from.get());
        X509_CRL_add0_revoked(list.get(), entry);
        ASN1_INTEGER_free(number);
    }
    const auto other = signing::make_key(signing::KeyKind::p256);
    REQUIRE(X509_CRL_sign(list.get(), wanted.by_another_key ? other.get() : issuer.key.get(), EVP_sha256()) >
            0);
    return signing::der_of(list.get(), i2d_X509_CRL, "i2d_X509_CRL");
}

long serial_of(const Entity& entity) {
    return ASN1_INTEGER_get(X509_get0_serialNumber(entity.certificate.get()));
}

}  // namespace

TEST_CASE("the rules of certificate paths hold, each of them", "[signing][hostile]") {
    CHECK(rules().size() >= 35);
    for (const auto& rule : rules()) {
        CAPTURE(rule.what);
        CHECK(accepted(rule.path) == rule.holds);
    }
}

TEST_CASE("what issuers take back is taken back, by their own word only", "[signing][hostile]") {
    const Entity above = issue(authority_like("A"), &root());
    const Entity someone = issue(person(), &above);
    const X509StackPtr known(sk_X509_new_null());
    X509_up_ref(above.certificate.get());
    sk_X509_push(known.get(), above.certificate.get());
    const signing::TrustAnchors anchors({pem_of(root().certificate.get())});
    const auto found = [&](const std::vector<std::string>& lists) {
        signing::RevocationEvidence evidence;
        for (const auto& list : lists) evidence.add_crl(list, false);
        return anchors.check(someone.certificate.get(), known.get(), signing_day,
                             signing::CertificateRole::signer, evidence);
    };
    const auto clean = list_of(root(), {});
    CHECK(found({clean, list_of(above, {})}).trusted);
    CHECK(found({clean, list_of(above, {})}).revocation_known);
    CHECK_FALSE(found({clean}).revocation_known);
    // The person, the authority, and both.
    CHECK(found({clean, list_of(above, {.revoked = {serial_of(someone)}})}).revoked);
    const auto authority_gone = found({list_of(root(), {.revoked = {serial_of(above)}}), list_of(above, {})});
    CHECK(authority_gone.authority_revoked);
    CHECK_FALSE(authority_gone.trusted);
    CHECK(found({clean, list_of(above, {.revoked = {serial_of(someone) + 1}})}).trusted);
    // A list that its issuer did not sign, one that ran out, one of another's.
    CHECK_FALSE(found({clean, list_of(above, {.by_another_key = true})}).revocation_known);
    CHECK_FALSE(
        found({clean, list_of(above, {.revoked = {serial_of(someone)}, .by_another_key = true})}).revoked);
    CHECK_FALSE(found({clean, list_of(above, {.from = -60, .to = -30})}).revocation_known);
    CHECK_FALSE(found({clean, list_of(root(), {.revoked = {serial_of(someone)}})}).revoked);
    // Stated once, it stays.
    CHECK(found({clean, list_of(above, {.revoked = {serial_of(someone)}, .from = -60, .to = -30})}).revoked);
}

TEST_CASE("a list of an authority that may not sign lists says nothing", "[signing][hostile]") {
    const Entity above = issue(authority_like("A", {{NID_key_usage, "critical,keyCertSign"}}), &root());
    const Entity someone = issue(person(), &above);
    signing::RevocationEvidence evidence;
    evidence.add_crl(list_of(above, {.revoked = {serial_of(someone)}}), false);
    const auto said = evidence.about(someone.certificate.get(), above.certificate.get(), signing_day);
    CHECK_FALSE(said.known);
    CHECK_FALSE(said.revoked_at);
}
