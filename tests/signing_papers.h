// Papers to sign in tests, the people who sign them, and verifiers that are not ours.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "pdf/writer.h"
#include "signing/authority.h"
#include "signing/sign.h"
#include "signing/verify.h"

namespace sanad::test {

inline const Moment signing_day =
    Moment{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}} + std::chrono::hours{9};

// A folder that goes with the object.
class Folder {
public:
    Folder()
        : path_(std::filesystem::temp_directory_path() /
                ("sanad-signing-" + std::to_string(::getpid()) + "-" + std::to_string(next_++))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file(const std::string& name) const { return (path_ / name).string(); }
    std::string put(const std::string& name, std::string_view bytes) const {
        write_file(file(name), bytes);
        return file(name);
    }

private:
    static inline int next_ = 0;
    std::filesystem::path path_;
};

struct Output {
    int code = -1;
    std::string text;
};

inline Output run(const std::string& command) {
    Output made;
    std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::array<char, 4096> buffer{};
    while (const auto read = std::fread(buffer.data(), 1, buffer.size(), pipe))
        made.text.append(buffer.data(), read);
    const int status = ::pclose(pipe);
    made.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    return made;
}

inline int count_of(const std::string& text, const std::string& part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

// A sheet with a line of text, a text field "note" and signature fields "member-1" … "member-N".
inline std::string sheet(int members) {
    pdf::Writer writer(pdf::open_fonts(), {.title = "محضر اعتماد", .made = signing_day});
    const int page = writer.add_page();
    writer.page(page).text({20, 20, 170, 10}, "اعتمد مجلس الإدارة هذه السياسة");
    writer.text_field(page, {20, 35, 100, 8}, {.name = "note", .tip = "ملاحظة"});
    for (int i = 1; i <= members; ++i)
        writer.signature_field(page, {20, 30.0 + 22 * i, 90, 18}, "member-" + std::to_string(i),
                               "توقيع العضو");
    return writer.finish();
}

inline const signing::Authority& authority() {
    static const signing::Authority made(
        signing::make_authority("Jamiyat al-Amal", signing_day - std::chrono::days{30}));
    return made;
}

inline std::unique_ptr<signing::Signer> member(const std::string& name,
                                               signing::KeyKind kind = signing::KeyKind::p256) {
    const auto issued = authority().issue_member(name, "عضو", "four words of passphrase",
                                                 signing_day - std::chrono::days{3}, kind);
    return signing::open_pkcs12(issued.pkcs12, "four words of passphrase");
}

// Made once: keys take time.
inline signing::Signer& chairman() {
    static const auto made = member("سعد بن فهد الراشد");
    return *made;
}

inline signing::SignOptions options(const std::string& field) {
    signing::SignOptions made;
    made.field = field;
    made.role = "عضو مجلس الإدارة";
    made.label = "توقيع معتمد محلياً";
    made.now = signing_day;
    made.strokes = {{{0.05, 0.7}, {0.2, 0.2}, {0.4, 0.8}, {0.6, 0.3}, {0.95, 0.6}}};
    return made;
}

inline signing::VerificationReport verified(std::string_view pdf,
                                            Moment now = signing_day + std::chrono::days{3}) {
    return signing::verify_pdf(pdf, {.trusted_pem = authority().trust_pem(), .now = now});
}

// What a check found, or a failed test where the report does not have it.
inline bool has_check(const signing::SignatureReport& report, const std::string& id, Verdict verdict) {
    for (const auto& check : report.checks)
        if (check.id == id && check.verdict == verdict) return true;
    return false;
}

}  // namespace sanad::test
