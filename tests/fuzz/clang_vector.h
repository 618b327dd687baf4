// Comes before everything else where clang compiles qpdf's headers: their JSON holds a vector of a type that is
// not complete yet, which clang 14 takes from libstdc++ 12 only as long as the vector's members are no constexpr.
#pragma once

#include <string>

#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 fill_bits_unused  // declared constexpr before, so it must not be defined otherwise here
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
