// The bytes of object streams and cross-reference streams: Flate with or without a PNG predictor (ISO
// 32000-2, 7.4.4). Included by pdf/*.cpp only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pdf/revisions_value.h"

namespace sanad::pdf {

// Nothing where the filter is another one, the data is damaged or grows over `limit` bytes.
std::optional<std::string> decode_stream(std::string_view file, const Value& stream,
                                         std::size_t limit = 64u << 20);

// Undoes the PNG filters of rows of `row_bytes` bytes, each row behind its filter byte; `pixel_bytes` is how
// far "left" is. Nothing where a row names no filter or the last one is short.
std::optional<std::string> undo_png_filters(std::string_view data, std::size_t row_bytes,
                                            std::size_t pixel_bytes);

// zlib data, nothing where it is damaged or over the limit.
std::optional<std::string> inflate(std::string_view data, std::size_t limit);

}  // namespace sanad::pdf
