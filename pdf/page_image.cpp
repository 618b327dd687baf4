// The content of a foreign page: how much it is, and whether it is one scanned image. Follows the operators
// just far enough to know how large each image is drawn.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.h"
#include "pdf/vetting.h"

#include <qpdf/Pipeline.hh>

namespace sanad::pdf {
namespace {

struct Matrix {
    double a = 1, b = 0, c = 0, d = 1;  // the translation does not matter here

    Matrix after(const Matrix& outer) const {
        return {a * outer.a + b * outer.c, a * outer.b + b * outer.d, c * outer.a + d * outer.c,
                c * outer.b + d * outer.d};
    }
};

class ImageFinder : public QPDFObjectHandle::ParserCallbacks {
public:
    ImageFinder(QPDFObjectHandle images, double area_pt) : images_(images), area_(area_pt) {}

    void handleObject(QPDFObjectHandle object) override {
        if (!object.isOperator()) {
            if (operands_.size() < 8) operands_.push_back(object);
            return;
        }
        act(object.getOperatorValue());
        operands_.clear();
        // A scan needs few operators; a long drawing is none, and is not worth following.
        if (++operators_ > 5000) terminateParsing();
    }
    void handleEOF() override {}

    double dpi() const { return dpi_; }

private:
    void act(const std::string& op) {
        if (op == "q" && saved_.size() < 64) saved_.push_back(now_);
        if (op == "Q" && !saved_.empty()) {
            now_ = saved_.back();
            saved_.pop_back();
        }
        if (op == "cm" && operands_.size() == 6) {
            std::array<double, 4> m{};
            for (std::size_t i = 0; i < 4; ++i)
                m[i] = operands_[i].isNumber() ? operands_[i].getNumericValue() : 0;
            now_ = Matrix{m[0], m[1], m[2], m[3]}.after(now_);
        }
        if (op == "Do" && !operands_.empty() && operands_[0].isName()) draw(operands_[0].getName());
    }

    void draw(const std::string& key) {
        auto image = images_.isDictionary() ? images_.getKey(key) : QPDFObjectHandle::newNull();
        if (!image.isStream() || !image.getDict().getKey("/Subtype").isNameAndEquals("/Image")) return;
        auto width = image.getDict().getKey("/Width"), height = image.getDict().getKey("/Height");
        const double w_pt = std::hypot(now_.a, now_.b), h_pt = std::hypot(now_.c, now_.d);
        if (!width.isInteger() || !height.isInteger() || w_pt <= 0 || h_pt <= 0) return;
        if (w_pt * h_pt < 0.85 * area_) return;
        dpi_ = std::max(dpi_, 72 * std::min(width.getNumericValue() / w_pt, height.getNumericValue() / h_pt));
    }

    QPDFObjectHandle images_;
    double area_ = 0;
    Matrix now_ = {};
    std::vector<Matrix> saved_ = {};
    std::vector<QPDFObjectHandle> operands_ = {};
    int operators_ = 0;
    double dpi_ = 0;
};

// Counts what is unpacked and keeps nothing of it.
class SizeGuard : public Pipeline {
public:
    explicit SizeGuard(int page) : Pipeline("size guard", nullptr), page_(page) {}

    void write(unsigned char const*, std::size_t length) override {
        constexpr std::uint64_t limit = 100ull << 20;
        size_ += length;
        if (size_ > limit)
            throw Error(ErrorCode::resource, "the content of a page is over the limit", Where{{}, page_},
                        UserMessage{"pdf.content_size", {std::to_string(page_), std::to_string(limit)}});
    }
    void finish() override {}

private:
    int page_;
    std::uint64_t size_ = 0;
};

}  // namespace

void check_content(const VettedPdf& pdf, int number) {
    auto page = pdf.pages[static_cast<std::size_t>(number - 1)];
    SizeGuard guard(number);
    try {
        for (const auto& stream : page.getPageContents()) check_drawing_filters(stream);
        page.pipePageContents(&guard);
    } catch (const QPDFExc&) {
        // Damaged content is no reason to refuse the page.
    }
}

double full_page_image_dpi(QPDFObjectHandle page, double width_pt, double height_pt) {
    ImageFinder finder(inherited(page, "/Resources").getKeyIfDict("/XObject"), width_pt * height_pt);
    try {
        page.parsePageContents(&finder);
    } catch (const QPDFExc&) {
        return 0;
    }
    return finder.dpi();
}

}  // namespace sanad::pdf
