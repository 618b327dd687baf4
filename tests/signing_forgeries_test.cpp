// Forgeries of our own making, of classes that published collections do not have, and their honest
// counterparts. Each is one change to a paper that we signed ourselves.
#include <functional>

#include "pdf/signature_update.h"
#include "signing/cms.h"
#include "signing/levels.h"
#include "signing_forging.h"

using namespace sanad;
using namespace sanad::test;

namespace {

using Objects = std::vector<std::pair<int, std::string>>;

// A sheet with what forgers work on: a filled field with an appearance, a field with a kid, an annotation, a
// layer, and page contents that were another text in an earlier revision.
const std::string& paper() {
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

std::string signed_paper(int members, int certify, const std::vector<std::string>& locks = {}) {
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
std::string signed_with_lock(const std::string& lock) {
    const auto field = object_with(paper(), "(member-1)");
    const auto pdf = updated(
        paper(),
        {{field.number, replaced(field.body, "/T ", "/Lock << /Type /SigFieldLock " + lock + " >> /T ")}});
    auto how = options("member-1");
    return signing::sign_pdf(pdf, chairman(), how);
}

const std::string& plain() {
    static const std::string made = signed_paper(1, 0);
    return made;
}
const std::string& five() {
    static const std::string made = signed_paper(5, 2);
    return made;
}

// The object that holds `text` last, with one thing in it replaced.
std::string with(const std::string& pdf, const std::string& text, const std::string& from,
                 const std::string& to) {
    const auto found = object_with(pdf, text);
    return updated(pdf, {{found.number, replaced(found.body, from, to)}});
}
std::string without_reference(const std::string& pdf, const std::string& text, int number) {
    return with(pdf, text, fmt::format("{} 0 R", number), "");
}
std::string catalog_with(const std::string& pdf, const std::string& entry, const Objects& more = {}) {
    const auto root = object_with(pdf, "/Type /Catalog");
    Objects objects = more;
    objects.emplace_back(root.number, replaced(root.body, "/Type /Catalog", "/Type /Catalog " + entry));
    return updated(pdf, objects);
}
std::string annotated(const std::string& pdf) {
    const auto page = object_with(pdf, "/Type /Page ");
    return updated(pdf, {{802, "<< /Type /Annot /Subtype /FreeText /Rect [10 10 90 90] >>"},
                         {page.number, replaced(page.body, "/Annots [", "/Annots [ 802 0 R ")}});
}
std::string filled(const std::string& pdf, const std::string& value = "second") {
    return with(pdf, "/V (first)", "/V (first)", "/V (" + value + ")");
}
std::string repainted(const std::string& pdf) {
    return updated(pdf, {{700,
                          "<< /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Length 14 >>\nstream\n0 0 99 "
                          "99 re f\nendstream"}});
}
std::string with_field(const std::string& pdf, const std::string& body) {
    const auto form = object_with(pdf, "/SigFlags");
    return updated(pdf, {{803, body}, {form.number, replaced(form.body, "/Fields [", "/Fields [ 803 0 R ")}});
}
Found page_of(const std::string& pdf) { return object_with(pdf, "/Type /Page "); }
std::string turned(const std::string& pdf) {
    const auto page = page_of(pdf);
    return replaced(page.body, "/MediaBox", "/Rotate 180 /MediaBox");
}
std::string hybrid(const std::string& pdf) {
    const auto page = page_of(pdf);
    auto made = stream_update(pdf, {{page.number, turned(pdf)}});
    const auto base = made.bytes.size();
    return made.bytes + fmt::format(
                            "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size {} /Root {} 0 R /Prev {} "
                            "/XRefStm {} >>\nstartxref\n{}\n%%EOF\n",
                            last_size(pdf) + 60, last_root(pdf), last_startxref(pdf), made.section, base);
}
std::string in_streams(const std::string& pdf, const Objects& objects) {
    const auto made = stream_update(pdf, objects);
    return made.bytes + fmt::format("startxref\n{}\n%%EOF\n", made.section);
}

// Signed with a byte range of the forger's own choice.
std::string signed_range(
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

std::string padded(std::string pdf, const std::string& bytes) {
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

std::string raised(const std::string& pdf, signing::Level level) {
    const auto stamper = authority().time_stamper();
    return signing::raise_level(pdf, level, *stamper, authority().evidence(signing_day), signing_day);
}

std::string looks_alike() {
    const signing::Authority other(
        signing::make_authority("Jamiyat al-Amal", signing_day - std::chrono::days{30}));
    const auto issued = other.issue_member("سعد بن فهد الراشد", "عضو", "pass phrase", signing_day);
    const auto signer = signing::open_pkcs12(issued.pkcs12, "pass phrase");
    return signing::sign_pdf(paper(), *signer, options("member-1"));
}

// Somebody's certificate under the chairman's chain: names fit, keys do not.
std::string borrowed_chain() {
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

bool tells(const signing::VerificationReport& report) {
    return report.verdict == "invalid" ||
           std::any_of(report.signatures.begin(), report.signatures.end(), [](const auto& s) {
               return !s.intact || s.changes_after == signing::ChangesAfter::forbidden;
           });
}

const std::vector<Row>& forgeries() {
    static const std::vector<Row> rows = {
        // certification levels
        {"DocMDP 1: a field filled", [] { return filled(signed_paper(1, 1)); }},
        {"DocMDP 1: a new empty signature field",
         [] {
             return with_field(signed_paper(1, 1),
                               "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /Rect [0 0 0 0] >>");
         }},
        {"DocMDP 1: an annotation", [] { return annotated(signed_paper(1, 1)); }},
        {"DocMDP 2: an annotation", [] { return annotated(five()); }},
        {"DocMDP 2: an annotation's text changed", [] { return with(five(), "(seen)", "(seen)", "(else)"); }},
        {"DocMDP 2: an annotation removed", [] { return without_reference(five(), "/Type /Page ", 704); }},
        {"DocMDP 3: page contents exchanged",
         [] {
             return updated(signed_paper(1, 3), {{page_of(plain()).number, turned(signed_paper(1, 3))}});
         }},
        {"DocMDP 3: a widget moved",
         [] { return with(signed_paper(1, 3), "(note)", "/Rect", "/Rect [0 0 9 9] /Was"); }},
        {"DocMDP 3: a text field added",
         [] {
             return with_field(signed_paper(1, 3),
                               "<< /Type /Annot /Subtype /Widget /FT /Tx /T (new) /Rect [0 0 99 99] >>");
         }},
        // locks
        {"FieldMDP Include: the locked field filled", [] { return filled(signed_paper(1, 0, {"note"})); }},
        {"FieldMDP Include: below the locked name",
         [] { return with(signed_paper(1, 0, {"group"}), "(kid)", "(kid)", "(kid) /V (x)"); }},
        {"FieldMDP All: any field filled", [] { return filled(signed_with_lock("/Action /All")); }},
        {"FieldMDP Exclude: a field not named",
         [] { return filled(signed_with_lock("/Action /Exclude /Fields [ (group) ]")); }},
        {"FieldMDP Exclude: a name's beginning is not the name",
         [] { return filled(signed_with_lock("/Action /Exclude /Fields [ (not) (note.x) ]")); }},
        {"a lock taken out of the signature afterwards",
         [] { return with(signed_paper(1, 0, {"note"}), "/FieldMDP", "/FieldMDP", "/Nothing"); }},
        // fields
        {"a field taken out of the form",
         [] { return without_reference(five(), "/SigFlags", object_with(five(), "/V (first)").number); }},
        {"an open signature field taken out",
         [] { return without_reference(five(), "/SigFlags", object_with(five(), "/T (member-6)").number); }},
        {"a signed field's widget taken off the page",
         [] { return without_reference(five(), "/Type /Page ", object_with(five(), "/T (member-3)").number); }},
        {"a field renamed", [] { return with(five(), "/V (first)", "(note)", "(nota)"); }},
        {"a kid hung under another parent",
         [] { return with(five(), "/T (group)", "/T (group)", "/T (grope)"); }},
        {"an appearance exchanged after five signatures", [] { return repainted(five()); }},
        {"an appearance exchanged by reference",
         [] { return with(five(), "/V (first)", "700 0 R", "705 0 R"); }},
        {"an appearance with a state of its own",
         [] { return with(five(), "(note)", "/AP <<", "/AP << /D 705 0 R"); }},
        {"a signature's appearance exchanged",
         [] { return with(five(), "/T (member-2)", "/AP <<", "/AP << /N 700 0 R >> /Was <<"); }},
        {"a signature's value exchanged for another's",
         [] {
             const auto other = object_with(five(), "/T (member-1)");
             std::smatch value;
             REQUIRE(std::regex_search(other.body, value, std::regex(R"(/V (\d+ 0 R))")));
             const auto field = object_with(five(), "/T (member-2)");
             return updated(five(),
                            {{field.number, std::regex_replace(field.body, std::regex(R"(/V \d+ 0 R)"),
                                                               "/V " + value[1].str())}});
         }},
        // what is seen
        {"a font's glyphs exchanged",
         [] { return with(five(), "/FontFile2", "/FontFile2", "/FontFile2 705 0 R /Was"); }},
        {"a font's widths exchanged",
         [] { return with(five(), "/CIDFontType2", "/CIDFontType2", "/CIDFontType2 /DW 4000"); }},
        {"a page's resources exchanged",
         [] { return with(plain(), "/Type /Page ", "/Resources", "/Resources << >> /Was"); }},
        {"a crop box",
         [] { return with(plain(), "/Type /Page ", "/MediaBox", "/CropBox [0 0 99 99] /MediaBox"); }},
        {"a page twice",
         [] {
             const auto pages = object_with(plain(), "/Kids [ ");
             return updated(plain(), {{pages.number,
                                       replaced(pages.body, "/Kids [ ",
                                                fmt::format("/Kids [ {} 0 R ", page_of(plain()).number))}});
         }},
        {"a layer switched off",
         [] { return with(five(), "/OCProperties", "/ON [ 703 0 R ]", "/OFF [ 703 0 R ]"); }},
        {"a layer renamed",
         [] {
             return updated(five(), {{703, "<< /Type /OCG /Name (other) /Usage << >> >>"}});
         }},
        {"a script on opening",
         [] {
             return catalog_with(five(), "/OpenAction 804 0 R", {{804, "<< /S /JavaScript /JS (x) >>"}});
         }},
        {"scripts by name",
         [] {
             return catalog_with(five(), "/Names << /JavaScript << /Names [ (a) 804 0 R ] >> >>",
                                 {{804, "<< /S /JavaScript /JS (x) >>"}});
         }},
        {"an XFA form",
         [] {
             const auto form = object_with(five(), "/SigFlags");
             return updated(five(),
                            {{form.number, replaced(form.body, "/Fields [", "/XFA 705 0 R /Fields [")}});
         }},
        // structure
        {"shadow: the section points back at an older object",
         [] {
             const auto first = paper().find("\n706 0 obj") + 1;
             const auto page = page_of(plain());
             static_cast<void>(page);
             const auto base = with(paper(), "/Type /Page ", "/Annots [", "/Thumb 706 0 R /Annots [");
             const auto made = signing::sign_pdf(base, chairman(), options("member-1"));
             return repointed(made, {{706, first}});
         }},
        {"an object twice in one object stream",
         [] {
             const auto page = page_of(plain());
             return in_streams(plain(), {{page.number, page.body}, {page.number, turned(plain())}});
         }},
        {"hybrid: the table hides what its stream changes", [] { return hybrid(plain()); }},
        {"a key twice",
         [] { return with(plain(), "/Type /Page ", "/Type /Page ", "/Type /Page /MediaBox [0 0 9 9] "); }},
        {"a chain that skips the signed revision",
         [] {
             return paper() + plain().substr(paper().size()) +
                    fmt::format(
                        "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size {} /Root {} 0 R /Prev {} "
                        ">>\nstartxref\n{}\n%%EOF\n",
                        last_size(paper()), last_root(paper()), last_startxref(paper()), plain().size());
         }},
        {"an encryption dictionary",
         [] {
             return repointed(plain(), {}, "/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>");
         }},
        {"bytes behind the end", [] { return five() + "5 0 obj\n<< >>\nendobj\n"; }},
        // the signature itself
        {"padding that is not zero", [] { return padded(plain(), "4142"); }},
        {"a gap wider than the contents",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{0, gap - 5, after, end - after};
             });
         }},
        {"a gap that takes white space behind it",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{0, gap, after + 1, end - after - 1};
             });
         }},
        {"ranges that overlap the padding",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{0, gap, after - 101, end - after + 101};
             });
         }},
        {"ranges that begin after the header",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{9, gap - 9, after, end - after};
             });
         }},
        {"ranges that end before the file",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{0, gap, after, end - after - 7};
             });
         }},
        {"three ranges",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{0, gap, after, 20, after + 20, end - after - 20};
             });
         }},
        {"another paper under the signature",
         [] {
             const auto pdf = plain();
             const auto at = pdf.find("stream\n0 0 1 rg");
             REQUIRE(at != std::string::npos);
             return replaced(pdf, "0 0 1 rg", "1 0 0 rg");
         }},
        {"a value that is not of the key", borrowed_chain},
        // laundering
        {"an edit under a later valid signature",
         [] {
             return signing::sign_pdf(updated(plain(), {{page_of(plain()).number, turned(plain())}}),
                                      chairman(), options("member-2"));
         }},
        {"an edit under a security store and time stamps",
         [] {
             return raised(updated(plain(), {{page_of(plain()).number, turned(plain())}}),
                           signing::Level::lta);
         }},
        {"a document time stamp copied from another file",
         [] {
             const auto other = raised(signed_paper(1, 2), signing::Level::t);
             const auto gap = other.find("/Contents <", other.rfind("/ETSI.RFC3161")) + 11;
             std::string der;
             for (auto i = gap; other[i] != '>'; i += 2)
                 der.push_back(static_cast<char>(std::stoi(other.substr(i, 2), nullptr, 16)));
             return pdf::fill_signature(pdf::prepare_document_timestamp(plain()), der);
         }},
    };
    return rows;
}

