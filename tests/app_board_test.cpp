// The board's sheet: order, quorum, deadline, declining and abstaining, and that nobody acts for another.
#include <chrono>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/time.h"
#include "program.h"

using namespace sanad;
using test::Office;
using test::Ran;
using test::run_shell;
using test::shell_quoted;

namespace {

Json first_line(const Ran& ran) { return parse_json(ran.out.substr(0, ran.out.find('\n'))); }

const std::vector<std::string> names = {"نورة بنت صالح الواحاتي", "طلال بن عمر السدراوي",
                                        "مريم بنت يوسف الغيماوي"};

// An office with a sheet of three members, and a key for each of them.
class BoardRoom {
public:
    explicit BoardRoom(const std::string& rules, const std::string& of_third = "") {
        REQUIRE(office.run({"init"}).exit == 0);
        std::string policy =
            "title = \"سياسة\"\ntext_file = \"p.txt\"\n[meeting]\nnumber = \"7\"\ndate = "
            "2026-11-01\n[approval]\n" +
            rules + "\n";
        for (std::size_t i = 0; i < names.size(); ++i)
            policy += "[[member]]\nname = \"" + names[i] + "\"\nrole = \"عضو\"\n" + (i == 2 ? of_third : "");
        test::put(office / "p.toml", policy);
        test::put(office / "p.txt", "نص السياسة");
        for (std::size_t i = 0; i < names.size(); ++i)
            REQUIRE(office.run({"key", "issue", "--name", names[i], "--role", "عضو", "-o", key(i)}).exit ==
                    0);
    }

    std::string key(std::size_t member) const { return std::to_string(member) + ".p12"; }

