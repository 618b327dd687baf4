#include "signing/timestamp_token.h"

#include <array>

#include <openssl/rand.h>

namespace sanad::signing {
namespace {

using ResponderPtr = std::unique_ptr<TS_RESP_CTX, Freed<TS_RESP_CTX_free>>;
using ImprintPtr = std::unique_ptr<TS_MSG_IMPRINT, Freed<TS_MSG_IMPRINT_free>>;
using AlgorithmPtr = std::unique_ptr<X509_ALGOR, Freed<X509_ALGOR_free>>;
using VerifierPtr = std::unique_ptr<TS_VERIFY_CTX, Freed<TS_VERIFY_CTX_free>>;

// Ours, of the same arc as the certificates' (docs/decisions/0064-local-authority.md).
constexpr const char* stamping_policy = "2.25.49345194943356581609937393897770185411";

ASN1_INTEGER* random_integer() {
    std::array<unsigned char, 16> bytes{};
    succeeded(RAND_bytes(bytes.data(), bytes.size()), "RAND_bytes");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7F) | 0x40);
    const BignumPtr number(BN_bin2bn(bytes.data(), bytes.size(), nullptr));
    return BN_to_ASN1_INTEGER(number.get(), nullptr);
}

ASN1_INTEGER* next_serial(TS_RESP_CTX*, void*) { return random_integer(); }

int time_of(TS_RESP_CTX*, void* data, long* seconds, long* microseconds) {
    *seconds = static_cast<long>(static_cast<Moment*>(data)->time_since_epoch().count());
    *microseconds = 0;
    return 1;
}

ResponderPtr responder(X509* certificate, EVP_PKEY* key, const STACK_OF(X509) * chain) {
    auto made = owned<ResponderPtr>(TS_RESP_CTX_new(), "TS_RESP_CTX_new");
    const std::unique_ptr<ASN1_OBJECT, Freed<ASN1_OBJECT_free>> policy(OBJ_txt2obj(stamping_policy, 1));
    succeeded(TS_RESP_CTX_set_signer_cert(made.get(), certificate), "TS_RESP_CTX_set_signer_cert");
    succeeded(TS_RESP_CTX_set_signer_key(made.get(), key), "TS_RESP_CTX_set_signer_key");
    succeeded(TS_RESP_CTX_set_signer_digest(made.get(), EVP_sha256()), "TS_RESP_CTX_set_signer_digest");
    succeeded(TS_RESP_CTX_set_ess_cert_id_digest(made.get(), EVP_sha256()),
              "TS_RESP_CTX_set_ess_cert_id_digest");
    succeeded(TS_RESP_CTX_set_def_policy(made.get(), policy.get()), "TS_RESP_CTX_set_def_policy");
    X509StackPtr others(sk_X509_new_null());
    add_certificates(others.get(), chain);
    succeeded(TS_RESP_CTX_set_certs(made.get(), others.get()), "TS_RESP_CTX_set_certs");
    for (const EVP_MD* digest : {EVP_sha256(), EVP_sha384(), EVP_sha512()})
        succeeded(TS_RESP_CTX_add_md(made.get(), digest), "TS_RESP_CTX_add_md");
    succeeded(TS_RESP_CTX_set_accuracy(made.get(), 1, 0, 0), "TS_RESP_CTX_set_accuracy");
    return made;
}

}  // namespace

TimeRequestPtr time_stamp_request(std::string_view digest) {
    auto request = owned<TimeRequestPtr>(TS_REQ_new(), "TS_REQ_new");
    const auto imprint = owned<ImprintPtr>(TS_MSG_IMPRINT_new(), "TS_MSG_IMPRINT_new");
    const auto algorithm = owned<AlgorithmPtr>(X509_ALGOR_new(), "X509_ALGOR_new");
    succeeded(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr),
              "X509_ALGOR_set0");
    succeeded(TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()), "TS_MSG_IMPRINT_set_algo");
    std::string copy(digest);
    succeeded(TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(copy.data()),
                                     static_cast<int>(copy.size())),
              "TS_MSG_IMPRINT_set_msg");
    succeeded(TS_REQ_set_version(request.get(), 1), "TS_REQ_set_version");
    succeeded(TS_REQ_set_msg_imprint(request.get(), imprint.get()), "TS_REQ_set_msg_imprint");
    const std::unique_ptr<ASN1_INTEGER, Freed<ASN1_INTEGER_free>> nonce(random_integer());
    succeeded(TS_REQ_set_nonce(request.get(), nonce.get()), "TS_REQ_set_nonce");
    succeeded(TS_REQ_set_cert_req(request.get(), 1), "TS_REQ_set_cert_req");
    return request;
}

std::string make_token(TS_REQ* request, X509* certificate, EVP_PKEY* key, const STACK_OF(X509) * chain,
                       Moment now) {
    const auto context = responder(certificate, key, chain);
    TS_RESP_CTX_set_serial_cb(context.get(), next_serial, nullptr);
    TS_RESP_CTX_set_time_cb(context.get(), time_of, &now);
    const auto bytes = der_of(request, i2d_TS_REQ, "i2d_TS_REQ");
    const auto bio =
        owned<BioPtr>(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())), "BIO_new_mem_buf");
    const auto response =
        owned<TimeResponsePtr>(TS_RESP_create_response(context.get(), bio.get()), "TS_RESP_create_response");
    PKCS7* token = TS_RESP_get_token(response.get());
    if (token == nullptr) throw_openssl("TS_RESP_create_response");
    return der_of(token, i2d_PKCS7, "i2d_PKCS7");
}

std::string token_of(TS_RESP* response, TS_REQ* request, const std::string& authority) {
    const auto refuse = [&](const char* what, const char* message) {
        ERR_clear_error();
        throw Error(ErrorCode::external, what, UserMessage{message, {authority}});
    };
    const auto status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)));
    PKCS7* token = TS_RESP_get_token(response);
    if (status > 1 || token == nullptr) refuse("the authority refused", "signing.tsa_refused");
    // Imprint and nonce: an answer to somebody else's question is no time stamp of ours. Whether its
    // certificate is trusted is for whoever verifies.
    const auto context =
        owned<VerifierPtr>(TS_REQ_to_TS_VERIFY_CTX(request, nullptr), "TS_REQ_to_TS_VERIFY_CTX");
    TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    if (TS_RESP_verify_response(context.get(), response) != 1)
        refuse("the answer is not to this question", "signing.tsa_answer_wrong");
    // A token that is broken on its way would be found only by whoever verifies, when it is too late.
    constexpr int only_its_value = PKCS7_NOVERIFY | PKCS7_NOCHAIN;
    if (PKCS7_verify(token, nullptr, nullptr, nullptr, nullptr, only_its_value) != 1)
        refuse("the answer's signature is broken", "signing.tsa_answer_wrong");
    return der_of(token, i2d_PKCS7, "i2d_PKCS7");
}

std::string sha256(std::string_view bytes) {
    std::string digest(32, '\0');
    succeeded(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                         EVP_sha256(), nullptr),
              "EVP_Digest");
    return digest;
}

}  // namespace sanad::signing
