// sanad archive as it is called from outside.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/program.h"

using namespace sanad;
using sanad::test::Office;

namespace {

namespace fs = std::filesystem;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Said in both languages, and nothing done.
void check_refused(const test::Ran& ran) {
    CAPTURE(ran.out, ran.errors);
    CHECK(ran.exit == 3);
    CHECK(has(ran.errors, "\xd8"));
    CHECK(std::count(ran.errors.begin(), ran.errors.end(), '\n') >= 2);
}

std::string take(const Office& office, const std::string& sample = "/request-typed.png") {
    const auto ran = office.run({"take", "--json", test::samples + sample});
    CAPTURE(ran.errors);
    REQUIRE(ran.exit <= 1);
    return parse_json(ran.out.substr(0, ran.out.find('\n'))).at("case").get<std::string>();
}

int hits(const std::string& folder, const std::string& secret) {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && has(test::contents(entry.path().string()), secret)) ++count;
    return count;
}

}  // namespace

TEST_CASE("no command writes over the archive's own files", "[app][hostile]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const std::string before = test::contents(office / "archive/keys");
    check_refused(office.run({"archive", "log", "-o", "archive/keys"}));
    check_refused(office.run({"archive", "log", "--page", "archive/data.mdb"}));
    check_refused(office.run({"records", "export", "-o", "archive/mark"}));
    check_refused(office.run({"form", "blank", "support-request", "-o", "archive/keys.copy"}));
    check_refused(office.run({"archive", "keys", "add-key-file", "archive/server.key"}));
    check_refused(office.run({"archive", "backup", "archive/backup.sanad"}));
    CHECK(test::contents(office / "archive/keys") == before);
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("what lies beside the sealed files is looked at by the check, too", "[app][hostile]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    REQUIRE(office.run({"archive", "check"}).exit == 0);
    const auto found = [&](const std::string& name, const std::string& id) {
        const auto ran = office.run({"archive", "check", "--json"});
        CAPTURE(name, ran.out, ran.errors);
        CHECK(ran.exit == 1);
        CHECK(has(ran.out, id));
        CHECK(has(ran.out, name));
        CHECK_FALSE(has(ran.out, "storage.whole"));
    };
    for (const auto& [name, id] : {std::pair<std::string, std::string>{"trust.pem", "archive.trust_damaged"},
                                   {"root-key.pem", "archive.root_key_damaged"}}) {
        const std::string at = office.archive() + "/" + name, whole = test::contents(at);
        for (const std::size_t place :
             {std::size_t{0}, std::size_t{40}, whole.size() / 2, whole.size() - 3, whole.size() - 1}) {
            std::string bytes = whole;
            bytes[place] ^= 1;
            test::put(at, bytes);
            found(name, id);
        }
        for (const std::size_t size : {std::size_t{0}, whole.size() / 2, whole.size() - 1}) {
            test::put(at, whole.substr(0, size));
            found(name, id);
        }
        test::put(at, whole + whole);
        found(name, id);
        test::put(at, whole);
        CHECK(office.run({"archive", "check"}).exit == 0);
    }
    // Carried away is not damaged; the certificates are written again from the archive.
    fs::rename(office.archive() + "/root-key.pem", office / "root-key.pem");
    CHECK(office.run({"archive", "check"}).exit == 0);
    fs::remove(office.archive() + "/trust.pem");
    found("trust.pem", "archive.trust_damaged");
    REQUIRE(office.run({"key", "export", "-o", "archive/trust.pem"}).exit == 0);
    CHECK(office.run({"archive", "check"}).exit == 0);
    // And in a copy, as the backup has it.
    REQUIRE(office.run({"archive", "backup", "stick"}).exit == 0);
    fs::remove_all(office.archive());
    REQUIRE(office.run({"archive", "restore", "stick"}).exit == 0);
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("the root's key is not put into an archive, and without its place there is no archive",
          "[app][hostile]") {
    const Office office;
    check_refused(office.run({"init", "--root-key", "archive/other.pem"}));
    check_refused(office.run({"init", "--root-key", "none/../archive/deep/key.pem"}));
    check_refused(office.run({"init", "--root-key", "no-such-folder/key.pem"}));
    test::put(office / "there.pem", "something");
    check_refused(office.run({"init", "--root-key", "there.pem"}));
    CHECK(test::contents(office / "there.pem") == "something");
    CHECK_FALSE(fs::exists(office.archive()));
    REQUIRE(office.run({"init", "--root-key", "archive/root-key.pem"}).exit == 0);
    const Office other;
    check_refused(other.run({"init", "--root-key", office / "archive/key.pem"}));
    CHECK_FALSE(fs::exists(other.archive()));
    REQUIRE(other.run({"init", "--root-key", "root.pem"}).exit == 0);
    CHECK(fs::exists(other / "root.pem"));
    CHECK_FALSE(fs::exists(other.archive() + "/root-key.pem"));
    CHECK(other.run({"archive", "check"}).exit == 0);
}

TEST_CASE("init that was ended at any moment is called again", "[app][hostile]") {
    int cut = 0;
    for (int round = 0; round < 12; ++round) {
        const Office office;
        const std::string passphrase = "a long passphrase of a test";
        const pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            setenv("SANAD_PASSPHRASE", passphrase.c_str(), 1);
            const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
            dup2(nothing, STDOUT_FILENO);
            execl(test::program.c_str(), "sanad", "--archive", office.archive().c_str(), "init", nullptr);
            _exit(127);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 70 * round));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        const bool made = fs::exists(office.archive());
        cut += !made;
        const auto again = office.run({"init"}, passphrase);
        CAPTURE(round, made, again.errors);
        CHECK(again.exit == (made ? 3 : 0));
        CHECK(office.run({"archive", "check"}, passphrase).exit == 0);
        CHECK(office.run({"key", "list"}, passphrase).exit == 0);
        CHECK(fs::exists(office.archive() + "/trust.pem"));
    }
    CHECK(cut > 0);
}

