// Time stamps of an authority that is not ours: openssl ts behind a small HTTP server, with certificates of
// another root, of RSA; and servers that answer anything else.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <thread>

#include "signing/levels.h"
#include "signing_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

using signing::Level;

// Answers one question after the other on a port of this machine, with whatever `answer` makes of it.
class Server {
public:
    using Answer = std::function<std::string(const std::string& question)>;

    explicit Server(Answer answer) : answer_(std::move(answer)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* name = reinterpret_cast<sockaddr*>(&address);
        socklen_t length = sizeof address;
        REQUIRE(::bind(socket_, name, length) == 0);
        REQUIRE(::listen(socket_, 8) == 0);
        REQUIRE(::getsockname(socket_, name, &length) == 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~Server() {
        ending_ = true;
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/stamp"; }

private:
    void serve() {
        while (!ending_) {
            const int peer = ::accept(socket_, nullptr, nullptr);
            if (peer < 0) return;
            const auto made = answer_(question_of(peer));
            for (std::size_t sent = 0; sent < made.size();) {
                const auto more = ::send(peer, made.data() + sent, made.size() - sent, MSG_NOSIGNAL);
                if (more <= 0) break;
                sent += static_cast<std::size_t>(more);
            }
            ::close(peer);
        }
    }

    static std::string question_of(int peer) {
        std::string got;
        std::array<char, 4096> part{};
        for (;;) {
            const auto head = got.find("\r\n\r\n");
            const auto length = got.find("Content-Length: ");
            if (head != std::string::npos && length != std::string::npos &&
                got.size() >= head + 4 + std::stoul(got.substr(length + 16)))
                return got.substr(head + 4);
            const auto read = ::recv(peer, part.data(), part.size(), 0);
            if (read <= 0) return "";
            got.append(part.data(), static_cast<std::size_t>(read));
        }
    }

    Answer answer_;
    int socket_;
    int port_ = 0;
    std::atomic<bool> ending_ = false;
    std::thread thread_;
};

std::string reply(const std::string& body, const std::string& status = "200 OK",
                  const std::string& type = "application/timestamp-reply") {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

// Another association's root, clock and revocation list.
class Clock {
public:
    Clock() {
        folder_.put("ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
        folder_.put("serial", "01\n");
        folder_.put("index", "");
        folder_.put("config", config("stamp", "sha256") + config("strict", "sha512") +
                                  "[ca]\ndefault_ca=root\n[root]\ndatabase=index\ndefault_md=sha256\n");
        const auto made = in_folder(
            "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 "
            "-subj '/O=Time of Others/CN=Outside Root' -addext keyUsage=critical,keyCertSign,cRLSign && "
            "openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr "
            "-subj '/O=Time of Others/CN=Outside Clock' && "
            "openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 "
            "-extfile ext -out tsa.pem && "
            "openssl ca -config config -gencrl -keyfile ca.key -cert ca.pem -crldays 30 -out crl.pem");
        CAPTURE(made.text);
        REQUIRE(made.code == 0);
    }

    std::string answer(const std::string& question, const std::string& section = "stamp") const {
        write_file(folder_.file("question"), question);
        const auto command = "cd " + folder_.file(".") + " && openssl ts -reply -config config -section " +
                             section + " -queryfile question -out answer >/dev/null 2>&1";
        return std::system(command.c_str()) == 0 ? read_file(folder_.file("answer")) : "";
    }
    std::string file(const std::string& name) const { return read_file(folder_.file(name)); }

private:
    static std::string config(const std::string& name, const std::string& digest) {
        return "[" + name +
               "]\nserial=serial\nsigner_cert=tsa.pem\ncerts=ca.pem\nsigner_key=tsa.key\nsigner_digest="
               "sha256\n"
               "default_policy=1.2.3.4.1\naccuracy=secs:1\ness_cert_id_alg=sha256\ndigests=" +
               digest + "\n";
    }
    Output in_folder(const std::string& command) const {
        return run("cd " + folder_.file(".") + " && ( " + command + " )");
    }

    Folder folder_;
};

const Clock& outside_clock() {
    static const Clock made;
    return made;
}

// The outside clock tells the time of this machine, so who signs lives now too.
Moment this_moment() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

const signing::Authority& authority_of_today() {
    static const signing::Authority made(
        signing::make_authority("Jamiyat al-Amal", this_moment() - std::chrono::days{30}));
    return made;
}

signing::Signer& signer_of_today() {
    static const auto made = signing::open_pkcs12(
        authority_of_today()
            .issue_member("سعد بن فهد الراشد", "عضو", "four words", this_moment() - std::chrono::days{3})
            .pkcs12,
        "four words");
    return *made;
}

signing::VerificationReport verified_today(const std::string& pdf, bool outside_trusted) {
    auto trusted = authority_of_today().trust_pem();
    if (outside_trusted) trusted.push_back(outside_clock().file("ca.pem"));
    return signing::verify_pdf(pdf, {.trusted_pem = trusted, .now = this_moment() + std::chrono::hours{1}});
}

std::string signed_today(signing::TimeStamper* stamper) {
    auto how = options("member-1");
    how.now = this_moment();
    how.stamper = stamper;
    return signing::sign_pdf(sheet(1), signer_of_today(), how);
}

// What a signature with such an answer ends in: the message's id.
std::string refused(Server::Answer answer) {
    const Server server(std::move(answer));
    const auto stamper = signing::outside_time_stamper(server.url(), std::chrono::seconds{1});
    try {
        signed_today(stamper.get());
    } catch (const Error& error) {
        return error.message().id;
    }
    return "accepted";
}

}  // namespace

TEST_CASE("an outside time-stamp authority gives a signature its time", "[signing]") {
    const Server server([](const auto& question) { return reply(outside_clock().answer(question)); });
    const auto stamper = signing::outside_time_stamper(server.url());
    const auto pdf = signed_today(stamper.get());
    const auto report = verified_today(pdf, true).signatures.at(0);
    CHECK(report.level == "B-T");
    CHECK(report.indication == "TOTAL-PASSED");
    CHECK(report.time_source == "timestamp");
    CHECK(report.time_authority == "Outside Clock (Time of Others)");
    // Where nobody trusts it, its time counts for nothing and the signature stays what it was.
    const auto alone = verified_today(pdf, false).signatures.at(0);
    CHECK(alone.time_source == "claimed");
    CHECK(alone.indication == "TOTAL-PASSED");
}

TEST_CASE("B-LTA with an outside time-stamp authority and its own revocation list", "[signing]") {
    const Server server([](const auto& question) { return reply(outside_clock().answer(question)); });
    const auto stamper = signing::outside_time_stamper(server.url());
    const auto plain = signed_today(nullptr);
    auto evidence = authority_of_today().evidence(this_moment());
    evidence.add(signing::read_evidence(outside_clock().file("ca.pem") + outside_clock().file("crl.pem")));
    const auto pdf = signing::raise_level(plain, Level::lta, *stamper, evidence, this_moment());
    CHECK(pdf.substr(0, plain.size()) == plain);
    const auto report = verified_today(pdf, true);
    CHECK(report.verdict == "valid");
    CHECK(report.signatures.at(0).level == "B-LTA");
    CHECK(report.signatures.at(0).time_authority == "Outside Clock (Time of Others)");
    CHECK(report.signatures.at(0).changes_after == signing::ChangesAfter::permitted);
    const Folder folder;
    const auto file = folder.put("signed.pdf", pdf);
    CHECK(run("qpdf --check " + file).code == 0);
    CHECK(count_of(run("pdfsig -nocert " + file).text, "Signature is Valid") == 1);
}

TEST_CASE("without the outside authority's own evidence nothing is called long-term", "[signing][hostile]") {
    const Server server([](const auto& question) { return reply(outside_clock().answer(question)); });
    const auto stamper = signing::outside_time_stamper(server.url());
    const auto plain = signed_today(nullptr);
    const auto evidence = authority_of_today().evidence(this_moment());
    std::string id = "accepted";
    try {
        signing::raise_level(plain, Level::lt, *stamper, evidence, this_moment());
    } catch (const Error& error) {
        id = error.message().id;
    }
    CHECK(id == "signing.no_revocation");
}

TEST_CASE("answers of time-stamp authorities that are no answer to our question", "[signing][hostile]") {
    const auto& clock = outside_clock();
    const auto changed = [](std::string text, std::size_t at) {
        text.at(at) = static_cast<char>(text.at(at) ^ 1);
        return text;
    };
    const std::string wrong = "signing.tsa_answer_wrong", silent = "signing.tsa_unreachable";
    CHECK(refused([&](const auto& q) { return reply(clock.answer(q)); }) == "accepted");
    // The nonce stands before the last three bytes, the imprint behind "04 20".
    CHECK(refused([&](const auto& q) { return reply(clock.answer(changed(q, q.size() - 5))); }) == wrong);
    CHECK(refused([&](const auto& q) { return reply(clock.answer(changed(q, q.find("\x04\x20") + 9))); }) ==
          wrong);
    CHECK(refused([&](const auto& q) { return reply(clock.answer(q, "strict")); }) == "signing.tsa_refused");
    CHECK(refused([&](const auto& q) {
              const auto made = clock.answer(q);
              return reply(changed(made, made.size() - 7));
          }) == wrong);  // its own signature
    CHECK(refused([&](const auto& q) {
              const auto made = clock.answer(q);
              return reply(made.substr(0, made.size() / 2));
          }) == silent);
    CHECK(refused([](const auto&) { return reply("<html>no such page</html>"); }) == silent);
    CHECK(refused([](const auto&) { return reply(""); }) == silent);
    CHECK(refused([](const auto&) { return reply("", "500 Internal Server Error"); }) == silent);
    CHECK(refused([](const auto&) { return std::string("\0\xff\n\n", 4); }) == silent);
    CHECK(refused([](const auto&) {
              return reply("\x30\x84\x7f\xff\xff\xff" + std::string(1 << 20, 'A'));
          }) == silent);
    CHECK(refused([](const auto&) {
              return std::string("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n");
          }) == silent);
}

TEST_CASE("a time-stamp authority that never answers is given up", "[signing][hostile]") {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(refused([](const auto&) {
              std::this_thread::sleep_for(std::chrono::seconds{3});
              return std::string();
          }) == "signing.tsa_unreachable");
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{10});
    const auto nobody = signing::outside_time_stamper("http://127.0.0.1:1/");
    CHECK_THROWS_AS(signed_today(nobody.get()), Error);
    CHECK_THROWS_AS(signing::outside_time_stamper("ftp://127.0.0.1/"), Error);
}
