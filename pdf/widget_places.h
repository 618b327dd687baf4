// Where widgets stand on pages as they are shown: turned by /Rotate, cut to the crop box, in millimetres.
// Included by pdf/*.cpp only.
#pragma once

#include <map>
#include <vector>

#include "pdf/form_filling.h"
#include "pdf/vetting.h"

namespace sanad::pdf {

class WidgetPlaces {
public:
    explicit WidgetPlaces(const std::vector<QPDFObjectHandle>& pages);

    // Page 0 where no page shows the widget.
    FieldPlace find(QPDFObjectHandle widget) const;

private:
    struct View {
        double left = 0, bottom = 0, right = 595.276, top = 841.89;
        long long turned = 0;  // clockwise: 0, 90, 180, 270
        double unit = 1;       // points of a user unit
    };
    static bool is_beside(const View& view, const std::vector<double>& box);
    BoxMm shown(const View& view, QPDFObjectHandle rectangle) const;

    std::vector<View> views_;
    std::map<QPDFObjGen, int> page_of_widget_;
    std::map<QPDFObjGen, int> page_of_page_;
};

// Four finite numbers, the lower left corner first; nothing where the array is none.
std::vector<double> rectangle_of(QPDFObjectHandle array);

}  // namespace sanad::pdf