TEST_CASE("an archive is backed up, lost, and restored", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    REQUIRE(office.run({"records", "import", test::samples + "/people.csv"}).exit == 0);
    const auto first = parse_json(office.run({"archive", "backup", "stick", "--json"}).out);
    CHECK(first.at("full") == true);
    CHECK(first.at("rows") > 100);
    CHECK(office.run({"archive", "backup", "one.sanad"}).exit == 0);
    const auto again = parse_json(office.run({"archive", "backup", "stick", "--json"}).out);
    CHECK(again.at("rows") == 0);
    const std::string records = office.run({"records", "show", "R-000001"}).out;
    check_refused(office.run({"archive", "restore", "stick"}));  // there is an archive
    fs::remove_all(office.archive());
    std::string bytes = test::contents(office / "one.sanad");
    bytes[bytes.size() / 2] ^= 1;
    test::put(office / "one.sanad", bytes);
    check_refused(office.run({"archive", "restore", "one.sanad"}));
    check_refused(office.run({"archive", "restore", "nowhere"}));
    check_refused(office.run({"archive", "restore", "stick"}, "another passphrase"));
    CHECK_FALSE(fs::exists(office.archive()));
    const auto ran = office.run({"archive", "restore", "stick"});
    CAPTURE(ran.errors);
    CHECK(ran.exit == 0);
    CHECK(office.run({"records", "show", "R-000001"}).out == records);
    CHECK(office.run({"archive", "check"}).exit == 0);
    CHECK(office.run({"archive", "compact"}).exit == 0);
    CHECK(office.run({"archive", "check"}).exit == 0);
}

