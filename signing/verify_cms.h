// One CMS SignedData, read strictly: a single signer, and every property that PAdES asks for, each with its
// own answer. Included by signing/*.cpp only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "signing/openssl_handles.h"

namespace sanad::signing {

// Digest of what is signed with the algorithm asked for; nothing where it cannot be had.
using ContentDigest = std::function<std::string(const EVP_MD*)>;

struct CmsFinding {
    bool readable = false;         // a SignedData
    bool padding_is_zero = false;  // behind it
    int signers = 0;
    std::optional<std::string> embedded;  // the content, where it is inside
    bool has_signed_attributes = false;
    bool digest_matches = false;  // the messageDigest attribute is that of the content
    bool signature_matches = false;
    bool attributes_repeat = false;             // an attribute that must stand once stands twice
    bool states_certificate = false;            // an ESS signing-certificate attribute is there
    bool certificate_matches = false;           // and it is the hash of the certificate found
    std::optional<bool> frame_is_regular = {};  // nothing where it cannot be told
    bool has_signing_time = false;
    std::string digest_name = {};     // "SHA2-256"
    std::string signature_name = {};  // "ecdsa-with-SHA256"
    int key_bits = 0;
    bool weak = false;      // SHA-1, MD5, RSA below 2,048 bits
    bool supported = true;  // false: an algorithm that we do not know
    X509Ptr certificate = {};
    X509StackPtr certificates = {};      // all that it brings along
    std::vector<std::string> crls = {};  // that it brings along, DER
    std::vector<std::string> ocsps = {};
    std::vector<std::string> time_stamps = {};  // signature-time-stamp attributes, DER
    std::string signature = {};                 // the value, which a time stamp speaks of
};

// `extra` are certificates to look for the signer's in, besides those inside. Never throws for what the bytes
// say.
CmsFinding read_cms(std::string_view der_and_padding, const ContentDigest& content,
                    const STACK_OF(X509) * extra);

}  // namespace sanad::signing
