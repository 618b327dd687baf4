#include "pdf/revisions_stream.h"

#include <cstdlib>
#include <stdexcept>

#define POINTERHOLDER_TRANSITION 4
#include <qpdf/Pipeline.hh>
#include <qpdf/Pl_Flate.hh>

namespace sanad::pdf {
namespace {

// qpdf's inflater has no limit of its own.
class LimitedSink final : public Pipeline {
public:
    explicit LimitedSink(std::size_t limit) : Pipeline("limited", nullptr), limit_(limit) {}
    void write(unsigned char const* data, size_t size) override {
        if (size > limit_ - bytes_.size()) throw std::runtime_error("over the limit");
        bytes_.append(reinterpret_cast<const char*>(data), size);
    }
    void finish() override {}
    std::string take() { return std::move(bytes_); }

private:
    std::size_t limit_;
    std::string bytes_;
};

int paeth(int left, int up, int corner) {
    const int guess = left + up - corner;
    const int by_left = std::abs(guess - left);
    const int by_up = std::abs(guess - up);
    const int by_corner = std::abs(guess - corner);
    if (by_left <= by_up && by_left <= by_corner) return left;
    return by_up <= by_corner ? up : corner;
}

std::int64_t integer_or(const Value& value, std::int64_t otherwise) {
    return value.is(Value::Kind::number) && value.is_integer ? value.integer : otherwise;
}

std::optional<std::string> undo_predictor(std::string data, const Value& parameters) {
    const auto predictor = integer_or(parameters.at("Predictor"), 1);
    if (predictor <= 1) return data;
    const auto columns = integer_or(parameters.at("Columns"), 1);
    const auto colours = integer_or(parameters.at("Colors"), 1);
    const auto bits = integer_or(parameters.at("BitsPerComponent"), 8);
    if (predictor < 10 || columns < 1 || columns > 65536 || colours != 1 || bits != 8) return {};
    return undo_png_filters(data, static_cast<std::size_t>(columns), 1);
}

}  // namespace

std::optional<std::string> inflate(std::string_view data, std::size_t limit) {
    try {
        LimitedSink sink(limit);
        Pl_Flate flate("inflate", &sink, Pl_Flate::a_inflate);
        flate.write(reinterpret_cast<const unsigned char*>(data.data()), data.size());
        flate.finish();
        return sink.take();
    } catch (const std::exception&) {
        return {};
    }
}

std::optional<std::string> undo_png_filters(std::string_view data, std::size_t row_bytes,
                                            std::size_t pixel_bytes) {
    if (row_bytes == 0 || data.size() % (row_bytes + 1) != 0) return {};
    const std::size_t rows = data.size() / (row_bytes + 1);
    std::string out(rows * row_bytes, '\0');
    for (std::size_t y = 0; y < rows; ++y) {
        const char filter = data[y * (row_bytes + 1)];
        if (filter < 0 || filter > 4) return {};
        for (std::size_t x = 0; x < row_bytes; ++x) {
            const auto at = [&](std::size_t row, std::size_t column) {
                return static_cast<int>(static_cast<unsigned char>(out[row * row_bytes + column]));
            };
            const int left = x >= pixel_bytes ? at(y, x - pixel_bytes) : 0;
            const int up = y > 0 ? at(y - 1, x) : 0;
            const int corner = x >= pixel_bytes && y > 0 ? at(y - 1, x - pixel_bytes) : 0;
            const int predicted[] = {0, left, up, (left + up) / 2, paeth(left, up, corner)};
            const int raw = static_cast<unsigned char>(data[y * (row_bytes + 1) + 1 + x]);
            out[y * row_bytes + x] = static_cast<char>((raw + predicted[static_cast<int>(filter)]) & 255);
        }
    }
    return out;
}

std::optional<std::string> decode_stream(std::string_view file, const Value& stream, std::size_t limit) {
    const auto raw = file.substr(stream.data_begin, stream.data_end - stream.data_begin);
    const Value* filter = &stream.at("Filter");
    const Value* parameters = &stream.at("DecodeParms");
    if (filter->is(Value::Kind::array) && filter->items.size() == 1) filter = &filter->items[0];
    if (filter->is(Value::Kind::array) && filter->items.empty()) return std::string(raw);
    if (parameters->is(Value::Kind::array) && parameters->items.size() == 1)
        parameters = &parameters->items[0];
    if (filter->is(Value::Kind::null)) return std::string(raw);
    if (!filter->is_name("FlateDecode") && !filter->is_name("Fl")) return {};
    auto data = inflate(raw, limit);
    if (!data) return {};
    return undo_predictor(std::move(*data), *parameters);
}

}  // namespace sanad::pdf
