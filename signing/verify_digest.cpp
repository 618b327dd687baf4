#include "signing/verify_digest.h"

namespace sanad::signing {

std::string CoveredDigests::digest(const EVP_MD* algorithm, std::uint64_t head, std::uint64_t tail,
                                   std::uint64_t end) {
    Running& running = running_[EVP_MD_get_type(algorithm)];
    if (running.context == nullptr || running.done > head) {
        running.context = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
        succeeded(EVP_DigestInit_ex(running.context.get(), algorithm, nullptr), "EVP_DigestInit_ex");
        running.done = 0;
    }
    succeeded(EVP_DigestUpdate(running.context.get(), pdf_.data() + running.done, head - running.done),
              "EVP_DigestUpdate");
    running.done = head;
    const auto whole = owned<DigestContextPtr>(EVP_MD_CTX_new(), "EVP_MD_CTX_new");
    succeeded(EVP_MD_CTX_copy_ex(whole.get(), running.context.get()), "EVP_MD_CTX_copy_ex");
    succeeded(EVP_DigestUpdate(whole.get(), pdf_.data() + tail, end - tail), "EVP_DigestUpdate");
    std::string digest(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
    succeeded(EVP_DigestFinal_ex(whole.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr),
              "EVP_DigestFinal_ex");
    return digest;
}

}  // namespace sanad::signing
