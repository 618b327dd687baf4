#include "ocr/number_cells.h"

#include "ocr/cut_numbers.h"
#include "ocr/read_field.h"

namespace sanad::ocr {

std::vector<CutNumber> cut_numbers(const cv::Mat& clean_page, const RecognisedPage& recognised) {
    std::vector<CutNumber> numbers;
    if (!recognised.finding.registered || recognised.paper == nullptr || recognised.foreign != nullptr)
        return numbers;
    const auto& paper = *recognised.paper;
    const int number = recognised.finding.paper_page;
    const FlatPage page =
        flatten(clean_page, recognised.placement, paper, paper.pages[static_cast<std::size_t>(number - 1)]);
    for (const auto& field : paper.fields)
        if (field.page == number && templates::has_cells(field.kind) && !field.cell_boxes.empty())
            numbers.push_back({paper.id, paper.version, field.key, cells_of(page, field)});
    return numbers;
}

}  // namespace sanad::ocr
