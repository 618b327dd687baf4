// Forgeries of our own making, of classes that published collections do not have. Each is one change to a
// paper that we signed ourselves.
#include "signing_forged_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

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
         [] {
             return without_reference(five(), "/Type /Page ", object_with(five(), "/T (member-3)").number);
         }},
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
