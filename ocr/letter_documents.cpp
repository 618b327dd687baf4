#include "ocr/letter_documents.h"

#include <algorithm>
#include <limits>

#include "ocr/letter.h"
#include "templates/letter.h"

namespace sanad::ocr {
namespace {

struct Gathered {
    DocumentReading document;
    std::vector<LetterPage> pages;

    void add(const PageReading& page) {
        document.pages.push_back(page.page.finding);
        document.ms += page.ms;
    }
    void add(const PageReading& page, const LetterPage& text) {
        add(page);
        pages.push_back(text);
        auto& finding = document.pages.back();
        finding.fault.clear();
        finding.paper_page = static_cast<int>(pages.size());
    }
};

}  // namespace

bool may_be_letter(const RecognisedPage& page, const std::string& form) {
    return page.paper == nullptr && !page.has_code && page.finding.fault == "page.wrong_paper" &&
           (form.empty() || form == templates::letter().id);
}

std::vector<DocumentReading> take_letters(std::vector<PageReading>& pages, bool given_out,
                                          const DocumentReading& base) {
    std::vector<Gathered> letters;
    std::vector<PageReading> others;
    bool open = false;  // the last page belonged to a letter
    for (auto& page : pages) {
        open = open && !page.after_cover;
        const bool written = page.text && !page.text->lines.empty();
        const bool empty_back = open && page.page.paper == nullptr && page.page.finding.fault == "page.empty";
        const bool begins = written && (begins_letter(*page.text) || (given_out && !open));
        if (begins) {
            letters.push_back({base, {}});
            letters.back().document.form = templates::letter().id;
            letters.back().document.version = templates::letter().version;
        }
        open = begins || (open && written) || empty_back;
        if (open && written)
            letters.back().add(page, *page.text);
        else if (open)
            letters.back().add(page);
        else
            others.push_back(std::move(page));
    }
    pages = std::move(others);
    std::vector<DocumentReading> documents;
    for (auto& letter : letters) {
        letter.document.fields = read_letter(letter.pages);
        documents.push_back(std::move(letter.document));
    }
    return documents;
}

std::vector<DocumentReading> in_order(std::vector<DocumentReading> documents) {
    const auto place = [](const DocumentReading& document) {
        return document.form.empty() || document.pages.empty() ? std::numeric_limits<int>::max()
                                                               : document.pages.front().page;
    };
    std::stable_sort(documents.begin(), documents.end(),
                     [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return documents;
}

}  // namespace sanad::ocr
