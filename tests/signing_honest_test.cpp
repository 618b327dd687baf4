// The honest counterparts of the forgeries: what a verifier that refuses them must not refuse.
#include "signing_forged_papers.h"

using namespace sanad;
using namespace sanad::test;

namespace {

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