TEST_CASE("a checkpoint that was carried away tells that the archive was put back", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const std::string id = take(office);
    const std::string copy = office / "copy";
    fs::copy(office.archive(), copy, fs::copy_options::recursive);
    REQUIRE(office.run({"archive", "hold", id, "--why", "a question of the court"}).exit == 0);
    CHECK(office.run({"archive", "log", "-o", "checkpoint.txt"}).exit == 0);
    CHECK(test::contents(office / "checkpoint.txt") == office.run({"archive", "log"}).out);
    CHECK(has(office.run({"archive", "log", "key"}).out, "sanad-archive/"));
    CHECK(office.run({"archive", "log", "verify", "--against", "checkpoint.txt"}).exit == 0);
    CHECK(office.run({"archive", "log", "verify"}).exit == 0);
    CHECK(parse_json(office.run({"archive", "log", "prove", "--since", "checkpoint.txt"}).out)
              .at("hashes")
              .empty());
    fs::remove_all(office.archive());
    fs::copy(copy, office.archive(), fs::copy_options::recursive);
    CHECK(office.run({"archive", "check"}).exit == 0);  // by itself it is whole
    const auto ran = office.run({"archive", "log", "verify", "--against", "checkpoint.txt", "--json"});
    CHECK(ran.exit == 1);
    CHECK(has(ran.out, "log.rolled_back"));
    test::put(office / "empty.txt", "");
    CHECK(office.run({"archive", "log", "verify", "--against", "empty.txt"}).exit == 1);
    check_refused(office.run({"archive", "log", "verify", "--against", "none.txt"}));
}

TEST_CASE("a case is destroyed with a certificate, not before its time and not under a hold", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const std::string id = take(office);
    const auto erase = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"archive", "erase"});
        return office.run(more);
    };
    check_refused(erase({id, "--why", "its time is over"}));
    check_refused(erase({id, "--early"}));
    check_refused(erase({}));
    CHECK(office.run({"archive", "hold", id, "--why", "a question of the court"}).exit == 0);
    check_refused(office.run({"archive", "hold", id, "--why", "again"}));
    check_refused(erase({id, "--why", "asked for", "--early"}));
    CHECK(office.run({"archive", "hold", id, "--release", "--why", "answered"}).exit == 0);
    // Nothing is destroyed of which there would be no certificate.
    check_refused(erase({id, "--why", "asked for", "--early", "--certificate", "nowhere/destroyed.txt"}));
    check_refused(erase({id, "--why", "asked for", "--early", "--certificate", "."}));
    CHECK(office.run({"case", "show", id}).exit <= 1);
    const auto ran = erase({id, "--why", "asked for", "--early", "--certificate", "destroyed.txt"});
    CAPTURE(ran.errors);
    CHECK(ran.exit == 0);
    CHECK(has(test::contents(office / "destroyed.txt"), "case: " + id + "\n"));
    CHECK(office.run({"case", "show", id}).exit == 3);
    // Where the certificate was not written any more, the same command writes it.
    CHECK(erase({id, "--why", "asked for", "--certificate", "again.txt"}).exit == 0);
    CHECK(has(test::contents(office / "again.txt"), "case: " + id + "\n"));
    CHECK(office.run({"archive", "check"}).exit == 0);
    CHECK(office.run({"archive", "log", "verify"}).exit == 0);
    CHECK(office.run({"archive", "erase", "--due"}).exit == 0);
}

