// A paper that is accepted has every field once, on a page that it has, in a box of finite size; and whether
// it is a good one can be asked.
#include <cmath>

#include "templates/library.h"
#include "tests/fuzz/target.h"

using namespace sanad;

int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const auto paper = fuzz::unless_refused(
        [&] { return templates::parse_template(fuzz::text_of(data, size), "paper.toml"); });
    if (!paper) return 0;
    for (const auto& field : paper->fields) {
        fuzz::must(paper->find(field.key) == &field);
        fuzz::must(field.page >= 1 && field.page <= static_cast<int>(paper->pages.size()));
        for (const double side : {field.box.x, field.box.y, field.box.w, field.box.h})
            fuzz::must(std::isfinite(side));
        fuzz::must(field.cell_boxes.size() == static_cast<std::size_t>(field.cells));
    }
    fuzz::must(!templates::check_template(*paper).empty());
    return 0;
}
