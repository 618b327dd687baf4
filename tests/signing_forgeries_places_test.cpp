// More forgeries of our own making: places of a document that nobody looks at, and sections, lengths and
// generations that two readers read in two ways. Their honest counterparts stand below.
#include "signing/timestamp_token.h"
#include "signing_furnished_paper.h"

using namespace sanad;
using namespace sanad::test;

namespace {

std::string signed_base(const std::string& pdf, int certify = 2) {
    auto how = options("member-1");
    how.certify = certify;
    return signing::sign_pdf(pdf, chairman(), how);
}
const std::string& base() {
    static const std::string made = signed_base(furnished());
    return made;
}
std::string changed(const std::string& text, const std::string& from, const std::string& to) {
    return with(base(), text, from, to);
}
std::string ticked(const std::string& looks) {
    return updated(
        base(), {{730, replaced(replaced(object_with(base(), "(box)").body, "/AS /Off", "/AS /Yes /V /Yes"),
                                "/N << /Yes 726 0 R /Off 705 0 R >>", looks)}});
}

// Signed after the signer's own update was changed, by as many bytes.
std::string signed_otherwise(const std::string& field, const std::string& from, const std::string& to) {
    pdf::SignatureRequest request;
    request.field = field;
    request.signing_time = signing_day;
    const auto& before = field == "locking" ? base() : furnished();
    auto prepared = pdf::prepare_signature(before, request);
    const auto at = prepared.bytes.rfind(from);
    REQUIRE(at > before.size());
    prepared.bytes.replace(at, from.size(), to);
    const auto draft = signing::draft_cms(prepared.head(), prepared.tail(), chairman().certificate_der(),
                                          chairman().chain_der());
    return pdf::fill_signature(
        prepared,
        signing::complete_cms(draft, chairman().sign(draft.signed_attributes), nullptr, signing_day));
}

// A new field of a signature with more in it, signed by somebody who may.
std::string signed_field(const std::string& more) {
    const auto form = object_with(base(), "/SigFlags");
    const auto page = page_of(base());
    const auto field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /F 4 " + more + " >>";
    return signing::sign_pdf(
        updated(base(), {{803, field},
                         {form.number, replaced(form.body, "/Fields [", "/Fields [ 803 0 R ")},
                         {page.number, replaced(page.body, "/Annots [", "/Annots [ 803 0 R ")}}),
        chairman(), options("new"));
}

// Signed in a new field, for which the signing program puts an element into the structure tree, as iText and
// Acrobat do.
std::string signed_with_element(const std::string& element, const std::string& from = "",
                                const std::string& to = "", const std::string& field = "new") {
    const auto& pdf = base();
    const auto tree = object_with(pdf, "/Type /StructTreeRoot");
    const auto parents = object_with(pdf, "/Nums [0 [");
    const auto document = object_with(pdf, "/S /Document");
    const auto form = object_with(pdf, "/SigFlags");
    const auto page = page_of(pdf);
    Objects objects = {
        {803,
         "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /F 4 /Rect [400 20 470 40] /StructParent 8 >>"},
        {804, fmt::format("<< /Type /StructElem /P {} 0 R /Pg {} 0 R {} >>", document.number, page.number,
                          element)},
        {tree.number, replaced(tree.body, "/ParentTreeNextKey 8", "/ParentTreeNextKey 9")},
        {parents.number, replaced(parents.body, "] >>", "8 804 0 R ] >>")},
        {document.number, replaced(document.body, "]", " 804 0 R ]")},
        {form.number, replaced(form.body, "/Fields [", "/Fields [ 803 0 R ")},
        {page.number, replaced(page.body, "/Annots [", "/Annots [ 803 0 R ")}};
    for (auto& object : objects)
        if (!from.empty() && object.second.find(from) != std::string::npos)
            object.second = replaced(object.second, from, to);
    return signing::sign_pdf(updated(pdf, objects), chairman(), options(field));
}
const char* const for_the_field = "/S /Form /K << /Type /OBJR /Obj 803 0 R >>";

// The archive time stamp of a program that gives its field an appearance.
std::string stamped(const std::string& appearance) {
    auto prepared = pdf::prepare_document_timestamp(base());
    const std::string from = "/Rect [ 0 0 0 0 ] /F 132";
    const auto at = prepared.bytes.rfind(from);
    REQUIRE(at != std::string::npos);
    prepared.bytes.replace(at, from.size(), "/AP << /N " + appearance + " 0 R >>/F 4");
    const std::string covered = std::string(prepared.head()) + std::string(prepared.tail());
    return pdf::fill_signature(prepared,
                               authority().time_stamper()->token(signing::sha256(covered), signing_day));
}

// A section that lies asleep in what is signed and points on to the section of the signature, of which only
// the place has to be guessed.
std::string spliced() {
    const auto sleeping = [](std::size_t previous) {
        const auto& pdf = furnished();
        const auto first = pdf.find("\n706 0 obj") + 1;
        std::string made = pdf + "% ";
        const auto at = made.size();
        made +=
            fmt::format("xref\n706 1\n{:010d} 00000 n \ntrailer\n<< /Size {} /Root {} 0 R /Prev {:010d} >>\n",
                        first, last_size(pdf), last_root(pdf), previous);
        made += fmt::format("startxref\n{}\n%%EOF\n", last_startxref(pdf));
        return std::pair{made, at};
    };
    const auto once = signed_base(sleeping(0).first);
    const auto place = static_cast<std::size_t>(last_startxref(once));
    const auto [asleep, at] = sleeping(place);
    const auto made = signed_base(asleep);
    REQUIRE(static_cast<std::size_t>(last_startxref(made)) == place);
    return made +
           fmt::format("xref\n0 0\ntrailer\n<< /Size {} /Root {} 0 R /Prev {} >>\nstartxref\n{}\n%%EOF\n",
                       last_size(made), last_root(made), at, made.size());
}

// One entry of a section as the forger writes it.
std::string entered(const std::string& lines) {
    return base() +
           fmt::format("xref\n{}trailer\n<< /Size {} /Root {} 0 R /Prev {} >>\nstartxref\n{}\n%%EOF\n", lines,
                       last_size(base()), last_root(base()), last_startxref(base()), base().size());
}

std::string usage_right() {
    const auto edited = updated(plain(), {{page_of(plain()).number, turned(plain())}});
    const auto value = object_with(plain(), "/ByteRange");
    return signing::sign_pdf(catalog_with(edited, fmt::format("/Perms << /UR3 {} 0 R >>", value.number)),
                             chairman(), options("member-2"));
}

std::string gap_with(const std::string& bytes) {
    auto pdf = plain();
    const auto end = pdf.find('>', pdf.find("/Contents <", pdf.rfind("/ByteRange")) + 11);
    return pdf.replace(end - bytes.size(), bytes.size(), bytes);
}

const std::vector<Row>& forgeries() {
    static const std::vector<Row> rows = {
        // places
        {"an attachment exchanged",
         [] {
             return updated(base(),
                            {{721, "<< /Type /EmbeddedFile /Length 6 >>\nstream\nforged\nendstream"}});
         }},
        {"an attachment renamed", [] { return changed("(a.txt)", "(a.txt)", "(b.txt)"); }},
        {"a bookmark renamed", [] { return changed("(page one)", "(page one)", "(page two)"); }},
        {"a bookmark with an action",
         [] { return changed("(page one)", "/Title", "/A << /S /URI /URI (x) >> /Title"); }},
        {"page labels", [] { return changed("/Type /Catalog", "/S /D", "/S /r"); }},
        {"actions of the document",
         [] { return changed("/Type /Catalog", "/AA << >>", "/AA << /WC << /S /JavaScript /JS (x) >> >>"); }},
        {"the certification taken out", [] { return changed("/Type /Catalog", "/Perms", "/Was"); }},
        {"the certification widened", [] { return changed("/DocMDP", "/P 2", "/P 3"); }},
        {"alternative text",
         [] { return changed("/StructTreeRoot", "/StructTreeRoot", "/Lang (en) /StructTreeRoot"); }},
        {"the view of attachments", [] { return changed("/Type /Catalog", "/View /T", "/View /H"); }},
        {"the title",
         [] {
             const auto pdf = updated(base(), {{900, "<< /Title (other) >>"}});
             return repointed(pdf, {}, "/Info 900 0 R");
         }},
        {"a page turned, by its tree", [] { return changed("/Kids [ ", "/Kids [ ", "/Rotate 90 /Kids [ "); }},
        {"a user unit", [] { return changed("/Type /Page ", "/MediaBox", "/UserUnit 2 /MediaBox"); }},
        {"an action of a page",
         [] { return changed("/Type /Page ", "/MediaBox", "/AA << /O 804 0 R >> /MediaBox"); }},
        // fields
        {"a widget hidden", [] { return changed("(fixed)", "/F 4", "/F 6"); }},
        {"a caption", [] { return changed("(box)", "/CA (4)", "/CA (8)"); }},
        {"a list's choices", [] { return changed("(list)", "(yes) (no)", "(no) (yes)"); }},
        {"a default value", [] { return changed("(list)", "/DV (no)", "/DV (yes)"); }},
        {"a default appearance", [] { return changed("(list)", "9 Tf", "90 Tf"); }},
        {"a longest length", [] { return changed("(fixed)", "/MaxLen 9", "/MaxLen 1"); }},
        {"a flag of a field", [] { return changed("(list)", "/FT /Ch", "/Ff 262144 /FT /Ch"); }},
        {"an action of a field", [] { return changed("(list)", "/FT", "/AA << /K 804 0 R >> /FT"); }},
        {"a read-only field filled", [] { return changed("(fixed)", "(100)", "(900)"); }},
        {"a tick whose two looks change places", [] { return ticked("/N << /Yes 705 0 R /Off 726 0 R >>"); }},
        {"looks made anew from values, with nothing filled",
         [] { return changed("/SigFlags", "/SigFlags", "/NeedAppearances true /SigFlags"); }},
        {"a kid hung under another field",
         [] {
             return updated(base(), {{701, "<< /FT /Tx /T (group) /Kids [ ] >>"}});
         }},
        {"a new signature field with a script",
         [] {
             return with_field(base(),
                               "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /Rect [0 0 0 0] /AA << /E "
                               "<< /S /JavaScript /JS (x) >> >> >>");
         }},
        {"a new signature with an action",
         [] { return signed_field("/Rect [0 0 0 0] /A << /S /Launch /F (x) >>"); }},
        {"a lock taken out by the signature that it is of",
         [] { return signed_otherwise("locking", "/Lock ", "/Lokk "); }},
        {"a time stamp's field that shows something", [] { return stamped("700"); }},
        {"a time stamp's field whose appearance cannot be read", [] { return stamped("728"); }},
        {"two fields with one signature",
         [] {
             return with_field(
                 base(),
                 fmt::format(
                     "<< /Type /Annot /Subtype /Widget /FT /Sig /T (new) /Rect [0 0 0 0] /V {} 0 R >>",
                     object_with(base(), "/ByteRange").number));
         }},
        {"a broken signature called a usage right, under a valid one", usage_right},
        // two readings
        {"a section that slept before the signature", spliced},
        {"an older section in force",
         [] { return base() + fmt::format("startxref\n{}\n%%EOF\n", last_startxref(furnished())); }},
        {"sections in a circle",
         [] {
             return base() +
                    fmt::format(
                        "xref\n0 0\ntrailer\n<< /Size 900 /Root {} 0 R /Prev {} >>\nstartxref\n{}\n%%EOF\n",
                        last_root(base()), base().size(), base().size());
         }},
        {"an object freed", [] { return entered("706 1\n0000000000 00001 f \n"); }},
        {"an object under another generation",
         [] { return entered(fmt::format("706 1\n{:010d} 00001 n \n", offset_of(base(), 706))); }},
        {"an object twice in one section",
         [] {
             const auto first = paper().find("\n706 0 obj") + 1;
             return entered(fmt::format("706 1\n{:010d} 00000 n \n706 1\n{:010d} 00000 n \n",
                                        offset_of(base(), 706), first));
         }},
        {"an entry that leads to another object",
         [] { return entered(fmt::format("706 1\n{:010d} 00000 n \n", offset_of(base(), 705))); }},
        {"a length made longer",
         [] {
             return updated(base(), {{724, "56"}});
         }},
        {"objects that no section names, behind an update",
         [] {
             return updated(base(), {{900, "null"}}) + "706 0 obj\n<< >>\nendobj\n";
         }},
        // the gap
        {"a gap with white space in its padding", [] { return gap_with("  \n "); }},
        {"a gap with what is no digit", [] { return gap_with("zz"); }},
        {"a gap with a comment", [] { return gap_with("%x"); }},
        {"four numbers and one more",
         [] {
             return signed_range([](auto gap, auto after, auto end) {
                 return std::vector<long long>{0, gap, after, end - after, 0};
             });
         }},
        {"a range in real numbers",
         [] { return signed_otherwise("member-1", "/ByteRange [0 ", "/ByteRange [0."); }},
    };
    return rows;
}

// In the structure tree, each under a second signature that is valid.
const std::vector<Row>& forgeries_of_the_tree() {
    static const std::vector<Row> rows = {
        {"an element with a text that is read aloud",
         [] { return signed_with_element(std::string(for_the_field) + " /ActualText (900)"); }},
        {"an element for no field", [] { return signed_with_element("/S /Form /K 0"); }},
        {"an element for another field",
         [] { return signed_with_element("/S /Form /K << /Type /OBJR /Obj 731 0 R >>"); }},
        {"an element that calls itself a heading",
         [] { return signed_with_element("/S /H1 /K << /Type /OBJR /Obj 803 0 R >>"); }},
        {"two elements that change places",
         [] {
             const auto document = object_with(base(), "/S /Document").body;
             std::smatch first;
             REQUIRE(std::regex_search(document, first, std::regex(R"(\[\s*(\d+ 0 R)\s+(\d+ 0 R))")));
             return signed_with_element(for_the_field, first[0].str(),
                                        "[ " + first[2].str() + " " + first[1].str());
         }},
        {"an element put before the others",
         [] {
             return updated(signed_with_element(for_the_field),
                            {{object_with(base(), "/S /Document").number,
                              replaced(object_with(base(), "/S /Document").body, "/K [", "/K [ 804 0 R ")}});
         }},
        {"contents led back to another element",
         [] {
             return signed_with_element(
                 for_the_field, "8 804 0 R ]",
                 fmt::format("8 804 0 R 9 {} 0 R ]", object_with(base(), "/S /Document").number));
         }},
        {"a role that means another one",
         [] {
             return signed_with_element(for_the_field, "/ParentTreeNextKey 9",
                                        "/ParentTreeNextKey 9 /RoleMap << /Form /Artifact >>");
         }},
    };
    return rows;
}

const std::vector<Row>& honest() {
    static const std::vector<Row> rows = {
        {"the furnished paper", [] { return base(); }},
        {"the paper with a sleeping comment", [] { return signed_base(furnished() + "% a comment\n"); }},
        {"a tick", [] { return ticked("/N << /Yes 726 0 R /Off 705 0 R >>"); }},
        {"a choice", [] { return changed("(list)", "/DV (no)", "/DV (no) /V (yes)"); }},
        {"a filling that asks for looks",
         [] {
             const auto note = object_with(base(), "/V (first)");
             const auto form = object_with(base(), "/SigFlags");
             return updated(base(), {{note.number, replaced(note.body, "(first)", "(second)")},
                                     {form.number,
                                      replaced(form.body, "/SigFlags", "/NeedAppearances true /SigFlags")}});
         }},
        {"a new signature beside the fields", [] { return signed_field("/Rect [400 20 470 40]"); }},
        {"the locking field signed",
         [] { return signing::sign_pdf(base(), chairman(), options("locking")); }},
        {"a new signature with its element in the structure tree",
         [] { return signed_with_element(for_the_field); }},
        {"a time stamp's field with an appearance that draws nothing", [] { return stamped("727"); }},
        {"a length written again",
         [] {
             return updated(base(), {{724, "3"}});
         }},
        {"a bookmark written again", [] { return changed("(page one)", "/Title", " /Title"); }},
        {"an archive time stamp", [] { return raised(base(), signing::Level::lta); }},
    };
    return rows;
}

std::string findings(const signing::VerificationReport& report) {
    std::string why = report.verdict + ": ";
    for (const auto& signature : report.signatures)
        for (const auto& check : signature.checks)
            if (check.verdict >= Verdict::doubtful) why += check.id + " [" + check.evidence + "] ";
    for (const auto& check : report.checks) why += check.id + " [" + check.evidence + "] ";
    return why;
}

}  // namespace

TEST_CASE("what is changed where nobody looks, or where two readers differ, is refused",
          "[signing][hostile]") {
    for (const auto& row : forgeries()) {
        const auto report = verified(row.make());
        CAPTURE(row.what, findings(report));
        CHECK(report.verdict != "valid");
        CHECK(report.verdict != "unsigned");
    }
}

TEST_CASE("nothing but the element of a signature field may come into the structure tree",
          "[signing][hostile]") {
    for (const auto& row : forgeries_of_the_tree()) {
        const auto report = verified(row.make());
        CAPTURE(row.what, findings(report));
        CHECK(report.verdict == "invalid");
        CHECK(findings(report).find("signature.changes_after [Root/StructTreeRoot") != std::string::npos);
    }
}

TEST_CASE("what honest programs do in the same places is not called changed", "[signing]") {
    for (const auto& row : honest()) {
        const auto report = verified(row.make());
        CAPTURE(row.what, findings(report));
        CHECK(report.verdict == "valid");
        CHECK_FALSE(tells(report));
    }
}
