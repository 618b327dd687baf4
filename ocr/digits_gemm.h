// A small matrix product, written so that compilers keep its sums in registers. Included by ocr/*.cpp only.
//
// Everything here is inlined into its caller, so that it is compiled for whatever processor the caller is.
#pragma once

#include <cstddef>

namespace sanad::ocr::gemm {

// Eight floats, at any address.
typedef float Lanes __attribute__((vector_size(32), aligned(4), may_alias));

#define SANAD_INLINE inline __attribute__((always_inline))

// Where element (i, k) of the left factor lies: a[i * row + k * step].
struct Left {
    const float* a;
    std::ptrdiff_t row;
    std::ptrdiff_t step;
};

template <int Rows, int Vectors>
SANAD_INLINE void block(Left left, const float* b, std::ptrdiff_t b_row, float* c, std::ptrdiff_t c_row,
                        int depth) {
    Lanes sum[Rows][Vectors];
    for (int r = 0; r < Rows; ++r)
        for (int v = 0; v < Vectors; ++v) sum[r][v] = *reinterpret_cast<const Lanes*>(c + r * c_row + 8 * v);
    for (int k = 0; k < depth; ++k) {
        Lanes right[Vectors];
        for (int v = 0; v < Vectors; ++v) right[v] = *reinterpret_cast<const Lanes*>(b + k * b_row + 8 * v);
        for (int r = 0; r < Rows; ++r) {
            const float factor = left.a[r * left.row + k * left.step];
            for (int v = 0; v < Vectors; ++v) sum[r][v] += factor * right[v];
        }
    }
    for (int r = 0; r < Rows; ++r)
        for (int v = 0; v < Vectors; ++v) *reinterpret_cast<Lanes*>(c + r * c_row + 8 * v) = sum[r][v];
}

template <int Vectors>
SANAD_INLINE void column(Left left, const float* b, std::ptrdiff_t b_row, float* c, std::ptrdiff_t c_row,
                         int rows, int depth) {
    int i = 0;
    for (; i + 4 <= rows; i += 4)
        block<4, Vectors>({left.a + i * left.row, left.row, left.step}, b, b_row, c + i * c_row, c_row,
                          depth);
    for (; i < rows; ++i)
        block<1, Vectors>({left.a + i * left.row, left.row, left.step}, b, b_row, c + i * c_row, c_row,
                          depth);
}

// c[rows x columns] += left[rows x depth] * b[depth x columns]; b and c row by row, `columns` a multiple
// of 8.
SANAD_INLINE void add_product(Left left, const float* b, float* c, int rows, int columns, int depth) {
    int j = 0;
    for (; j + 16 <= columns; j += 16) column<2>(left, b + j, columns, c + j, columns, rows, depth);
    for (; j < columns; j += 8) column<1>(left, b + j, columns, c + j, columns, rows, depth);
}

}  // namespace sanad::ocr::gemm
