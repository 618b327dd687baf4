// The pages of a letter made from a paper with an area "body": text that flows from the area overleaf, and at
// the foot of the first page whatever the paper has there. Included by forms/*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "forms/declaration_items.h"
#include "forms/documents.h"
#include "forms/item_table.h"
#include "forms/page_drawing.h"
#include "forms/paper_tags.h"
#include "forms/wording.h"
#include "pdf/writer.h"

namespace sanad::forms {

class LetterPages {
public:
    LetterPages(const LetterInput& input, pdf::Writer& writer);

    // From the paper's sentence `name`, with the blanks that every letter has (case, made, association,
    // request, submitted, name, employee) and `more`.
    std::string say(const std::string& name, const Blanks& more = {}) const;
    std::string date(Day day) const { return in_both_calendars(*in_.letter, day); }
    std::string confirmed(const char* key) const;  // a value that somebody stands for, else empty

    void quiet(const std::string& text);
    void strong(const std::string& text);
    void paragraph(const std::string& text);
    void heading(const std::string& text);
    void facts(const std::vector<Item>& items);
    void numbered(const std::vector<std::string>& items);

    // The paper's own fields, the name and the day beside a signature of the association, marks, codes and
    // footers of all pages.
    void finish();

private:
    pdf::Canvas& canvas() { return writer_.page(page_); }
    bool on_first() const { return page_ == 1; }
    double limit() const { return on_first() ? limit_ - continued_height_ : limit_; }
    void start_page();
    void turn_page();
    void need(double height);  // turns the page where so much is not left
    void flow(std::string text, const pdf::TextStyle& style, double indent = 0,
              pdf::Node node = pdf::untagged);  // untagged: a paragraph of its own
    void set_signatory();
    void dress();

    const LetterInput& in_;
    pdf::Writer& writer_;
    pdf::Structure& structure_;
    PaperTags tags_;
    Blanks blanks_ = {};
    int page_ = 0;
    double y_ = 0, limit_ = 0, page_start_ = 0, continued_height_ = 0;
    double first_end_ = 0;  // where the text of the first page ends
};

// A letter from first to last page; `write` sets its body.
template <class Write>
std::string make_letter(const LetterInput& input, const Write& write) {
    pdf::DocumentInfo info;
    info.title = input.letter->title.ar;
    info.author = plain(input.association);
    info.subject = input.of->id;
    info.made = input.made;
    pdf::Writer writer(pdf::open_fonts(), info);
    LetterPages pages(input, writer);
    write(pages);
    pages.finish();
    return finished(writer);
}

}  // namespace sanad::forms
