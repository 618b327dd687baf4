// Files with very many signatures or revisions: the time to verify them grows with the file, not with its
// square.
#include <algorithm>
#include <ctime>
#include <regex>

#include <fmt/format.h>

#include "signing_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

double seconds_to_verify(const std::string& pdf, int signatures) {
    const auto begin = std::clock();
    const auto report = verified(pdf);
    const auto end = std::clock();
    CHECK(report.verdict == "valid");
    CHECK(report.document_signatures == signatures);
    return static_cast<double>(end - begin) / CLOCKS_PER_SEC;
}

std::string name_of_field(int number) { return "member-" + std::to_string(number); }

std::string bulk_sheet(int fields) {
    pdf::Writer writer(pdf::open_fonts(), {.title = "محضر", .made = signing_day});
    const int page = writer.add_page();
    for (int i = 1; i <= fields; ++i) writer.signature_field(page, {20, 20, 3, 3}, name_of_field(i), "توقيع");
    return writer.finish();
}

// Without a drawn appearance, so that making it is quick.
std::string signed_once_more(const std::string& pdf, int field) {
    signing::SignOptions how;
    how.field = name_of_field(field);
    how.now = signing_day;
    return signing::sign_pdf(pdf, chairman(), how);
}

// `open` more fields stay unsigned.
std::string with_signatures(int count, int open = 0) {
    auto pdf = bulk_sheet(count + open);
    for (int i = 1; i <= count; ++i) pdf = signed_once_more(pdf, i);
    return pdf;
}

// `count` updates of nothing but the time of saving, by hand.
std::string with_revisions(std::string pdf, int count) {
    const auto info = pdf.rfind("/Info ");
    const auto number = std::stoi(pdf.substr(info + 6));
    const auto begin = pdf.find("<<", pdf.rfind(fmt::format("\n{} 0 obj", number)));
    const auto body = pdf.substr(begin, pdf.find("endobj", begin) - begin);
    const auto root = std::stoi(pdf.substr(pdf.rfind("/Root ") + 6));
    const auto size = std::stoi(pdf.substr(pdf.rfind("/Size ") + 6));
    for (int i = 0; i < count; ++i) {
        const auto previous = std::stoul(pdf.substr(pdf.rfind("startxref") + 10, 12));
        const auto object = pdf.size();
        const auto saved =
            fmt::format("/ModDate (D:20261122{:02}{:02}{:02}Z)", i / 3600 % 24, i / 60 % 60, i % 60);
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", number,
                           std::regex_replace(body, std::regex(R"(/ModDate (\([^)]*\)|<[^>]*>))"), saved));
        const auto base = pdf.size();
        pdf += fmt::format(
            "xref\n{} 1\n{:010d} 00000 n \ntrailer\n<< /Size {} /Root {} 0 R /Info {} 0 R /Prev {} >>\n"
            "startxref\n{}\n%%EOF\n",
            number, object, size, root, number, previous, base);
    }
    return pdf;
}

// Twenty signatures, spread evenly over `count` revisions after the first.
std::string with_twenty_among(int count) {
    auto pdf = bulk_sheet(20);
    for (int i = 1; i <= 20; ++i) pdf = with_revisions(signed_once_more(pdf, i), count / 20 - 1);
    return pdf;
}

}  // namespace

TEST_CASE("a file with four times the signatures takes about four times as long", "[signing]") {
    const auto few = with_signatures(10);
    const auto many = with_signatures(40);
    const double once = seconds_to_verify(few, 10);
    const double more = seconds_to_verify(many, 40);
    CAPTURE(once, more);
    CHECK(more < 8 * once + 0.05);
}

TEST_CASE("1,000 later revisions are compared in a moment", "[signing]") {
    pdf::Writer writer(pdf::open_fonts(), {.title = "محضر", .made = signing_day});
    const int page = writer.add_page();
    writer.signature_field(page, {20, 20, 90, 18}, "member-1", "توقيع");
    const auto pdf = signing::sign_pdf(writer.finish(), chairman(), options("member-1"));
    const double quick = seconds_to_verify(with_revisions(pdf, 250), 1);
    const double all = seconds_to_verify(with_revisions(pdf, 1000), 1);
    CAPTURE(quick, all);
    CHECK(all < 8 * quick + 0.05);
}

