#include "pdf/widget_places.h"

#include <algorithm>
#include <cmath>

namespace sanad::pdf {
namespace {

constexpr int max_annotations = 50'000;

}  // namespace

std::vector<double> rectangle_of(QPDFObjectHandle array) {
    if (!array.isArray() || array.getArrayNItems() != 4) return {};
    std::vector<double> box;
    for (int i = 0; i < 4; ++i) {
        auto item = array.getArrayItem(i);
        if (!item.isNumber() || !std::isfinite(item.getNumericValue())) return {};
        box.push_back(item.getNumericValue());
    }
    return {std::min(box[0], box[2]), std::min(box[1], box[3]), std::max(box[0], box[2]),
            std::max(box[1], box[3])};
}

WidgetPlaces::WidgetPlaces(const std::vector<QPDFObjectHandle>& pages) {
    for (auto page : pages) {
        View view;
        for (const char* key : {"/MediaBox", "/CropBox"})
            if (const auto box = rectangle_of(inherited(page, key)); !box.empty()) {
                const bool media = std::string_view(key) == "/MediaBox";
                view.left = media ? box[0] : std::max(view.left, box[0]);
                view.bottom = media ? box[1] : std::max(view.bottom, box[1]);
                view.right = media ? box[2] : std::min(view.right, box[2]);
                view.top = media ? box[3] : std::min(view.top, box[3]);
            }
        if (auto turned = inherited(page, "/Rotate"); turned.isInteger())
            view.turned = ((turned.getIntValue() % 360) + 360) % 360;
        if (auto unit = page.getKey("/UserUnit"); unit.isNumber() && unit.getNumericValue() > 0)
            view.unit = unit.getNumericValue();
        views_.push_back(view);
        const int number = static_cast<int>(views_.size());
        page_of_page_.emplace(page.getObjGen(), number);
        auto annotations = page.getKey("/Annots");
        const int count = annotations.isArray() ? std::min(annotations.getArrayNItems(), max_annotations) : 0;
        for (int i = 0; i < count; ++i)
            if (auto annotation = annotations.getArrayItem(i); annotation.isIndirect())
                page_of_widget_.emplace(annotation.getObjGen(), number);
    }
}

BoxMm WidgetPlaces::shown(const View& view, QPDFObjectHandle rectangle) const {
    const auto box = rectangle_of(rectangle);
    if (box.empty()) return {};
    const double width = (view.right - view.left), height = (view.top - view.bottom);
    const double x = box[0] - view.left, y = view.top - box[3], w = box[2] - box[0], h = box[3] - box[1];
    const double mm = view.unit / pt_per_mm;
    switch (view.turned) {
        case 90:
            return {(height - y - h) * mm, x * mm, h * mm, w * mm};
        case 180:
            return {(width - x - w) * mm, (height - y - h) * mm, w * mm, h * mm};
        case 270:
            return {y * mm, (width - x - w) * mm, h * mm, w * mm};
        default:
            return {x * mm, y * mm, w * mm, h * mm};
    }
}

bool WidgetPlaces::is_beside(const View& view, const std::vector<double>& box) {
    return !box.empty() &&
           (box[0] >= view.right || box[1] >= view.top || box[2] <= view.left || box[3] <= view.bottom) &&
           box[0] < box[2] && box[1] < box[3];
}

FieldPlace WidgetPlaces::find(QPDFObjectHandle widget) const {
    int page = 0;
    if (widget.isIndirect()) {
        const auto found = page_of_widget_.find(widget.getObjGen());
        if (found != page_of_widget_.end()) page = found->second;
    }
    if (page == 0) {
        const auto found = page_of_page_.find(widget.getKey("/P").getObjGen());
        if (found != page_of_page_.end() && widget.getKey("/P").isIndirect()) page = found->second;
    }
    if (page == 0) return {};
    const auto& view = views_[static_cast<std::size_t>(page - 1)];
    if (is_beside(view, rectangle_of(widget.getKey("/Rect")))) return {};
    return {page, shown(view, widget.getKey("/Rect"))};
}

}  // namespace sanad::pdf
