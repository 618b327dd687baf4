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

// A sheet without drawn appearances, so that making it is quick.
std::string with_signatures(int count) {
    pdf::Writer writer(pdf::open_fonts(), {.title = "محضر", .made = signing_day});
    const int page = writer.add_page();
    for (int i = 1; i <= count; ++i)
        writer.signature_field(page, {20, 20, 3, 3}, "member-" + std::to_string(i), "توقيع");
    auto pdf = writer.finish();
    for (int i = 1; i <= count; ++i) {
        signing::SignOptions how;
        how.field = "member-" + std::to_string(i);
        how.now = signing_day;
        pdf = signing::sign_pdf(pdf, chairman(), how);
    }
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
