#include <fmt/core.h>

#include "core/error.h"
#include "core/files.h"
#include "ocr/cell_ink.h"
#include "ocr/digits.h"
#include "ocr/digits_number.h"
#include "ocr/digits_posterior.h"

namespace sanad::ocr {

struct DigitReader::Impl {
    DigitModel model;
    OneDip one_dip;
};

DigitReader::DigitReader(const std::string& model_file, std::optional<OneDip> one_dip) {
    constexpr std::uint64_t largest = 4u << 20;
    auto model = parse_model(read_file(model_file, largest));
    if (!model)
        throw Error(ErrorCode::corrupt, "not a digit model, or damaged: " + model_file, {.file = model_file},
                    {.id = "ocr.digit_model_damaged", .arguments = {model_file}});
    const OneDip habit = one_dip.value_or(model->one_dip);
    impl_ = std::make_unique<Impl>(Impl{std::move(*model), habit});
}

DigitReader::DigitReader(DigitModel model, std::optional<OneDip> one_dip) {
    const OneDip habit = one_dip.value_or(model.one_dip);
    impl_ = std::make_unique<Impl>(Impl{std::move(model), habit});
}

DigitReader DigitReader::of_bytes(std::string_view bytes, std::optional<OneDip> one_dip) {
    auto model = parse_model(bytes);
    if (!model)
        throw Error(ErrorCode::corrupt, "not a digit model, or damaged", {.file = "digits.model"},
                    {.id = "ocr.digit_model_damaged", .arguments = {"digits.model"}});
    return DigitReader(std::move(*model), one_dip);
}

DigitReader::DigitReader(DigitReader&&) noexcept = default;
DigitReader::~DigitReader() = default;

std::string DigitReader::model_name() const { return impl_->model.name; }

std::vector<CellReading> DigitReader::cells(const std::vector<CellImage>& images) const {
    std::vector<CellReading> out;
    out.reserve(images.size());
    for (const auto& image : images) {
        const CellInk ink = cell_ink(image);
        out.push_back(ink.blank
                          ? blank_cell(ink.dust)
                          : to_cell_reading(posterior(impl_->model, ink), impl_->one_dip == OneDip::three));
    }
    return out;
}

NumberReading DigitReader::number(const std::vector<CellReading>& cells, NumberRule rule,
                                  const PageEvidence& page) const {
    return read_number_of_cells(cells, rule, page, impl_->model.curves);
}

}  // namespace sanad::ocr
