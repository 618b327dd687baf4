#include "forms/flow.h"

#include <algorithm>

#include "forms/page_drawing.h"
#include "forms/paper_tags.h"

namespace sanad::forms {
namespace {

// Where the text may be cut: after each space; where it has none, before each letter.
std::vector<std::size_t> cuts(std::string_view text) {
    std::vector<std::size_t> words, letters;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i - 1] == ' ') words.push_back(i);
        if ((static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u) letters.push_back(i);
    }
    auto& all = words.empty() ? letters : words;
    all.push_back(text.size());
    return all;
}

}  // namespace

std::pair<std::string, std::string> split_to_fit(const pdf::Canvas& on, std::string_view text,
                                                 const pdf::TextStyle& style, double width, double height) {
    const auto places = cuts(text);
    const auto fits = [&](std::size_t cut) {
        return on.measure(text.substr(0, cut), style, width).height_mm <= height;
    };
    const auto first_over = std::partition_point(places.begin(), places.end(), fits);
    if (first_over == places.begin()) {
        // Not even the first word: it is cut where it must be.
        const auto word = text.substr(0, places.front());
        if (word.size() == text.size() || word.find(' ') == std::string_view::npos)
            return {"", std::string(text)};
        const auto [head, tail] = split_to_fit(on, word.substr(0, word.size() - 1), style, width, height);
        return {head, head.empty() ? std::string(text) : tail + std::string(text.substr(word.size() - 1))};
    }
    const auto cut = *std::prev(first_over);
    return {std::string(text.substr(0, cut)), std::string(text.substr(cut))};
}

templates::PageLayout overleaf(const templates::PageLayout& first) {
    templates::PageLayout page;
    page.marks = first.marks;
    page.qr = first.qr;
    page.association = first.association;
    std::copy_if(first.prints.begin(), first.prints.end(), std::back_inserter(page.prints),
                 [](const templates::Print& print) {
                     return print.role == templates::TextRole::title ||
                            print.role == templates::TextRole::subtitle ||
                            print.role == templates::TextRole::footer;
                 });
    return page;
}

double draw_heading(pdf::Canvas& on, double y, std::string_view title, pdf::Structure& structure) {
    constexpr double bar = 5.8;
    on.fill({page_left, y, page_right - page_left, bar}, section_ground);
    on.line({page_left, y + bar}, {page_right, y + bar}, {0.35, {}});
    const Tagged tagged(on, structure.add(pdf::Structure::root, pdf::Role::heading2));
    on.line_of_text({page_left + 2, y, page_right - page_left - 4, bar}, title,
                    style_of(templates::TextRole::section));
    return y + heading_height;
}

}  // namespace sanad::forms
