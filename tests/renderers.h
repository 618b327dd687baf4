// The same page as Poppler, MuPDF and PDFium draw it, and how far the three are apart.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "core/page.h"
#include "pdf/raster.h"
#include "tests/pdfium.h"
#include "tests/program.h"

namespace sanad::test {

// All pages at once, in grey.
inline std::vector<Page> drawn_by_mupdf(const std::string& pdf, const std::vector<int>& numbers, int dpi) {
    const Folder folder;
    put(folder / "document.pdf", pdf);
    std::string list;
    for (const int number : numbers) list += (list.empty() ? "" : ",") + std::to_string(number);
    const auto ran =
        run_shell("mutool draw -q -r " + std::to_string(dpi) + " -c gray -F pgm -o " +
                  shell_quoted(folder / "%d.pgm") + " " + shell_quoted(folder / "document.pdf") + " " + list);
    REQUIRE(ran.exit == 0);
    std::vector<Page> pages;
    for (const int number : numbers) {
        std::istringstream in(contents(folder / (std::to_string(number) + ".pgm")));
        std::string magic;
        int white = 0;
        Page page;
        in >> magic >> page.width >> page.height >> white;
        in.get();
        page.pixels.resize(static_cast<std::size_t>(page.width) * static_cast<std::size_t>(page.height));
        in.read(reinterpret_cast<char*>(page.pixels.data()),
                static_cast<std::streamsize>(page.pixels.size()));
        REQUIRE(in.good());
        pages.push_back(std::move(page));
    }
    return pages;
}

inline std::vector<std::vector<Page>> pages_by_pdfium(const std::vector<Drawing>& documents) {
    std::vector<std::vector<Page>> all;
    for (const auto& document : drawn_by_pdfium(documents)) {
        all.emplace_back();
        for (const auto& grey : document) {
            Page page;
            page.width = grey.width, page.height = grey.height;
            page.pixels.assign(grey.pixels.begin(), grey.pixels.end());
            all.back().push_back(std::move(page));
        }
    }
    return all;
}

// The share of blocks of 3 x 3 pixels whose mean differs by more than a quarter of the scale.
inline double difference(const Page& a, const Page& b) {
    const int width = std::min(a.width, b.width) / 3 * 3, height = std::min(a.height, b.height) / 3 * 3;
    REQUIRE(std::abs(a.width - b.width) <= 1);
    REQUIRE(std::abs(a.height - b.height) <= 1);
    const auto sum = [](const Page& page, int left, int top) {
        int total = 0;
        for (int y = top; y < top + 3; ++y)
            for (int x = left; x < left + 3; ++x)
                total += page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) +
                                     static_cast<std::size_t>(x)];
        return total;
    };
    int differ = 0;
    for (int y = 0; y < height; y += 3)
        for (int x = 0; x < width; x += 3)
            if (std::abs(sum(a, x, y) - sum(b, x, y)) > 9 * 64) ++differ;
    return differ / (width / 3.0 * (height / 3.0));
}

// The greatest difference between Poppler and each of the others, over all pages of a document.
struct Apart {
    double mupdf = 0, pdfium = 0;
};
inline std::vector<Apart> renderers_apart(const std::vector<std::string>& documents, int dpi = 100) {
    std::vector<std::vector<Page>> poppler;
    std::vector<Drawing> drawings;
    std::vector<Apart> apart(documents.size());
    for (std::size_t i = 0; i < documents.size(); ++i) {
        poppler.emplace_back();
        drawings.push_back({documents[i], {}});
        std::vector<int> numbers;
        for (int number = 1; number <= pdf::page_count(documents[i]); ++number) {
            numbers.push_back(number);
            poppler[i].push_back(pdf::rasterise(documents[i], number, dpi));
            drawings[i].pages.push_back({number, poppler[i].back().width, poppler[i].back().height});
        }
        const auto mupdf = drawn_by_mupdf(documents[i], numbers, dpi);
        for (std::size_t k = 0; k < numbers.size(); ++k)
            apart[i].mupdf = std::max(apart[i].mupdf, difference(poppler[i][k], mupdf[k]));
    }
    const auto pdfium = pages_by_pdfium(drawings);
    for (std::size_t i = 0; i < documents.size(); ++i)
        for (std::size_t k = 0; k < poppler[i].size(); ++k)
            apart[i].pdfium = std::max(apart[i].pdfium, difference(poppler[i][k], pdfium[i][k]));
    return apart;
}

}  // namespace sanad::test
