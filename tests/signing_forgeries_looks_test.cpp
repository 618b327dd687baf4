// Forgeries of what a page is drawn from, of how a field sits on it, and of names, layers and boxes; and the
// honest changes beside them.
#include "signing_forged_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

std::string stream(const std::string& entries, const std::string& bytes) {
    return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, bytes.size(), bytes);
}

const std::string image_entries =
    "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace [ /ICCBased 755 0 R ] "
    "/SMask 754 0 R";
const std::string mask_entries =
    "/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray";

// A paper whose page inherits what it draws, with a form within, an image under a mask, states, a text field
// with everything about its looks, names, an attachment and layers; signed under DocMDP 2.
const std::string& base() {
    static const std::string made = [] {
        std::string pdf = paper();
        const auto root = object_with(pdf, "/Type /Catalog");
        const auto pages = object_with(pdf, "/Type /Pages");
        const auto page = page_of(pdf);
        const auto form = object_with(pdf, "/Fields [");
        Objects objects = {
            {750,
             stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90] /Resources << /XObject << /I 753 0 R "
                    ">> >>",
                    "/I Do")},
            {751, "<< /Type /ExtGState /ca 1 /BM /Normal >>"},
            {753, stream(image_entries, "\x01\x02\x03\x04\x05\x06")},
            {754, stream(mask_entries, "\x7f\x7f")},
            {755, stream("/N 3 /Alternate /DeviceRGB", "a profile")},
            {756, "<< /Kids [ 757 0 R ] >>"},
            {757, "<< /Names [ (one) [ 4 0 R /Fit ] (two) [ 4 0 R /FitH 9 ] ] /Limits [ (one) (two) ] >>"},
            {758, "<< /Names [ (a.txt) 759 0 R ] >>"},
            {759,
             "<< /Type /Filespec /F (a.txt) /UF (a.txt) /AFRelationship /Source /EF << /F 760 0 R >> >>"},
            {760, stream("/Type /EmbeddedFile", "honest")},
            {761,
             "<< /Type /Annot /Subtype /Widget /FT /Tx /T (look) /F 4 /Rect [ 40 90 90 99 ] /V (7) /Q 0 "
             "/DA (/F1 9 Tf) /TU (a number) /MK << /BG [ 1 1 1 ] >> /BS << /W 1 >> /AP << /N 700 0 R >> >>"},
            {762, stream("", "/X Do")},
            {pages.number,
             replaced(pages.body, "/Type /Pages",
                      "/Type /Pages /Resources << /XObject << /X 750 0 R >> /ExtGState << /G 751 "
                      "0 R >> >>")},
            {page.number,
             replaced(replaced(page.body, "/Annots [", "/Group << /S /Transparency >> /Annots [ 761 0 R "),
                      "/Type /Page ", "/Type /Page /Extra 762 0 R ")}};
        auto catalog =
            replaced(root.body, "/Type /Catalog",
                     "/Type /Catalog /PageMode /UseNone /Names << /Dests 756 0 R /EmbeddedFiles 758 "
                     "0 R >> /OpenAction [ 4 0 R /Fit ] ");
        const std::string lists = "/CO [ ] /Fields [ 761 0 R ";
        if (form.number == root.number)
            catalog = replaced(catalog, "/Fields [", lists);
        else
            objects.emplace_back(form.number, replaced(form.body, "/Fields [", lists));
        objects.emplace_back(root.number, catalog);
        auto how = options("member-1");
        how.certify = 2;
        return signing::sign_pdf(updated(pdf, objects), chairman(), how);
    }();
    return made;
}

std::string changed(const std::string& text, const std::string& from, const std::string& to) {
    return with(base(), text, from, to);
}
std::string object(int number, const std::string& body) { return updated(base(), {{number, body}}); }

// The stream that the newest font with this entry refers to, with other bytes.
std::string exchanged(const std::string& entry) {
    const auto pdf = base();
    const auto at = pdf.find(entry + " ");
    REQUIRE(at != std::string::npos);
    return object(std::stoi(pdf.substr(at + entry.size() + 1)), stream("", "other"));
}

// An object stream that goes on from another one, which no section needs to name.
std::string extended() {
    const auto page = page_of(base());
    const auto first = in_streams(base(), {{900, "<< >>"}});
    const auto made = stream_update(first, {{page.number, turned(base())}});
    auto bytes = made.bytes;
    const std::string from = "/Type /ObjStm /N";
    const auto at = bytes.rfind(from);
    bytes.replace(at, from.size(), fmt::format("/Extends {} 0 R /Type /ObjStm /N", last_size(base()) + 50));
    const auto section = bytes.rfind(fmt::format("{} 0 obj\n<< /Type /XRef", last_size(first) + 51));
    return bytes + fmt::format("startxref\n{}\n%%EOF\n", section);
}