const std::vector<Row>& honest() {
    static const std::vector<Row> rows = {
        {"five signatures", [] { return five(); }},
        {"a sixth signature", [] { return signing::sign_pdf(five(), chairman(), options("member-6")); }},
        {"form filling within DocMDP 2", [] { return filled(five()); }},
        {"filling with an appearance of its own",
         [] {
             const auto note = object_with(five(), "/V (first)");
             return updated(five(), {{note.number, replaced(replaced(note.body, "/V (first)", "/V (second)"),
                                                            "/N 700 0 R", "/N 705 0 R")}});
         }},
        {"filling without certification", [] { return filled(plain()); }},
        {"filling under DocMDP 3", [] { return filled(signed_paper(1, 3)); }},
        {"an annotation under DocMDP 3", [] { return annotated(signed_paper(1, 3)); }},
        {"an excluded field filled",
         [] { return filled(signed_with_lock("/Action /Exclude /Fields [ (note) ]")); }},
        {"a field whose name only begins like a locked one",
         [] {
             return filled(signed_paper(1, 0, {"not", "note2", "note.x"}));
         }},
        {"a new empty signature field",
         [] {
             return with_field(five(),
                               "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /Rect [0 0 0 0] >>");
         }},
        {"a time stamp", [] { return raised(five(), signing::Level::t); }},
        {"a security store", [] { return raised(five(), signing::Level::lt); }},
        {"an archive time stamp", [] { return raised(five(), signing::Level::lta); }},
        {"an archive time stamp under DocMDP 1",
         [] { return raised(signed_paper(1, 1), signing::Level::lta); }},
        {"a signature after an archive time stamp",
         [] {
             return signing::sign_pdf(raised(five(), signing::Level::lta), chairman(), options("member-6"));
         }},
        {"an update that touches nothing", [] { return repointed(five(), {}); }},
        {"an object written again as it was",
         [] {
             const auto page = page_of(five());
             return updated(five(), {{page.number, page.body}});
         }},
        {"an object that nothing refers to, in a stream",
         [] {
             return in_streams(five(), {{900, "<< /Unused true >>"}});
         }},
    };
    return rows;
}

}  // namespace

