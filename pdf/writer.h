// Makes a new PDF: pages drawn on canvases, and AcroForm fields on them. Every document is PDF/A-2b (3b with
// attachments) and PDF/UA-1 by construction; docs/decisions/0024-archive-quality.md.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/time.h"
#include "pdf/canvas.h"

namespace sanad::pdf {

struct DocumentInfo {
    std::string title;
    std::string language = "ar";
    std::string author = {};
    std::string subject = {};
    Moment made = {};  // goes into Info and XMP; the same input gives the same bytes
};

struct FieldOption {
    std::string key;  // export value
    std::string label;
    BoxMm box;
    Node node =
        untagged;  // under which its form field stands in the structure; untagged: as fields_in() says
};

class Writer {
public:
    Writer(std::shared_ptr<FontSet> fonts, DocumentInfo info);
    ~Writer();

    int add_page(double width_mm = 210, double height_mm = 297);  // 1-based number of the new page
    Canvas& page(int number);

    // The structure of the document (PDF/UA). What is drawn on its pages is tagged by Canvas::tag.
    Structure& structure();
    // Under which node the fields stand that are added from now on, each as a form element of its own.
    void fields_in(Node parent);

    // AcroForm fields. `name` is the field's key, `tip` what a screen reader says. Values are shown by
    // appearance streams of ours; viewers get whole fonts to go on with. Throws Error(bad_input) for a value
    // that does not fit its box at 8 points.
    struct TextField {
        std::string name, tip, value = {};
        bool multiline = false, read_only = false, rtl = true;
        int comb = 0;  // > 0: that many equal cells over the box
        double size_pt = 11;
        double leading = 1.45;  // multiline: as TextStyle has it, to keep to printed lines
    };
    void text_field(int page, const BoxMm& box, const TextField& field);
    void check_box(int page, const BoxMm& box, const std::string& name, const std::string& tip,
                   bool on = false);
    void radio(int page, const std::string& name, const std::string& tip,
               const std::vector<FieldOption>& options, std::string_view selected = {});
    void signature_field(int page, const BoxMm& box, const std::string& name, const std::string& tip);

    // Makes the document PDF/A-3b; without attachments it is PDF/A-2b. The file is data of the document.
    void attach(const std::string& file_name, const std::string& media_type, const std::string& bytes,
                const std::string& description);

    // Texts that were drawn with boxes in them so far, on pages and in fields: no face has these characters.
    const std::vector<Undrawable>& undrawable() const;

    std::string finish();  // the bytes; the writer is spent

    struct Impl;  // for pdf/*.cpp

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace sanad::pdf
