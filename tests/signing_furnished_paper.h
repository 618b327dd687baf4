// A paper that has one of everything that a forger may lay hands on.
#pragma once

#include "signing_forged_papers.h"

namespace sanad::test {

// The paper with what forgeries of its places are about: an attachment, bookmarks, page labels, a box to
// tick, a list, a read-only field, a signature field with a lock, and a stream whose length stands elsewhere.
inline const std::string& furnished() {
    static const std::string made = [] {
        const auto& pdf = paper();
        const auto root = object_with(pdf, "/Type /Catalog");
        const auto page = page_of(pdf);
        const auto form = object_with(pdf, "/Fields [");
        const std::string widget = "<< /Type /Annot /Subtype /Widget /F 4 ";
        const std::string lists = "/Fields [ 730 0 R 731 0 R 732 0 R 733 0 R ";
        const std::string more =
            "/Type /Catalog /PageLabels << /Nums [ 0 << /S /D >> ] >> /Outlines 722 0 R /AA << >> "
            "/Collection << /View /T >> /Threads [ 720 0 R ] ";
        const std::string hidden =
            "<< /Length 724 0 R >>\nstream\nq Q\nendstream\nendobj x 1 0 0 rg 0 0 600 600 re f\nendstream";
        Objects objects = {
            {720, "<< /Type /Filespec /F (a.txt) /EF << /F 721 0 R >> >>"},
            {721, "<< /Type /EmbeddedFile /Length 6 >>\nstream\nhonest\nendstream"},
            {722, "<< /Type /Outlines /First 723 0 R /Last 723 0 R /Count 1 >>"},
            {723, "<< /Title (page one) /Parent 722 0 R >>"},
            {724, "3"},
            {725, hidden},
            {726,
             "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 14 >>\nstream\n0 0 9 9 re f  "
             "\nendstream"},
            {727,
             "<< /Type /XObject /Subtype /Form /BBox [0 0 0 0] /Length 11 >>\nstream\n% DSBlank\n "
             "\nendstream"},
            {728,
             "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /LZWDecode /Length 2 >>\nstream\n% "
             "\nendstream"},
            {730, widget + "/FT /Btn /T (box) /Rect [40 60 50 70] /AS /Off /AP << /N << /Yes 726 0 R /Off "
                           "705 0 R >> >> /MK << /CA (4) >> >>"},
            {731,
             widget + "/FT /Ch /T (list) /Rect [60 60 90 70] /Opt [ (yes) (no) ] /DV (no) /DA (/F 9 Tf) >>"},
            {732, widget + "/FT /Tx /Ff 1 /T (fixed) /Rect [100 60 130 70] /MaxLen 9 /V (100) >>"},
            {733, widget + "/FT /Sig /T (locking) /Rect [140 60 170 70] /Lock << /Type /SigFieldLock /Action "
                           "/All >> >>"},
            {page.number,
             replaced(page.body, "/Annots [",
                      "/Thumb 706 0 R /Hidden 725 0 R /Annots [ 730 0 R 731 0 R 732 0 R 733 0 R ")}};
        auto catalog = replaced(root.body, "/Type /Catalog", more);
        if (form.number == root.number) {
            catalog = replaced(catalog, "/Fields [", lists);
        } else {
            objects.emplace_back(form.number, replaced(form.body, "/Fields [", lists));
        }
        objects.emplace_back(root.number, catalog);
        return updated(pdf, objects);
    }();
    return made;
}

}  // namespace sanad::test
