// A session with a token, and what its answers mean. Included by signing/*.cpp and their tests only.
#pragma once

#include <string>
#include <vector>

#include <p11-kit/pkcs11.h>

#include "core/error.h"
#include "signing/token.h"

namespace sanad::signing {

// What a person is told of a PKCS#11 return value that is not CKR_OK.
Error token_failure(CK_RV code, const char* call, const std::string& token);

class TokenSession {
public:
    // Opens a session on the chosen token and logs in.
    TokenSession(const TokenChoice& choice, const std::string& pin);
    ~TokenSession();
    TokenSession(const TokenSession&) = delete;
    TokenSession& operator=(const TokenSession&) = delete;

    // Objects of a class, with a label where one is named.
    std::vector<CK_OBJECT_HANDLE> find(CK_OBJECT_CLASS kind, const std::string& label);
    std::string attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);  // empty where it has none
    std::string sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism, const std::string& data);

private:
    CK_SLOT_ID slot(const std::string& label);
    void require(CK_RV code, const char* call) const;

    std::string name_;
    CK_FUNCTION_LIST* functions_ = nullptr;
    CK_SESSION_HANDLE session_ = 0;
    bool initialised_ = false;
};

}  // namespace sanad::signing
