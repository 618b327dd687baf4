#include "ocr/covers.h"

#include <algorithm>

namespace sanad::ocr {
namespace {

int first_page(const DocumentReading& document) {
    int first = document.pages.empty() ? 0 : document.pages.front().page;
    for (const auto& page : document.pages) first = std::min(first, page.page);
    return first;
}

// The case of the last cover before that page; empty where it names none.
std::string case_before(const std::vector<Cover>& covers, int page) {
    std::string id;
    for (const auto& cover : covers)
        if (cover.finding.page < page) id = cover.case_id;
    return id;
}

}  // namespace

std::vector<Cover> take_covers(std::vector<PageReading>& pages) {
    std::vector<Cover> covers;
    std::vector<PageReading> others;
    bool behind_cover = false;  // nothing but covers and their empty backs since the last one
    for (auto& page : pages) {
        if (page.page.paper != nullptr && page.page.paper->id == cover_sheet) {
            page.page.finding.fault = "page.cover";
            covers.push_back({page.page.finding, page.page.case_id});
            behind_cover = true;
        } else if (behind_cover && page.page.finding.fault == "page.empty") {
            covers.back().backs.push_back(page.page.finding);
        } else {
            page.after_cover = behind_cover;
            behind_cover = false;
            others.push_back(std::move(page));
        }
    }
    pages = std::move(others);
    return covers;
}

void attach_covers(const std::vector<Cover>& covers, std::vector<DocumentReading>& documents) {
    std::vector<int> begins;  // before covers shift it
    for (const auto& document : documents) begins.push_back(first_page(document));
    for (std::size_t i = 0; i < documents.size(); ++i)
        if (documents[i].case_id.empty()) documents[i].case_id = case_before(covers, begins[i]);
    for (const auto& cover : covers) {
        DocumentReading* next = nullptr;
        int nearest = 0;
        for (std::size_t i = 0; i < documents.size(); ++i)
            if (begins[i] > cover.finding.page && (next == nullptr || begins[i] < nearest))
                next = &documents[i], nearest = begins[i];
        if (next == nullptr && !documents.empty()) next = &documents.back();
        if (next == nullptr) continue;
        next->pages.push_back(cover.finding);
        next->pages.insert(next->pages.end(), cover.backs.begin(), cover.backs.end());
        std::sort(next->pages.begin(), next->pages.end(),
                  [](const auto& a, const auto& b) { return a.page < b.page; });
    }
}

}  // namespace sanad::ocr
