#include "storage/digest.h"

#include "core/error.h"

namespace sanad::storage {
namespace {

void must(int ok, const char* call) {
    if (ok != 1) throw Error(ErrorCode::external, std::string(call) + " failed");
}

}  // namespace

Digest::Digest() : context_(EVP_MD_CTX_new()) {
    must(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr), "EVP_DigestInit_ex");
}

void Digest::add(std::string_view bytes) {
    must(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()), "EVP_DigestUpdate");
}

std::string Digest::so_far() const {
    const std::unique_ptr<EVP_MD_CTX, Free> copy(EVP_MD_CTX_new());
    must(EVP_MD_CTX_copy_ex(copy.get(), context_.get()), "EVP_MD_CTX_copy_ex");
    std::string made(32, '\0');
    must(EVP_DigestFinal_ex(copy.get(), reinterpret_cast<unsigned char*>(made.data()), nullptr),
         "EVP_DigestFinal_ex");
    return made;
}

}  // namespace sanad::storage
