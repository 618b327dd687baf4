#include <openssl/http.h>
#include <openssl/ssl.h>

#include "signing/timestamp.h"
#include "signing/timestamp_token.h"

namespace sanad::signing {
namespace {

using TlsPtr = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;

constexpr int longest_answer = 64 * 1024;

struct Address {
    std::string host, port, path;
    bool tls = false;
};

Address parse_address(const std::string& url) {
    char *host = nullptr, *port = nullptr, *path = nullptr;
    int tls = 0;
    const int read =
        OSSL_HTTP_parse_url(url.c_str(), &tls, nullptr, &host, &port, nullptr, &path, nullptr, nullptr);
    const std::unique_ptr<char, Freed<free_openssl_bytes>> hold_host(host), hold_port(port), hold_path(path);
    ERR_clear_error();
    if (read != 1 || url.find("://") == std::string::npos)
        throw Error(ErrorCode::bad_input, "no address of a time-stamp authority: " + url,
                    UserMessage{"signing.tsa_address", {url}});
    return {host, port, path, tls == 1};
}

struct Tls {
    SSL_CTX* context;
    const char* host;
};

// OpenSSL's HTTP client leaves TLS to its caller.
BIO* with_tls(BIO* connection, void* argument, int connecting, int) {
    const auto* tls = static_cast<const Tls*>(argument);
    if (connecting == 0) return connection;
    BIO* layer = BIO_new_ssl(tls->context, 1);
    SSL* session = nullptr;
    if (layer == nullptr || BIO_get_ssl(layer, &session) != 1 ||
        SSL_set_tlsext_host_name(session, tls->host) != 1 || SSL_set1_host(session, tls->host) != 1) {
        BIO_free(layer);
        return nullptr;
    }
    return BIO_push(layer, connection);
}

TlsPtr tls_context() {
    auto made = owned<TlsPtr>(SSL_CTX_new(TLS_client_method()), "SSL_CTX_new");
    succeeded(SSL_CTX_set_default_verify_paths(made.get()), "SSL_CTX_set_default_verify_paths");
    SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
    return made;
}

class OutsideTimeStamper final : public TimeStamper {
public:
    OutsideTimeStamper(const std::string& url, std::chrono::seconds patience)
        : url_(url), address_(parse_address(url)), patience_(patience) {}

    std::string token(std::string_view digest, Moment) override {
        const auto request = time_stamp_request(digest);
        const auto response = ask(der_of(request.get(), i2d_TS_REQ, "i2d_TS_REQ"));
        return token_of(response.get(), request.get(), url_);
    }

    std::string name() const override { return address_.host; }
    bool is_local() const override { return false; }

private:
    TimeResponsePtr ask(const std::string& request) const {
        const auto question = owned<BioPtr>(BIO_new_mem_buf(request.data(), static_cast<int>(request.size())),
                                            "BIO_new_mem_buf");
        const auto context = address_.tls ? tls_context() : nullptr;
        Tls tls{context.get(), address_.host.c_str()};
        const BioPtr answer(OSSL_HTTP_transfer(
            nullptr, address_.host.c_str(), address_.port.c_str(), address_.path.c_str(),
            address_.tls ? 1 : 0, nullptr, nullptr, nullptr, nullptr, address_.tls ? with_tls : nullptr, &tls,
            0, nullptr, "application/timestamp-query", question.get(), "application/timestamp-reply", 1,
            longest_answer, static_cast<int>(patience_.count()), 0));
        TimeResponsePtr response(answer == nullptr ? nullptr : d2i_TS_RESP_bio(answer.get(), nullptr));
        ERR_clear_error();
        if (response == nullptr)
            throw Error(ErrorCode::external, "no time stamp from " + url_,
                        UserMessage{"signing.tsa_unreachable", {url_}});
        return response;
    }

    std::string url_;
    Address address_;
    std::chrono::seconds patience_;
};

}  // namespace

std::unique_ptr<TimeStamper> outside_time_stamper(const std::string& url, std::chrono::seconds patience) {
    return std::make_unique<OutsideTimeStamper>(url, patience);
}

}  // namespace sanad::signing
