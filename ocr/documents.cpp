#include "ocr/documents.h"

#include <algorithm>
#include <optional>

#include "ocr/read_field.h"

namespace sanad::ocr {
namespace {

struct Gathering {
    const templates::Template* paper = nullptr;
    DocumentReading document;
};

bool holds(const DocumentReading& document, int paper_page) {
    return std::any_of(document.pages.begin(), document.pages.end(),
                       [&](const PageFinding& page) { return page.paper_page == paper_page; });
}

bool belongs(const PageReading& page, const Gathering& to) {
    return page.page.paper == to.paper && page.page.case_id == to.document.case_id &&
           !holds(to.document, page.page.finding.paper_page);
}

// The document that the page goes on with: the last one, or the one of its case among those since the cover.
Gathering* continued(const PageReading& page, std::vector<Gathering>& gathered, std::size_t since_cover) {
    if (page.after_cover) return nullptr;
    for (std::size_t i = gathered.size(); i > since_cover; --i) {
        if (belongs(page, gathered[i - 1])) return &gathered[i - 1];
        if (page.page.case_id.empty()) return nullptr;
    }
    return nullptr;
}

void add(const PageReading& page, DocumentReading& to) {
    to.pages.push_back(page.page.finding);
    to.fields.insert(to.fields.end(), page.fields.begin(), page.fields.end());
    to.ms += page.ms;
}

// The paper's order, and what is missing as absent.
void complete(Gathering& gathering) {
    std::vector<Reading> ordered;
    for (const auto& field : gathering.paper->fields) {
        const auto found = std::find_if(gathering.document.fields.begin(), gathering.document.fields.end(),
                                        [&](const Reading& reading) { return reading.key == field.key; });
        ordered.push_back(found != gathering.document.fields.end() ? *found
                                                                   : blank_reading(field, ReadState::absent));
    }
    gathering.document.fields = std::move(ordered);
}

}  // namespace

std::vector<DocumentReading> gather(const std::vector<PageReading>& pages, const std::string& file,
                                    const std::string& sha256) {
    DocumentReading base;
    base.file = file;
    base.file_sha256 = sha256;
    std::vector<Gathering> gathered;
    DocumentReading unknown = base;
    std::size_t since_cover = 0;
    for (const auto& page : pages) {
        if (page.page.paper == nullptr) {
            const bool empty_back = page.page.finding.fault == "page.empty" && !gathered.empty();
            add(page, empty_back ? gathered.back().document : unknown);
            continue;
        }
        if (page.after_cover) since_cover = gathered.size();
        Gathering* to = continued(page, gathered, since_cover);
        if (to == nullptr) {
            gathered.push_back({page.page.paper, base});
            gathered.back().document.form = page.page.paper->id;
            gathered.back().document.version = page.page.paper->version;
            gathered.back().document.case_id = page.page.case_id;
            to = &gathered.back();
        }
        add(page, to->document);
    }
    std::vector<DocumentReading> documents;
    for (auto& gathering : gathered) {
        complete(gathering);
        documents.push_back(std::move(gathering.document));
    }
    if (!unknown.pages.empty() || documents.empty()) documents.push_back(std::move(unknown));
    return documents;
}

}  // namespace sanad::ocr