const std::vector<Row>& forgeries() {
    static const std::vector<Row> rows = {
        // what a page is drawn from
        {"inherited resources", [] { return changed("/Type /Pages", "/X 750 0 R", "/X 700 0 R"); }},
        {"an inherited crop",
         [] { return changed("/Type /Pages", "/Count", "/CropBox [0 0 99 99] /Count"); }},
        {"resources that hide the inherited ones",
         [] { return changed("/Type /Page ", "/F1 ", "/F2 6 0 R /F1 "); }},
        {"a form within", [] { return changed("/I Do", "/I Do", "/J Do"); }},
        {"a form's resources", [] { return changed("/I Do", "/I 753 0 R", "/I 754 0 R"); }},
        {"a form's matrix", [] { return changed("/I Do", "/BBox", "/Matrix [9 0 0 9 0 0] /BBox"); }},
        {"an image's bytes", [] { return object(753, stream(image_entries, "\x01\x02\x03\x04\x05\x07")); }},
        {"an image turned to its negative",
         [] { return changed("/SMask 754", "/SMask", "/Decode [1 0 1 0 1 0] /SMask"); }},
        {"a mask", [] { return object(754, stream(mask_entries, "\x7f\x01")); }},
        {"a mask taken away", [] { return changed("/SMask 754", "/SMask 754 0 R", ""); }},
        {"a picture for printing only",
         [] {
             return changed("/SMask 754", "/SMask",
                            "/Alternates [ << /Image 754 0 R /DefaultForPrinting true >> ] /SMask");
         }},
        {"a colour profile", [] { return object(755, stream("/N 3 /Alternate /DeviceRGB", "b profile")); }},
        {"the output intent's profile", [] { return exchanged("/DestOutputProfile"); }},
        {"what a font's letters mean", [] { return exchanged("/ToUnicode"); }},
        {"which glyphs a font has", [] { return exchanged("/CIDToGIDMap"); }},
        {"a font's file", [] { return exchanged("/FontFile2"); }},
        {"a state that makes invisible", [] { return changed("/Type /ExtGState", "/ca 1", "/ca 0"); }},
        {"a blend", [] { return changed("/Type /ExtGState", "/Normal", "/Difference"); }},
        {"a group", [] { return changed("/Type /Page ", "/S /Transparency", "/S /Transparency /K true"); }},
        {"one more content",
         [] {
             const auto page = page_of(base());
             return object(page.number, std::regex_replace(page.body, std::regex(R"(/Contents (\d+) 0 R)"),
                                                           "/Contents [ $1 0 R 762 0 R ]"));
         }},
        {"an object stream that goes on from another", extended},
        // boxes
        {"a media box", [] { return changed("/Type /Page ", "/MediaBox [0 0 595", "/MediaBox [0 0 295"); }},
        {"a trim box", [] { return changed("/Type /Page ", "/MediaBox", "/TrimBox [0 0 9 9] /MediaBox"); }},
        {"how long a page is shown", [] { return changed("/Type /Page ", "/MediaBox", "/Dur 1 /MediaBox"); }},
        {"a transition",
         [] { return changed("/Type /Page ", "/MediaBox", "/Trans << /S /Wipe >> /MediaBox"); }},
        {"a page's own metadata",
         [] { return changed("/Type /Page ", "/MediaBox", "/Metadata 762 0 R /MediaBox"); }},
        // how a field sits on the page
        {"a field moved", [] { return changed("(look)", "[ 40 90", "[ 41 90"); }},
        {"a field made smaller", [] { return changed("(look)", "90 99 ]", "41 91 ]"); }},
        {"a field that is not seen", [] { return changed("(look)", "/F 4", "/F 36"); }},
        {"a field that is not printed", [] { return changed("(look)", "/F 4", "/F 0"); }},
        {"a field under a layer", [] { return changed("(look)", "/Q 0", "/OC 703 0 R /Q 0"); }},
        {"a field's ground", [] { return changed("(look)", "/BG [ 1 1 1 ]", "/BG [ 0 0 0 ]"); }},
        {"a field's border", [] { return changed("(look)", "/W 1", "/W 90"); }},
        {"a field's alignment", [] { return changed("(look)", "/Q 0", "/Q 2"); }},
        {"a field's tip", [] { return changed("(look)", "(a number)", "(another)"); }},
        {"a field's looks under the pointer",
         [] { return changed("(look)", "/N 700 0 R", "/N 700 0 R /R 762 0 R"); }},
        {"a field's appearance, its value kept",
         [] { return changed("(look)", "/N 700 0 R", "/N 750 0 R"); }},
        {"a field's rich text, its value kept",
         [] { return changed("(look)", "/V (7)", "/V (7) /RV (<p>9</p>)"); }},
        {"a field exported under another name",
         [] { return changed("(look)", "/T (look)", "/T (look) /TM (note)"); }},
        {"the form's default appearance", [] { return changed("/SigFlags", "/DA (", "/DA (9 Tc "); }},
        {"the order of sums", [] { return changed("/SigFlags", "/CO [ ]", "/CO [ 761 0 R ]"); }},
        {"the form's alignment", [] { return changed("/SigFlags", "/SigFlags", "/Q 2 /SigFlags"); }},
        // names and the way the document opens
        {"a destination", [] { return changed("(one) [", "/FitH 9", "/FitH 900"); }},
        {"one more destination",
         [] { return changed("(one) [", "/Names [", "/Names [ (a) [ 4 0 R /Fit ]"); }},
        {"an attachment's bytes", [] { return object(760, stream("/Type /EmbeddedFile", "forged")); }},
        {"an attachment's part", [] { return changed("/UF (a.txt)", "/Source", "/Data"); }},
        {"one more attachment", [] { return changed("(a.txt) 759", "/Names [", "/Names [ (A) 759 0 R"); }},
        {"the page it opens at",
         [] {
             return changed("/Type /Catalog", "/OpenAction [ 4 0 R /Fit ]",
                            "/OpenAction << /S /URI /URI (x) >>");
         }},
        {"full screen", [] { return changed("/Type /Catalog", "/UseNone", "/FullScreen"); }},
        {"the title bar",
         [] { return changed("/Type /Catalog", "/DisplayDocTitle true", "/DisplayDocTitle false"); }},
        {"the language", [] { return changed("/Type /Catalog", "/Lang (ar)", "/Lang (en)"); }},
        {"no longer tagged", [] { return changed("/Type /Catalog", "/Marked true", "/Marked false"); }},
        {"requirements",
         [] {
             return changed("/Type /Catalog", "/PageMode",
                            "/Requirements [ << /S /EnableJavaScripts >> ] /PageMode");
         }},
        // layers
        {"layers off from the beginning",
         [] { return changed("/Type /Catalog", "/ON [", "/BaseState /OFF /ON ["); }},
        {"a layer that comes with the zoom",
         [] { return changed("/Type /OCG", "/Name", "/Usage << /Zoom << /min 2 >> >> /Name"); }},
        {"layers switched by themselves",
         [] {
             return changed("/Type /Catalog", "/ON [",
                            "/AS [ << /Event /View /OCGs [ 703 0 R ] /Category [ /Zoom ] >> ] /ON [");
         }},
        {"another configuration of layers",
         [] {
             return changed("/Type /Catalog", "/OCGs [ 703 0 R ]",
                            "/OCGs [ 703 0 R ] /Configs [ << /OFF [ 703 0 R ] >> ]");
         }},
        // the certification itself
        {"another signature called the certifying one",
         [] {
             const auto pdf = signing::sign_pdf(base(), chairman(), options("member-2"));
             const auto other = object_with(pdf, "/ByteRange").number;
             return updated(pdf, {{object_with(pdf, "/Type /Catalog").number,
                                   std::regex_replace(object_with(pdf, "/Type /Catalog").body,
                                                      std::regex(R"(/DocMDP \d+ 0 R)"),
                                                      fmt::format("/DocMDP {} 0 R", other))}});
         }},
    };
    return rows;
}

