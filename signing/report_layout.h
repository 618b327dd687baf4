// The pages of the verification report: headings, coloured verdicts and rows of label and value, one below
// the other, each tagged. Included by signing/*.cpp only.
#pragma once

#include <string>
#include <string_view>

#include "core/messages.h"
#include "pdf/writer.h"

namespace sanad::signing {

// What a reader sees before a word of it is read.
enum class Light { green, amber, red, grey };

class ReportLayout {
public:
    ReportLayout(Language language, pdf::DocumentInfo info);

    void title(const std::string& text);
    void heading(const std::string& text);
    void subheading(const std::string& text);
    void paragraph(const std::string& text, double size_pt = 10.5);
    void small(const std::string& text) { paragraph(text, 9); }
    void light(Light colour, const std::string& text);  // a bar with the text in it
    // A table of rows: begin_rows, row…; what follows ends it.
    void begin_rows();
    void row(const std::string& label, const std::string& value);
    void row(const std::string& label, const std::string& value, Light colour);

    // `footer` has {0} for the page's number and {1} for how many there are.
    std::string finish(std::string_view footer_id);

private:
    pdf::Canvas& canvas() { return writer_.page(page_); }
    pdf::TextStyle style(double size_pt) const;
    void turn_page();
    void need(double height);
    void set_row(const std::string& label, const std::string& value, const pdf::Colour* mark);

    Language language_;
    pdf::Writer writer_;
    pdf::Node table_ = pdf::untagged;
    int page_ = 0;
    double y_ = 0;  // mm
};

// Foreign text as it may be printed: no invisible marks, one line, and not without end.
std::string printable(std::string_view text, std::size_t most = 300);

}  // namespace sanad::signing
