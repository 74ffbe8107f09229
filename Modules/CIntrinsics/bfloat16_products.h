#include "bfloat16.h"

// Matrix products whose factors are rounded to bfloat16 and whose sums are of single precision. A factor is packed
// first: an int holds two numbers that the product sums over, the earlier one in its lower half.

#if defined(__x86_64__)
// The lanes of the first `count` of 16 numbers.
static inline unsigned short octavo_lanes(long count) {
  return count >= 16 ? 0xFFFF : count <= 0 ? 0 : (unsigned short)((1u << count) - 1);
}

OCTAVO_BFLOAT16 octavo_floats octavo_load(const float *numbers, long count) {
  octavo_floats zero = 0;
  return __builtin_ia32_loadups512_mask(
    (const octavo_floats *)numbers, zero, octavo_lanes(count));
}

OCTAVO_BFLOAT16 void octavo_store(int *target, octavo_ints values, long count) {
  __builtin_ia32_storedqusi512_mask((octavo_ints *)target, values, octavo_lanes(count));
}

// Packs a matrix whose rows lie along the sums: a row of ⌈columns / 2⌉ pairs for each row.
OCTAVO_BFLOAT16 void octavo_bfloat16_pack_rows(
  long rows, long columns, const float *source, long stride, int *packed) {
  long pairs = (columns + 1) / 2;
  for (long row = 0; row < rows; row++, source += stride, packed += pairs)
    for (long column = 0; column < columns; column += 32) {
      octavo_floats low = octavo_load(source + column, columns - column);
      octavo_floats high = octavo_load(source + column + 16, columns - column - 16);
      octavo_store(
        packed + column / 2, (octavo_ints)__builtin_ia32_cvtne2ps2bf16_512(high, low),
        pairs - column / 2);
    }
}

// Packs a matrix whose columns lie along the sums: `width` pairs for every two rows, zeros beyond the columns.
// `width` is at least the number of columns, and a multiple of 16 where it is more.
OCTAVO_BFLOAT16 void octavo_bfloat16_pack_columns(
  long rows, long columns, const float *source, long stride, int *packed, long width) {
  for (long row = 0; row < rows; row += 2, source += 2 * stride, packed += width)
    for (long column = 0; column < width; column += 16) {
      octavo_floats first = octavo_load(source + column, columns - column), second = 0;
      if (row + 1 < rows) second = octavo_load(source + stride + column, columns - column);
      octavo_shorts both = (octavo_shorts)__builtin_ia32_cvtne2ps2bf16_512(second, first);
      both = __builtin_shufflevector(
        both, both, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26,
        11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
      octavo_store(packed + column, (octavo_ints)both, width - column);
    }
}

// A part of a product, at most 6 rows and 4 registers, whose sums stay in registers.
OCTAVO_BFLOAT16 __attribute__((always_inline)) void octavo_bfloat16_tile(
  const int rows, const int registers, long pairs, const int *a, long a_row, long a_pair,
  const int *b, long width, float *result, long stride, long columns, int accumulating) {
  octavo_floats sums[6][4];
  OCTAVO_UNROLL for (int i = 0; i < 6; i++)
    OCTAVO_UNROLL for (int j = 0; j < 4; j++)
      if (i < rows && j < registers) sums[i][j] = (octavo_floats){0};
  for (long pair = 0; pair < pairs; pair++, a += a_pair, b += width) {
    octavo_bfloats factors[4];
    OCTAVO_UNROLL for (int j = 0; j < 4; j++)
      if (j < registers) factors[j] = *(const octavo_bfloats *)(b + 16 * j);
    OCTAVO_UNROLL for (int i = 0; i < 6; i++)
      if (i < rows) {
        octavo_ints factor = a[i * a_row];
        OCTAVO_UNROLL for (int j = 0; j < 4; j++)
          if (j < registers)
            sums[i][j] = __builtin_ia32_dpbf16ps_512(
              sums[i][j], (octavo_bfloats)factor, factors[j]);
      }
  }
  OCTAVO_UNROLL for (int i = 0; i < 6; i++)
    OCTAVO_UNROLL for (int j = 0; j < 4; j++)
      if (i < rows && j < registers) {
        float *target = result + i * stride + 16 * j;
        // Added at the end, so that the product is the same wherever it is computed.
        if (accumulating) sums[i][j] += octavo_load(target, columns - 16 * j);
        octavo_store((int *)target, (octavo_ints)sums[i][j], columns - 16 * j);
      }
}

// Some columns of a product, at most 64, by tiles of as many rows as there are registers for.
OCTAVO_BFLOAT16 __attribute__((always_inline)) void octavo_bfloat16_columns(
  const int registers, long rows, long pairs, const int *a, long a_row, long a_pair,
  const int *b, long width, float *result, long stride, long columns, int accumulating) {
#define OCTAVO_TILES(count)                                                                   \
  for (; rows >= count; rows -= count, a += count * a_row, result += count * stride)          \
    octavo_bfloat16_tile(                                                                     \
      count, registers, pairs, a, a_row, a_pair, b, width, result, stride, columns, accumulating);
  OCTAVO_TILES(6)
  OCTAVO_TILES(2)
  OCTAVO_TILES(1)
#undef OCTAVO_TILES
}

// result = a · b, or result += a · b where `accumulating`, [rows × columns].
//
// Pair p of a's row i is at a[i · a_row + p · a_pair]; b holds `width` columns of pairs for each p, a multiple
// of 16 and at least `columns`, and starts at a cache line.
OCTAVO_BFLOAT16 void octavo_bfloat16_product(
  long rows, long columns, long pairs, const int *a, long a_row, long a_pair, const int *b,
  long width, float *result, long stride, int accumulating) {
  for (; columns > 0; columns -= 64, b += 64, result += 64) {
#define OCTAVO_COLUMNS(registers)                                                              \
  octavo_bfloat16_columns(                                                                     \
    registers, rows, pairs, a, a_row, a_pair, b, width, result, stride, columns, accumulating)
    if (columns > 48) OCTAVO_COLUMNS(4);
    else if (columns > 32) OCTAVO_COLUMNS(3);
    else if (columns > 16) OCTAVO_COLUMNS(2);
    else OCTAVO_COLUMNS(1);
#undef OCTAVO_COLUMNS
  }
}
#else
static inline void octavo_bfloat16_pack_rows(
  long rows, long columns, const float *source, long stride, int *packed) {
  __builtin_trap();
}

static inline void octavo_bfloat16_pack_columns(
  long rows, long columns, const float *source, long stride, int *packed, long width) {
  __builtin_trap();
}

static inline void octavo_bfloat16_product(
  long rows, long columns, long pairs, const int *a, long a_row, long a_pair, const int *b,
  long width, float *result, long stride, int accumulating) {
  __builtin_trap();
}
#endif