namespace {

// Doubling it may double the time, with what a busy machine adds; a square would be four times.
constexpr double most_growth = 2.5;

// A paper of about 200 kB: a page with a picture that does not shrink.
std::string heavy_paper() {
    pdf::Writer writer(pdf::open_fonts(), {.title = "محضر", .made = signing_day});
    const int page = writer.add_page();
    std::string pixels(400 * 400, '\0');
    unsigned state = 1;
    for (auto& pixel : pixels) pixel = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    writer.page(page).picture({20, 60, 100, 100}, 400, 400, pixels);
    writer.signature_field(page, {20, 20, 90, 18}, "member-1", "توقيع");
    return writer.finish();
}

// The best of three: what else the machine does only ever adds. A growth that is too much names itself.
template <class Make>
void check_growth(const char* what, std::initializer_list<int> counts, const Make& make) {
    double before = 0;
    for (const int count : counts) {
        const auto [pdf, signatures] = make(count);
        double took = seconds_to_verify(pdf, signatures);
        for (int again = 0; again < 2; ++again) took = std::min(took, seconds_to_verify(pdf, signatures));
        WARN(count << " " << what << ": " << took << " s of CPU");
        CAPTURE(what, count, before, took, took / before);
        if (before > 0) CHECK(took < most_growth * before);
        before = took;
    }
}

template <class Work>
double milliseconds_each(int times, const Work& work) {
    const auto begin = std::clock();
    for (int i = 0; i < times; ++i) work();
    return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / times;
}

}  // namespace

// Not run with the others: they make their files first, which takes a while. scripts/prove.sh signing-bulk.
TEST_CASE("500 signatures are verified in time that grows no worse than linearly", "[.prove-bulk]") {
    check_growth("signatures", {125, 250, 500}, [](int count) {
        return std::pair{with_signatures(count), count};
    });
}

TEST_CASE("1,000 revisions are verified in time that grows no worse than linearly", "[.prove-bulk]") {
    pdf::Writer writer(pdf::open_fonts(), {.title = "محضر", .made = signing_day});
    const int page = writer.add_page();
    writer.signature_field(page, {20, 20, 90, 18}, "member-1", "توقيع");
    const auto pdf = signing::sign_pdf(writer.finish(), chairman(), options("member-1"));
    check_growth("revisions", {500, 1000, 2000}, [&pdf](int count) {
        return std::pair{with_revisions(pdf, count), 1};
    });
}

TEST_CASE("signing costs little beside the key's own work", "[.prove-bulk]") {
    const auto pdf = heavy_paper();
    auto bare = options("member-1");
    bare.strokes.clear();
    for (const auto kind : {signing::KeyKind::p256, signing::KeyKind::rsa3072}) {
        const auto signer = member("سعد بن فهد الراشد", kind);
        const double key = milliseconds_each(50, [&] { signer->sign("bytes"); });
        const double seen = milliseconds_each(50, [&] { signing::sign_pdf(pdf, *signer, bare); });
        WARN((kind == signing::KeyKind::p256 ? "P-256" : "RSA-3072")
             << ", " << pdf.size() / 1000 << " kB: the key " << key << " ms, all " << seen << " ms of CPU");
        CHECK(seen - key < 100);
    }
}

// For scripts/prove.sh signing-growth, which counts what the program does with these files: a count of
// instructions is the same on a busy machine and a quiet one.
TEST_CASE("files with very many signatures and revisions are made for counting", "[.bulk-files]") {
    const char* folder = std::getenv("SANAD_BULK_FILES");
    REQUIRE(folder != nullptr);
    const auto put = [&](const std::string& name, const std::string& bytes) {
        write_file(std::string(folder) + "/" + name, bytes);
    };
    std::string trusted;
    for (const auto& pem : authority().trust_pem()) trusted += pem;
    put("trust.pem", trusted);
    const auto issued = authority().issue_member("سعد بن فهد الراشد", "عضو", "four words of passphrase",
                                                 signing_day - std::chrono::days{3});
    put("member.p12", issued.pkcs12);
    for (const int count : {125, 250, 500})
        put("signatures-" + std::to_string(count) + ".pdf", with_signatures(count, 1));
    const auto one = with_signatures(1);
    for (const int count : {500, 1000, 2000}) {
        put("revisions-" + std::to_string(count) + ".pdf", with_revisions(one, count));
        put("unsigned-" + std::to_string(count) + ".pdf", with_revisions(bulk_sheet(1), count));
        put("twenty-" + std::to_string(count) + ".pdf", with_twenty_among(count));
    }
}

// One of those files verified or, where a field is named, signed once more.
TEST_CASE("a file with very many signatures or revisions is worked on once", "[.bulk-counted]") {
    const char* folder = std::getenv("SANAD_BULK_FILES");
    const char* name = std::getenv("SANAD_BULK_FILE");
    const char* field = std::getenv("SANAD_BULK_FIELD");
    REQUIRE((folder != nullptr && name != nullptr));
    const std::string files = std::string(folder) + "/";
    const auto pdf = read_file(files + name);
    if (field == nullptr) {
        const auto report = signing::verify_pdf(pdf, {.trusted_pem = {read_file(files + "trust.pem")},
                                                      .now = signing_day + std::chrono::days{3}});
        CHECK(report.revisions > 100);
        CHECK((report.verdict == "valid" || report.verdict == "unsigned"));
        return;
    }
    const auto signer = signing::open_pkcs12(read_file(files + "member.p12"), "four words of passphrase");
    signing::SignOptions how;
    how.field = field;
    how.now = signing_day;
    CHECK(signing::sign_pdf(pdf, *signer, how).size() > pdf.size());
}
