#include "bfloat16.h"

// A reader's scores of many books, the products of the second layer in bfloat16. The plain twin is in the tests.

// A call scores this many books; 24 of the 32 registers hold their sums for eight outputs.
enum { octavo_books_per_call = 48, octavo_outputs_per_pass = 8 };

#if defined(__x86_64__)
// Two neighbouring numbers, repeated.
OCTAVO_BFLOAT16 octavo_floats octavo_repeat(const float *pair) {
  double both;
  __builtin_memcpy(&both, pair, sizeof both);
  return (octavo_floats)(octavo_doubles)(both);
}

// activations = max(books + reader, 0) in bfloat16, a pair of inputs of 16 books a register. Returns the
// largest of the books' inner products of `errors` with the activations before rounding.
OCTAVO_BFLOAT16 float octavo_bfloat16_activations(
  long pairs, const float *books, const float *reader, const float *errors,
  octavo_bfloats *activations) {
  enum { groups = octavo_books_per_call / 16 };
  octavo_floats zero = 0, low[groups] = {}, high[groups] = {};
  for (long pair = 0; pair < pairs; pair++, reader += 2, errors += 2) {
    octavo_floats own = octavo_repeat(reader), error = octavo_repeat(errors);
    OCTAVO_UNROLL for (int group = 0; group < groups; group++, books += 32) {
      octavo_floats a = *(const octavo_floats *)books + own;
      octavo_floats b = *(const octavo_floats *)(books + 16) + own;
      a = a < zero ? zero : a;
      b = b < zero ? zero : b;
      low[group] += a * error;
      high[group] += b * error;
      *activations++ = __builtin_ia32_cvtne2ps2bf16_512(b, a);
    }
  }
  float largest = 0;
  for (int group = 0; group < groups; group++)
    for (int lane = 0; lane < 16; lane += 2) {
      float a = low[group][lane] + low[group][lane + 1];
      float b = high[group][lane] + high[group][lane + 1];
      largest = a > largest ? a : largest;
      largest = b > largest ? b : largest;
    }
  return largest;
}

// scores = offset + top · max(weights · activations + bias, 0). `weights` holds a pair of inputs for eight
// outputs after the other, then the next pair; then the next eight outputs.
OCTAVO_BFLOAT16 void octavo_bfloat16_layers(
  long pairs, long outputs, const octavo_bfloats *activations, const int *weights,
  const float *bias, const float *top, float offset, float *scores) {
  enum { groups = octavo_books_per_call / 16, width = octavo_outputs_per_pass };
  octavo_floats zero = 0, total[groups];
  OCTAVO_UNROLL for (int group = 0; group < groups; group++) total[group] = offset;
  for (long first = 0; first < outputs; first += width, weights += pairs * width) {
    octavo_floats sums[width][groups];
    OCTAVO_UNROLL for (int j = 0; j < width; j++)
      OCTAVO_UNROLL for (int group = 0; group < groups; group++) sums[j][group] = bias[first + j];
    for (long pair = 0; pair < pairs; pair++) {
      octavo_bfloats inputs[groups];
      OCTAVO_UNROLL for (int group = 0; group < groups; group++)
        inputs[group] = activations[pair * groups + group];
      OCTAVO_UNROLL for (int j = 0; j < width; j++) {
        octavo_ints weight = weights[pair * width + j];
        OCTAVO_UNROLL for (int group = 0; group < groups; group++)
          sums[j][group] = __builtin_ia32_dpbf16ps_512(
            sums[j][group], inputs[group], (octavo_bfloats)weight);
      }
    }
    OCTAVO_UNROLL for (int j = 0; j < width; j++)
      OCTAVO_UNROLL for (int group = 0; group < groups; group++) {
        octavo_floats sum = sums[j][group];
        total[group] += (sum < zero ? zero : sum) * top[first + j];
      }
  }
  OCTAVO_UNROLL for (int group = 0; group < groups; group++)
    *(octavo_floats *)(scores + 16 * group) = total[group];
}

// One reader's scores of 48 books; returns the largest of their errors. `room` holds pairs × 48 floats. All
// arrays of more than one number per output start at a cache line; outputs are a multiple of eight.
static inline float octavo_bfloat16_scores(
  long pairs, long outputs, const float *books, const float *reader, const float *errors,
  const int *weights, const float *bias, const float *top, float offset, float *room,
  float *scores) {
  octavo_bfloats *activations = (octavo_bfloats *)room;
  float largest = octavo_bfloat16_activations(pairs, books, reader, errors, activations);
  octavo_bfloat16_layers(pairs, outputs, activations, weights, bias, top, offset, scores);
  return largest;
}
#else
static inline float octavo_bfloat16_scores(
  long pairs, long outputs, const float *books, const float *reader, const float *errors,
  const int *weights, const float *bias, const float *top, float offset, float *room,
  float *scores) {
  __builtin_trap();
}
#endif
