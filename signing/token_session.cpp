#include "signing/token_session.h"

#include <dlfcn.h>

#include <fmt/format.h>

namespace sanad::signing {
namespace {

struct FailureRow {
    CK_RV code;
    ErrorCode kind;
    const char* message;
};

constexpr FailureRow failures[] = {
    {CKR_PIN_INCORRECT, ErrorCode::bad_input, "signing.pin_wrong"},
    {CKR_PIN_INVALID, ErrorCode::bad_input, "signing.pin_wrong"},
    {CKR_PIN_LEN_RANGE, ErrorCode::bad_input, "signing.pin_wrong"},
    {CKR_PIN_LOCKED, ErrorCode::conflict, "signing.pin_locked"},
    {CKR_PIN_EXPIRED, ErrorCode::conflict, "signing.pin_locked"},
    {CKR_TOKEN_NOT_PRESENT, ErrorCode::not_found, "signing.token_missing"},
    {CKR_SLOT_ID_INVALID, ErrorCode::not_found, "signing.token_missing"},
    {CKR_USER_PIN_NOT_INITIALIZED, ErrorCode::not_found, "signing.token_no_key"},
};

// The list of functions of a library; it stays loaded, because libraries of tokens do not unload cleanly.
CK_FUNCTION_LIST* functions_of(const std::string& library) {
    void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    auto get = handle == nullptr
                   ? nullptr
                   : reinterpret_cast<CK_C_GetFunctionList>(::dlsym(handle, "C_GetFunctionList"));
    CK_FUNCTION_LIST* functions = nullptr;
    if (get == nullptr || get(&functions) != CKR_OK || functions == nullptr)
        throw Error(ErrorCode::not_found, "no PKCS#11 library: " + library, Where{library},
                    UserMessage{"signing.token_library", {library}});
    return functions;
}

// Padded with blanks to 32 bytes (PKCS#11, 3.2).
std::string label_of(const CK_TOKEN_INFO& info) {
    std::string label(reinterpret_cast<const char*>(info.label), sizeof info.label);
    label.resize(label.find_last_not_of(' ') + 1);
    return label;
}

}  // namespace

Error token_failure(CK_RV code, const char* call, const std::string& token) {
    const auto what = fmt::format("{}: 0x{:x}", call, code);
    for (const auto& row : failures)
        if (row.code == code) return Error(row.kind, what, UserMessage{row.message, {token}});
    return Error(ErrorCode::external, what,
                 UserMessage{"signing.token_gone", {token, fmt::format("0x{:x}", code)}});
}

TokenSession::TokenSession(const TokenChoice& choice, const std::string& pin)
    : name_(choice.token.empty() ? choice.library : choice.token), functions_(functions_of(choice.library)) {
    const CK_RV ready = functions_->C_Initialize(nullptr);
    if (ready != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
        require(ready, "C_Initialize");
        initialised_ = true;
    }
    try {
        const CK_SLOT_ID chosen = slot(choice.token);
        require(functions_->C_OpenSession(chosen, CKF_SERIAL_SESSION, nullptr, nullptr, &session_),
                "C_OpenSession");
        std::string secret = pin;
        const CK_RV entered = functions_->C_Login(
            session_, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(secret.data()), secret.size());
        if (entered != CKR_USER_ALREADY_LOGGED_IN) require(entered, "C_Login");
    } catch (...) {
        if (session_ != 0) functions_->C_CloseSession(session_);
        if (initialised_) functions_->C_Finalize(nullptr);
        throw;
    }
}

TokenSession::~TokenSession() {
    functions_->C_Logout(session_);
    functions_->C_CloseSession(session_);
    if (initialised_) functions_->C_Finalize(nullptr);
}

void TokenSession::require(CK_RV code, const char* call) const {
    if (code != CKR_OK) throw token_failure(code, call, name_);
}

CK_SLOT_ID TokenSession::slot(const std::string& label) {
    CK_ULONG count = 0;
    require(functions_->C_GetSlotList(CK_TRUE, nullptr, &count), "C_GetSlotList");
    std::vector<CK_SLOT_ID> slots(count);
    require(functions_->C_GetSlotList(CK_TRUE, slots.data(), &count), "C_GetSlotList");
    std::vector<CK_SLOT_ID> fitting;
    for (const auto id : slots) {
        CK_TOKEN_INFO info{};
        if (functions_->C_GetTokenInfo(id, &info) != CKR_OK || (info.flags & CKF_TOKEN_INITIALIZED) == 0)
            continue;
        if (label.empty() || label_of(info) == label) fitting.push_back(id);
    }
    if (fitting.size() != 1) throw token_failure(CKR_TOKEN_NOT_PRESENT, "C_GetSlotList", name_);
    return fitting.front();
}

std::vector<CK_OBJECT_HANDLE> TokenSession::find(CK_OBJECT_CLASS kind, const std::string& label) {
    std::string wanted = label;
    CK_ATTRIBUTE attributes[] = {{CKA_CLASS, &kind, sizeof kind}, {CKA_LABEL, wanted.data(), wanted.size()}};
    require(functions_->C_FindObjectsInit(session_, attributes, label.empty() ? 1 : 2), "C_FindObjectsInit");
    std::vector<CK_OBJECT_HANDLE> found(64);
    CK_ULONG count = 0;
    const CK_RV result = functions_->C_FindObjects(session_, found.data(), found.size(), &count);
    functions_->C_FindObjectsFinal(session_);
    require(result, "C_FindObjects");
    found.resize(count);
    return found;
}

std::string TokenSession::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    if (functions_->C_GetAttributeValue(session_, object, &wanted, 1) != CKR_OK ||
        wanted.ulValueLen == CK_UNAVAILABLE_INFORMATION)
        return {};
    std::string value(wanted.ulValueLen, '\0');
    wanted.pValue = value.data();
    require(functions_->C_GetAttributeValue(session_, object, &wanted, 1), "C_GetAttributeValue");
    return value;
}

std::string TokenSession::sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism, const std::string& data) {
    CK_MECHANISM how{mechanism, nullptr, 0};
    require(functions_->C_SignInit(session_, &how, key), "C_SignInit");
    std::string bytes = data;
    std::string signature(1024, '\0');
    CK_ULONG size = signature.size();
    require(functions_->C_Sign(session_, reinterpret_cast<CK_BYTE*>(bytes.data()), bytes.size(),
                               reinterpret_cast<CK_BYTE*>(signature.data()), &size),
            "C_Sign");
    signature.resize(size);
    return signature;
}

}  // namespace sanad::signing
