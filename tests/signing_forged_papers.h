// Signed papers that forgers and honest programs go on with: what the rows of the forgery tests are made of.
#pragma once

#include <functional>

#include "pdf/signature_update.h"
#include "signing/cms.h"
#include "signing/levels.h"
#include "signing_forging.h"

namespace sanad::test {

using Objects = std::vector<std::pair<int, std::string>>;

// A sheet with what forgers work on: a filled field with an appearance, a field with a kid, an annotation, a
// layer, and page contents that were another text in an earlier revision.
inline const std::string& paper() {
    static const std::string made = [] {
        std::string pdf = sheet(6);
        const auto page = object_with(pdf, "/Type /Page ");
        const auto root = object_with(pdf, "/Type /Catalog");
        const auto note = object_with(pdf, "(note)");
        auto form = object_with(pdf, "/Fields [");
        const std::string looks =
            "<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Length 14 >>\nstream\n0 0 50 10 re "
            "f\nendstream";
        const std::string text = "<< /Length 21 >>\nstream\n0 0 1 rg 9 9 9 9 re f\nendstream";
        const std::string catalog =
            replaced(root.body, "/Type /Catalog",
                     "/Type /Catalog /OCProperties << /OCGs [ 703 0 R ] /D << /ON [ 703 0 R ] >> >>");
        pdf = updated(pdf, {{706, "<< /Length 23 >>\nstream\n1 0 0 rg 0 0 600 600 re\nendstream"}});
        const std::string filled =
            std::regex_replace(std::regex_replace(note.body, std::regex(R"(/V (\([^)]*\)|<[^>]*>))"), ""),
                               std::regex("/AP"), "/Was");
        Objects objects = {
            {700, looks},
            {701, "<< /FT /Tx /T (group) /Kids [ 702 0 R ] >>"},
            {702, "<< /Type /Annot /Subtype /Widget /Parent 701 0 R /T (kid) /Rect [0 0 0 0] /F 4 >>"},
            {703, "<< /Type /OCG /Name (layer) >>"},
            {704, "<< /Type /Annot /Subtype /Square /Rect [300 20 330 40] /F 4 /Contents (seen) >>"},
            {705, "<< /Length 3 >>\nstream\nq Q\nendstream"},
            {706, text},
            {note.number, replaced(filled, "(note)", "(note) /V (first) /AP << /N 700 0 R >>")},
            {page.number, replaced(page.body, "/Annots [", "/Annots [ 704 0 R ")}};
        if (form.number == root.number)
            objects.emplace_back(root.number, replaced(catalog, "/Fields [", "/Fields [ 701 0 R "));
        else {
            objects.emplace_back(form.number, replaced(form.body, "/Fields [", "/Fields [ 701 0 R "));
            objects.emplace_back(root.number, catalog);
        }
        return updated(pdf, objects);
    }();
    return made;
}

inline std::string signed_paper(int members, int certify, const std::vector<std::string>& locks = {}) {
    std::string pdf = paper();
    for (int i = 1; i <= members; ++i) {
        auto how = options("member-" + std::to_string(i));
        how.certify = i == 1 ? certify : 0;
        how.lock_fields = locks;
        how.lock_fields.push_back(how.field);
        pdf = signing::sign_pdf(pdf, chairman(), how);
    }
    return pdf;
}

// A lock that stands in the field itself.
inline std::string signed_with_lock(const std::string& lock) {
    const auto field = object_with(paper(), "(member-1)");
    const auto pdf = updated(
        paper(),
        {{field.number, replaced(field.body, "/T ", "/Lock << /Type /SigFieldLock " + lock + " >> /T ")}});
    auto how = options("member-1");
    return signing::sign_pdf(pdf, chairman(), how);
}

inline const std::string& plain() {
    static const std::string made = signed_paper(1, 0);
    return made;
}
inline const std::string& five() {
    static const std::string made = signed_paper(5, 2);
    return made;
}

// The object that holds `text` last, with one thing in it replaced.
inline std::string with(const std::string& pdf, const std::string& text, const std::string& from,
                        const std::string& to) {
    const auto found = object_with(pdf, text);
    return updated(pdf, {{found.number, replaced(found.body, from, to)}});
}
inline std::string without_reference(const std::string& pdf, const std::string& text, int number) {
    return with(pdf, text, fmt::format("{} 0 R", number), "");
}
inline std::string catalog_with(const std::string& pdf, const std::string& entry, const Objects& more = {}) {
    const auto root = object_with(pdf, "/Type /Catalog");
    Objects objects = more;
    objects.emplace_back(root.number, replaced(root.body, "/Type /Catalog", "/Type /Catalog " + entry));
    return updated(pdf, objects);
}
inline std::string annotated(const std::string& pdf) {
    const auto page = object_with(pdf, "/Type /Page ");
    return updated(pdf, {{802, "<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 90] >>"},
                         {page.number, replaced(page.body, "/Annots [", "/Annots [ 802 0 R ")}});
}
inline std::string filled(const std::string& pdf, const std::string& value = "second") {
    return with(pdf, "/V (first)", "/V (first)", "/V (" + value + ")");
}
inline std::string repainted(const std::string& pdf) {
    return updated(pdf, {{700,
                          "<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Length 14 >>\nstream\n0 0 99 "
                          "99 re f\nendstream"}});
}
inline std::string with_field(const std::string& pdf, const std::string& body) {
    const auto form = object_with(pdf, "/SigFlags");
    return updated(pdf, {{803, body}, {form.number, replaced(form.body, "/Fields [", "/Fields [ 803 0 R ")}});
}
inline Found page_of(const std::string& pdf) { return object_with(pdf, "/Type /Page "); }
inline std::string turned(const std::string& pdf) {
    const auto page = page_of(pdf);
    return replaced(page.body, "/MediaBox", "/Rotate 180 /MediaBox");
}
inline std::string hybrid(const std::string& pdf) {
    const auto page = page_of(pdf);
    auto made = stream_update(pdf, {{page.number, turned(pdf)}});
    const auto base = made.bytes.size();
    return made.bytes + fmt::format(
                            "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size {} /Root {} 0 R /Prev {} "
                            "/XRefStm {} >>\nstartxref\n{}\n%%EOF\n",
                            last_size(pdf) + 52, last_root(pdf), last_startxref(pdf), made.section, base);
}
inline std::string in_streams(const std::string& pdf, const Objects& objects) {
    const auto made = stream_update(pdf, objects);
    return made.bytes + fmt::format("startxref\n{}\n%%EOF\n", made.section);
}

// Signed with a byte range of the forger's own choice.
inline std::string signed_range(
    const std::function<std::vector<long long>(long long gap, long long after, long long end)>& range) {
    pdf::SignatureRequest request;
    request.field = "member-1";
    request.signing_time = signing_day;
    auto prepared = pdf::prepare_signature(paper(), request);
    const auto gap = static_cast<long long>(prepared.gap_offset);
    const auto after = gap + static_cast<long long>(prepared.gap_length);
    const auto numbers = range(gap, after, static_cast<long long>(prepared.bytes.size()));
    std::string written = "[";
    for (const auto number : numbers) written += std::to_string(number) + " ";
    const auto place = prepared.bytes.rfind("/ByteRange [") + 11;
    prepared.bytes.replace(place, 60, fmt::format("{:<60}", written + "]"));
    std::string covered;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        covered += prepared.bytes.substr(static_cast<std::size_t>(numbers[i]),
                                         static_cast<std::size_t>(numbers[i + 1]));
    const auto draft = signing::draft_cms(covered, "", chairman().certificate_der(), chairman().chain_der());
    return pdf::fill_signature(
        prepared,
        signing::complete_cms(draft, chairman().sign(draft.signed_attributes), nullptr, signing_day));
}

inline std::string padded(std::string pdf, const std::string& bytes) {
    const auto gap = pdf.find("/Contents <", pdf.rfind("/ByteRange")) + 10;
    const auto end = pdf.find('>', gap);
    return pdf.replace(end - bytes.size(), bytes.size(), bytes);
}

// A stamper that gives out what it was given once.
class CopiedStamp final : public signing::TimeStamper {
public:
    std::string token(std::string_view, Moment now) override {
        return authority().time_stamper()->token(std::string(32, 'x'), now);
    }
    std::string name() const override { return "copied"; }
    bool is_local() const override { return true; }
};

inline std::string raised(const std::string& pdf, signing::Level level) {
    const auto stamper = authority().time_stamper();
    return signing::raise_level(pdf, level, *stamper, authority().evidence(signing_day), signing_day);
}

inline std::string looks_alike() {
    const signing::Authority other(
        signing::make_authority("Jamiyat al-Amal", signing_day - std::chrono::days{30}));
    const auto issued = other.issue_member("سعد بن فهد الراشد", "عضو", "pass phrase", signing_day);
    const auto signer = signing::open_pkcs12(issued.pkcs12, "pass phrase");
    return signing::sign_pdf(paper(), *signer, options("member-1"));
}

// Somebody's certificate under the chairman's chain: names fit, keys do not.
inline std::string borrowed_chain() {
    const auto issued = authority().issue_member("هند بنت سالم", "عضو", "pass phrase", signing_day);
    const auto signer = signing::open_pkcs12(issued.pkcs12, "pass phrase");
    auto pending = signing::begin_signature(paper(), chairman().certificate_der(), chairman().chain_der(),
                                            options("member-1"));
    const auto wrong = signer->sign(pending.attributes);
    // The library refuses such a value; a forger writes it all the same.
    auto der = pending.draft;
    const auto honest = signing::finish_signature(pending, chairman().sign(pending.attributes), signing_day);
    std::string pdf = honest;
    const auto gap = pdf.find("/Contents <", pdf.rfind("/ByteRange")) + 11;
    const auto value_end = pdf.find_last_not_of('0', pdf.find('>', gap) - 1);
    pdf[value_end] = pdf[value_end] == '1' ? '2' : '1';
    return wrong.empty() ? honest : pdf;
}

struct Row {
    const char* what;
    std::function<std::string()> make;
};

inline bool tells(const signing::VerificationReport& report) {
    return report.verdict == "invalid" ||
           std::any_of(report.signatures.begin(), report.signatures.end(), [](const auto& s) {
               return !s.intact || s.changes_after == signing::ChangesAfter::forbidden;
           });
}

}  // namespace sanad::test
