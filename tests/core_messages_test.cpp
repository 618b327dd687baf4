#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "core/check.h"
#include "core/messages.h"

namespace fs = std::filesystem;
using namespace sanad;

namespace {

// The {0}, {1}, … of a text.
std::set<std::string> placeholders(const std::string& text) {
    std::set<std::string> found;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
        const auto close = text.find_first_not_of("0123456789", open + 1);
        if (close != std::string::npos && close > open + 1 && text[close] == '}')
            found.insert(text.substr(open, close + 1 - open));
    }
    return found;
}

// The id in a line ["module.what"] of a catalogue; empty for another line.
std::string id_in(const std::string& line) {
    const auto open = line.find_first_not_of(" \t");
    if (open == std::string::npos || line[open] != '[') return {};
    std::string id = line.substr(open + 1, line.find(']') - open - 1);
    std::erase_if(id, [](char c) { return c == '"' || c == ' '; });
    return id;
}

bool has_arabic(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0xD8 && static_cast<unsigned char>(c) <= 0xDB;
    });
}

}  // namespace

TEST_CASE("every message is there in both languages and asks for the same arguments", "[core]") {
    REQUIRE(message_ids().size() > 15);
    for (const std::string& id : message_ids()) {
        INFO(id);
        const std::string ar = message(id, Language::ar), en = message(id, Language::en);
        CHECK(has_arabic(ar));
        CHECK_FALSE(en.empty());
        CHECK_FALSE(has_arabic(en));
        CHECK(placeholders(ar) == placeholders(en));
        CHECK(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.") == std::string::npos);
        CHECK(id.find('.') != std::string::npos);
    }
}

TEST_CASE("no message is written twice, and every one that is written is compiled in", "[core]") {
    std::set<std::string> seen;
    for (const auto& entry : fs::directory_iterator(fs::path(SANAD_SOURCE_DIR) / "core/messages")) {
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            const std::string id = id_in(line);
            if (id.empty()) continue;
            INFO(entry.path().filename() << ": " << id);
            CHECK(seen.insert(id).second);
            CHECK(has_message(id));
        }
    }
    CHECK(seen.size() == message_ids().size());
}

TEST_CASE("arguments are put in once and as they are", "[core]") {
    CHECK(message("where.file", Language::en, {"a.png"}) == "file: a.png");
    CHECK(message("core.file_unreadable", Language::en, {"{1}", "{0}"}) ==
          "The file {1} cannot be read: {0}");
    CHECK(message("where.file", Language::en) == "file: {0}");
    CHECK(message("no.such.message", Language::ar) == "no.such.message");
    CHECK_FALSE(has_message("no.such.message"));
}

TEST_CASE("an error is described by its own message and then its place", "[core]") {
    const Error error(ErrorCode::resource, "ENOSPC", Where{"f.pdf", 3, {}, "iban"},
                      {"core.file_disk_full", {"f.pdf"}});
    CHECK(
        describe(error, Language::en) ==
        "The disk is full and f.pdf was not written; free some space and try again. (page: 3, field: iban)");
    CHECK(describe(error, Language::ar).find("امتلأ القرص") == 0);
    CHECK(describe(error, Language::ar).find("الصفحة: 3، الحقل: iban") != std::string::npos);
}

TEST_CASE("an error without a message of its own is described by its code", "[core]") {
    for (const ErrorCode code :
         {ErrorCode::bad_input, ErrorCode::not_found, ErrorCode::conflict, ErrorCode::corrupt,
          ErrorCode::resource, ErrorCode::unsupported, ErrorCode::external}) {
        const Error error(code, "lib: 42", Where{"x.pdf"}, {"no.such.id", {}});
        CHECK(describe(error, Language::en).find("lib: 42") != std::string::npos);
        CHECK(describe(error, Language::en).find("(file: x.pdf)") != std::string::npos);
        CHECK(has_arabic(describe(error, Language::ar)));
    }
}

TEST_CASE("a hostile name cannot drive the terminal", "[core][hostile]") {
    const Error error(ErrorCode::not_found, "x",
                      Where{"a\x1b[2J\n\u009b"
                            "b\x7f"},
                      {});
    const std::string text = describe(error, Language::en);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text.find("\u009b") == std::string::npos);
    CHECK(text.find("a?[2J ?b?") != std::string::npos);
}

TEST_CASE("no checks is not a pass, and the worst verdict is shown first", "[core]") {
    CHECK(overall({}) == Verdict::doubtful);
    CHECK(overall({{"a", "", Verdict::passed}, {"b", "", Verdict::failed}, {"c", "", Verdict::noted}}) ==
          Verdict::failed);
    CHECK(overall({{"a", "", Verdict::passed}}) == Verdict::passed);
    CHECK(name_of(Verdict::doubtful) == "doubtful");
}