    std::string make(const std::string& sheet) const {
        const auto made = office.run({"approval", "new", "p.toml", "-o", sheet, "--json"});
        CAPTURE(made.errors);
        REQUIRE(made.exit == 0);
        return first_line(made)["case"];
    }
    Ran act(const std::string& sheet, std::size_t member, std::vector<std::string> more = {}) const {
        std::vector<std::string> words = {"sign", sheet, "--as", key(member), "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return office.run(words);
    }
    Json status(const std::string& id) const {
        return first_line(office.run({"approval", "status", id, "--json"}));
    }

    Office office;
};

}  // namespace

TEST_CASE("the last act closes the sheet, by the quorum", "[app]") {
    const BoardRoom room("quorum = 2");
    const auto id = room.make("s.pdf");
    const auto honest = test::contents(room.office / "s.pdf");
    CHECK(room.status(id)["outcome"] == "open");
    CHECK(first_line(room.act("s.pdf", 2))["field"] == "Member3");  // any order, each in the own row
    const auto no_reason = room.act("s.pdf", 0, {"--decline"});
    CHECK(no_reason.exit == 3);
    CHECK(no_reason.errors.find("--reason") != std::string::npos);
    const auto declined = room.act("s.pdf", 0, {"--decline", "--reason", "لم يعرض النص قبل الاجتماع"});
    CHECK(first_line(declined)["act"] == "declined");
    CHECK(first_line(declined)["state"] == "signing");
    const bool adopts = GENERATE(true, false);
    const auto last = adopts ? room.act("s.pdf", 1) : room.act("s.pdf", 1, {"--abstain"});
    CHECK(first_line(last)["state"] == (adopts ? "adopted" : "rejected"));

    const auto status = room.status(id);
    CHECK(status["outcome"] == (adopts ? "adopted" : "rejected"));
    CHECK(status["waiting"] == 0);
    CHECK(status["members"][0]["act"] == "declined");
    CHECK(status["members"][0]["reason"] == "لم يعرض النص قبل الاجتماع");
    CHECK(status["members"][1]["act"] == (adopts ? "signed" : "abstained"));
    for (const auto& row : status["members"]) CHECK(row["indication"] == "TOTAL-PASSED");

    // Declining is a signature like any other, and says in the file what it is.
    const auto report = first_line(room.office.run({"verify", "s.pdf", "--json"}));
    CHECK(report["verdict"] == "valid");
    CHECK(report["document_signatures"] == 3);
    CHECK(report.dump().find("معترض: لم يعرض النص قبل الاجتماع") != std::string::npos);
    const auto sheet = test::contents(room.office / "s.pdf");
    CHECK(sheet.substr(0, honest.size()) == honest);
    CHECK(run_shell("qpdf --check " + shell_quoted(room.office / "s.pdf")).exit == 0);
    CHECK(run_shell("pdftotext " + shell_quoted(room.office / "s.pdf") + " -").out.find("معترض") !=
          std::string::npos);
    const auto more = room.act("s.pdf", 1);
    CHECK(more.exit == 3);
    CHECK(test::contents(room.office / "s.pdf") == sheet);
}

TEST_CASE("in a fixed order nobody acts before their turn, and nobody twice or for another",
          "[app][hostile]") {
    const BoardRoom room("order = \"fixed\"\nquorum = \"all\"");
    const auto id = room.make("s.pdf");
    const auto early = room.act("s.pdf", 1);
    CHECK(early.exit == 3);
    CHECK(early.errors.find(names[0]) != std::string::npos);
    CHECK(room.act("s.pdf", 0, {"--field", "Member2"}).exit == 3);
    REQUIRE(room.act("s.pdf", 0).exit == 0);
    CHECK(room.act("s.pdf", 0).exit == 3);
    REQUIRE(room.act("s.pdf", 1).exit == 0);
    CHECK(room.status(id)["members"][2]["signed"] == false);

    // A certificate that anybody made for the name, and a name that only looks alike.
    REQUIRE(
        run_shell("cd " + shell_quoted(room.office / "") +
                  " && openssl req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.pem -days 30 "
                  "-utf8 -subj " +
                  shell_quoted("/CN=" + names[2]) +
                  " -addext keyUsage=digitalSignature && openssl pkcs12 -export -inkey own.key -in own.pem "
                  "-out own.p12 -passout " +
                  shell_quoted("pass:اختبار-طويل-بما-يكفي"))
            .exit == 0);
    const auto own = room.office.run({"sign", "s.pdf", "--as", "own.p12", "--field", "Member3"});
    CHECK(own.exit == 3);
    CHECK(own.errors.find("no authority that this archive trusts") != std::string::npos);
    REQUIRE(room.office
                .run({"key", "issue", "--name", "مريم بنت يوسف الغيماوية", "--role", "عضو", "-o", "like.p12"})
                .exit == 0);
    CHECK(room.office.run({"sign", "s.pdf", "--as", "like.p12", "--field", "Member3"}).exit == 3);
    CHECK(room.status(id)["waiting"] == 1);
}

TEST_CASE("a policy may name the one certificate that signs in a row", "[app]") {
    const BoardRoom room("quorum = 1", "certificate = \"third.pem\"\n");
    REQUIRE(room.office.run({"key", "export", names[0], "-o", "third.pem"}).exit == 0);
    const auto id = room.make("s.pdf");  // the first member's certificate, in the third member's row
    CHECK(room.act("s.pdf", 2).exit == 3);
    CHECK(room.act("s.pdf", 0, {"--field", "Member3"}).exit == 0);
    CHECK(room.act("s.pdf", 0, {"--field", "Member1"}).exit == 3);  // and not in a second one
    test::put(room.office / "third.pem", "nothing");
    CHECK(room.office.run({"approval", "new", "p.toml", "-o", "t.pdf"}).exit == 3);
}

TEST_CASE("a sheet whose time is over takes no signature and is closed by what is there", "[app]") {
    const BoardRoom room("quorum = 2\ndeadline = 2020-01-31");
    const auto id = room.make("s.pdf");
    const auto late = room.act("s.pdf", 0);
    CHECK(late.exit == 3);
    CHECK(late.errors.find("2020-01-31") != std::string::npos);
    CHECK(first_line(room.office.run({"approval", "close", id, "--json"}))["state"] == "rejected");
    CHECK(room.office.run({"approval", "close", id}).exit == 3);
}

TEST_CASE("one key entry signs many sheets, each in the signer's own row", "[app]") {
    const BoardRoom room("quorum = \"majority\"");
    const auto first = room.make("1.pdf"), second = room.make("2.pdf");
    const auto ran = room.office.run({"sign", "1.pdf", "2.pdf", "p.txt", "--as", room.key(1), "--json"});
    CHECK(ran.exit == 3);  // the text is no PDF; the sheets are signed all the same
    for (const auto& id : {first, second}) CHECK(room.status(id)["members"][1]["signed"] == true);
    CHECK(room.office.run({"approval", "close", first}).exit == 3);  // its time is not over
}

TEST_CASE("a policy whose rules cannot be is refused", "[app][hostile]") {
    for (const std::string rules : {"quorum = 0", "quorum = 4", "quorum = \"most\"",
                                    "order = \"alphabetical\"", "deadline = \"some day\""}) {
        const BoardRoom room("quorum = 1");
        auto policy = test::contents(room.office / "p.toml");
        policy.replace(policy.find("quorum = 1"), 10, rules);
        test::put(room.office / "p.toml", policy);
        CAPTURE(rules);
        CHECK(room.office.run({"approval", "new", "p.toml", "-o", "s.pdf"}).exit == 3);
    }
}
