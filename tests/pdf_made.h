// Small documents for the tests of pdf.
#pragma once

#include <poppler-document.h>
#include <poppler-page.h>

#include <memory>
#include <string>
#include <vector>

#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
#include <qpdf/QPDF.hh>

#include "core/arabic.h"
#include "pdf/raster.h"
#include "pdf/writer.h"

namespace sanad::test {

inline pdf::Writer new_writer() {
    return pdf::Writer(pdf::open_fonts(), {"عنوان المستند", "ar", "جمعية تجريبية", "اختبار", Moment{}});
}

// Every string a paragraph of its own on A4, as many pages as it takes.
inline std::string page_of(const std::vector<std::string>& paragraphs, const pdf::TextStyle& style = {}) {
    auto writer = new_writer();
    int page = writer.add_page();
    double y = 15;
    for (const auto& paragraph : paragraphs) {
        y += writer.page(page).text({20, y, 170, 20}, paragraph, style).height_mm + 2;
        if (y < 270) continue;
        page = writer.add_page();
        y = 15;
    }
    return writer.finish();
}

// The lines of all pages, empty ones left out.
inline std::vector<std::string> lines_of(const std::string& bytes) {
    std::vector<std::string> lines;
    const int pages = pdf::page_count(bytes);
    for (int page = 1; page <= pages; ++page) {
        const std::string text = pdf::page_text(bytes, page) + "\n";
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            if (const std::string line = tidy(text.substr(begin, end - begin)); !line.empty())
                lines.push_back(line);
            begin = end + 1;
        }
    }
    return lines;
}

// What qpdf has to say against a file: nothing, for a sound one.
inline std::vector<std::string> complaints(const std::string& bytes) {
    QPDF document;
    document.setSuppressWarnings(true);
    document.processMemoryFile("made", bytes.data(), bytes.size());
    std::vector<std::string> found;
    for (auto& object : document.getAllObjects())
        if (object.isStream()) object.getStreamData(qpdf_dl_specialized);
    for (const auto& warning : document.getWarnings()) found.push_back(warning.what());
    return found;
}

struct SeenChar {
    std::string text;
    double left = 0, right = 0, top = 0, bottom = 0;  // points
};

// Every character of a page with its place, in no order to rely on.
inline std::vector<SeenChar> characters(const std::string& bytes, int number = 1) {
    const std::unique_ptr<poppler::document> document(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    const std::unique_ptr<poppler::page> page(document->create_page(number - 1));
    std::vector<SeenChar> seen;
    for (const auto& box : page->text_list()) {
        const auto text = box.text();
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto place = box.char_bbox(i);
            const auto utf8 = poppler::ustring(1, text[i]).to_utf8();
            seen.push_back({std::string(utf8.begin(), utf8.end()), place.left(), place.right(), place.top(),
                            place.bottom()});
        }
    }
    return seen;
}

}  // namespace sanad::test