TEST_CASE("forgeries of our own making are refused", "[signing][hostile]") {
    CHECK(forgeries().size() >= 30);
    for (const auto& row : forgeries()) {
        CAPTURE(row.what);
        const auto report = verified(row.make());
        CHECK(report.verdict != "valid");
        CHECK(tells(report));
    }
}

TEST_CASE("honest counterparts of the forgeries are not called changed", "[signing]") {
    for (const auto& row : honest()) {
        const auto report = verified(row.make());
        std::string why;
        for (const auto& signature : report.signatures)
            for (const auto& check : signature.checks)
                if (check.verdict >= Verdict::doubtful) why += check.id + " [" + check.evidence + "] ";
        for (const auto& check : report.checks) why += check.id + " [" + check.evidence + "] ";
        CAPTURE(row.what, why);
        CHECK(report.verdict == "valid");
        CHECK_FALSE(tells(report));
    }
}

TEST_CASE("a certificate of a namesake authority is not trusted", "[signing][hostile]") {
    const auto report = verified(looks_alike());
    CHECK(report.verdict == "indeterminate");
    CHECK(report.signatures.at(0).intact);
    CHECK_FALSE(report.signatures.at(0).trusted);
}

TEST_CASE("a signature's time stamp that was copied proves nothing", "[signing][hostile]") {
    CopiedStamp stamper;
    auto how = options("member-1");
    how.stamper = &stamper;
    const auto report = verified(signing::sign_pdf(paper(), chairman(), how));
    CHECK(report.verdict == "indeterminate");
    CHECK(report.signatures.at(0).level == "B-B");
    CHECK(report.signatures.at(0).time_source == "claimed");
    CHECK(has_check(report.signatures.at(0), "signature.timestamp", Verdict::doubtful));
}
