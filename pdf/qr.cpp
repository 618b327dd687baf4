#include <qrencode.h>

#include <memory>

#include <fmt/format.h>

#include "core/error.h"
#include "pdf/canvas_impl.h"
#include "pdf/object_writer.h"

namespace sanad::pdf {
namespace {

struct QrDelete {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

// Dark modules that touch in a row become one rectangle, so that no viewer shows hair lines between them.
void Canvas::qr(const BoxMm& box, std::string_view payload) {
    const std::unique_ptr<QRcode, QrDelete> code(
        QRcode_encodeData(static_cast<int>(payload.size()),
                          reinterpret_cast<const unsigned char*>(payload.data()), 0, QR_ECLEVEL_M));
    if (!code)
        throw Error(ErrorCode::bad_input, fmt::format("{} bytes do not fit into a QR code", payload.size()),
                    {"pdf.qr_too_long", {std::to_string(payload.size())}});
    const int side = code->width;
    const double module_w = box.w * pt_per_mm / side, module_h = box.h * pt_per_mm / side;
    const double left = impl_->x_pt(box.x), top = impl_->y_pt(box.y);
    std::string content = "q 0 g ";
    for (int row = 0; row < side; ++row) {
        const auto dark = [&](int column) {
            return column < side && (code->data[row * side + column] & 1) != 0;
        };
        for (int column = 0; column < side; ++column) {
            if (!dark(column)) continue;
            const int begin = column;
            while (dark(column)) ++column;
            content += fmt::format("{} {} {} {} re ", number(left + begin * module_w),
                                   number(top - (row + 1) * module_h), number((column - begin) * module_w),
                                   number(module_h));
        }
    }
    impl_->mark_shape();
    if (impl_->structure != nullptr && impl_->node >= 0) impl_->structure->set_box(impl_->node, box);
    impl_->content += content + "f Q\n";
}

}  // namespace sanad::pdf