const std::vector<Row>& honest() {
    static const std::vector<Row> rows = {
        {"the paper as it was signed", [] { return base(); }},
        {"the field filled, with an appearance of its own",
         [] {
             const auto found = object_with(base(), "(look)");
             return updated(
                 base(),
                 {{950, stream("/Type /XObject /Subtype /Form /BBox [0 0 50 9]", "0 0 9 9 re f")},
                  {found.number, replaced(replaced(found.body, "/V (7)", "/V (8)"), "700 0 R", "950 0 R")}});
         }},
        {"filled and signed",
         [] {
             return signing::sign_pdf(changed("(look)", "/V (7)", "/V (8)"), chairman(), options("member-2"));
         }},
        {"signed, and raised to B-LTA twice",
         [] {
             return raised(
                 raised(signing::sign_pdf(base(), chairman(), options("member-2")), signing::Level::lta),
                 signing::Level::lta);
         }},
        {"saved again, with a new date in its metadata",
         [] {
             const auto found = object_with(base(), "/Subtype /XML");
             return object(found.number,
                           replaced(found.body, "<xmp:ModifyDate>2026-11-22", "<xmp:ModifyDate>2026-11-23"));
         }},
        {"what it draws written again as it was",
         [] {
             return updated(base(), {{750, object_with(base(), "/I Do").body},
                                     {761, object_with(base(), "(look)").body}});
         }},
        {"a font more among the form's own",
         [] { return changed("/SigFlags", "/Font <<", "/Font << /New 6 0 R"); }},
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

TEST_CASE(
    "what a page is drawn from, how a field sits on it, names, boxes and layers stay as they were signed",
    "[signing][hostile]") {
    for (const auto& row : forgeries()) {
        CAPTURE(row.what);
        const auto report = verified(row.make());
        CAPTURE(findings(report));
        CHECK(report.verdict == "invalid");
        CHECK(findings(report).find("signature.changes_after [") != std::string::npos);
    }
}

TEST_CASE("filling, signing, time stamps and saving leave such a paper valid", "[signing]") {
    for (const auto& row : honest()) {
        CAPTURE(row.what);
        const auto report = verified(row.make());
        CAPTURE(findings(report));
        CHECK(report.verdict == "valid");
        CHECK_FALSE(tells(report));
    }
}