TEST_CASE("a person stands in no file of the archive, its temporary folder or a core dump", "[app]") {
    const Office office;
    const std::string secret = "1000000008", temporary = office / "temporary";
    fs::create_directory(temporary);
    ::setenv("TMPDIR", temporary.c_str(), 1);
    REQUIRE(office.run({"init"}).exit == 0);
    test::put(office / "people.csv", "national_id,full_name\n" + secret + ",قطوفدانية\n");
    CHECK(office.run({"records", "import", office / "people.csv"}).exit == 0);
    fs::remove(office / "people.csv");
    take(office);
    CHECK(office.run({"records", "find", secret}).exit == 0);
    ::unsetenv("TMPDIR");
    for (const auto& word : {secret, std::string("قطوفدانية")}) CHECK(hits(office / "", word) == 0);

    // A writer that waits for its turn holds the keys; what it would leave when it dies is looked for.
    const pid_t pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_CORE, &unlimited);
        ::setenv("SANAD_PASSPHRASE", "اختبار-طويل-بما-يكفي", 1);
        const int null = ::open("/dev/null", O_RDWR);
        for (int file = 0; file < 3; ++file) ::dup2(null, file);
        if (::chdir((office / "").c_str()) != 0) ::_exit(126);
        ::execl("/usr/bin/flock", "flock", (office.archive() + "/writer.lock").c_str(), test::program.c_str(),
                "--archive", office.archive().c_str(), "records", "import",
                (test::samples + "/people.csv").c_str(), nullptr);
        ::_exit(127);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    // flock waits for its child, the program, which waits for the lock that flock holds.
    const std::string child =
        test::contents("/proc/" + std::to_string(pid) + "/task/" + std::to_string(pid) + "/children");
    REQUIRE(!child.empty());
    const pid_t program = std::stoi(child);
    CHECK(::access(("/proc/" + child.substr(0, child.find(' ')) + "/stat").c_str(), F_OK) == 0);
    ::kill(program, SIGSEGV);
    int status = 0;
    ::waitpid(pid, &status, 0);
    for (const auto& entry : fs::directory_iterator(office / ""))
        CHECK_FALSE(has(entry.path().filename().string(), "core"));
}

TEST_CASE("passphrases are changed and key files made from the command line", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    test::put(office / "next", "عبارة أخرى طويلة\n");
    test::put(office / "short", "x\n");
    check_refused(office.run({"archive", "keys", "change-passphrase", "--new-passphrase-file", "short"}));
    check_refused(office.run({"archive", "keys", "add-passphrase", "--new-passphrase-file", "next"},
                             "not the passphrase"));
    CHECK(office.run({"archive", "keys", "add-key-file", "server.key"}).exit == 0);
    check_refused(office.run({"archive", "keys", "add-key-file", "server.key"}));  // never overwritten
    const auto mode = fs::status(office / "server.key").permissions();
    CHECK((mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
    CHECK(office.run({"archive", "keys", "change-passphrase", "--new-passphrase-file", "next"}).exit == 0);
    check_refused(office.run({"case", "list"}));
    CHECK(office.run({"case", "list"}, "عبارة أخرى طويلة").exit == 0);
    CHECK(office.run({"case", "list", "--passphrase-file", "server.key"}, "not looked at").exit == 0);
    const auto keys = office.run({"archive", "keys", "--json"});
    CHECK(std::count(keys.out.begin(), keys.out.end(), '\n') == 2);
    CHECK(office.run({"archive", "keys", "remove", "2"}, "عبارة أخرى طويلة").exit == 0);
    check_refused(office.run({"case", "list", "--passphrase-file", "server.key"}));
    check_refused(office.run({"archive", "keys", "remove", "1"}, "عبارة أخرى طويلة"));
}

TEST_CASE("a colleague files while a batch is taken, and does not wait for its end", "[app]") {
    const Office office;
    REQUIRE(office.run({"init"}).exit == 0);
    const std::string scan = test::samples + "/request-typed.png",
                      other = test::samples + "/request-handwritten.jpg";
    std::chrono::steady_clock::time_point batch_ended, colleague_ended;
    std::thread batch([&] {
        CHECK(office.run({"take", scan, other, test::samples + "/request-skewed.tif", scan, other}).exit <=
              1);
        batch_ended = std::chrono::steady_clock::now();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    CHECK(office.run({"records", "import", test::samples + "/people.csv"}).exit == 0);
    colleague_ended = std::chrono::steady_clock::now();
    batch.join();
    CHECK(colleague_ended < batch_ended);
    CHECK(office.run({"archive", "check"}).exit == 0);
}
