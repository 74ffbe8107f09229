// The elementwise loops in which a training step spends its time, each compiled for AVX-512, AVX2 and
// plain x86-64, and chosen when called. Swift can compile a function for one set of instructions only, and
// a package that others depend on may not raise it: four lanes instead of sixteen, and no fused
// multiply-add, made these loops a fifth of a step. Elsewhere than on x86-64 there is one variant.
//
// Every element is computed alike wherever a range begins and ends, so results depend on the processor but
// not on how work is divided. Arrays are either the same or do not overlap. The plain twins are in Swift,
// in Kernels/Reference.

#if defined(__x86_64__)
#include <stdlib.h>

// The bits of a register of the loops: the widest that the processor has, or what the variable OCTAVO_LOOPS allows, 128
// or 256, so that a test can run what other processors would.
static inline int octavo_loop_width(void) {
  static int width;
  int known = __atomic_load_n(&width, __ATOMIC_RELAXED);
  if (known) return known;
  const char *words = getenv("OCTAVO_LOOPS");
  int limit = words ? atoi(words) : 512;
  known = 128;
  if (limit >= 256 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) known = 256;
  if (limit >= 512 && __builtin_cpu_supports("avx512f")) known = 512;
  __atomic_store_n(&width, known, __ATOMIC_RELAXED);
  return known;
}

#define OCTAVO_LOOP(name, parameters, arguments, ...)                                       \
  static inline __attribute__((target("avx512f"))) void name##_512 parameters __VA_ARGS__   \
  static inline __attribute__((target("avx2,fma"))) void name##_256 parameters __VA_ARGS__  \
  static inline void name##_128 parameters __VA_ARGS__                                      \
  static inline __attribute__((always_inline)) void name parameters {                       \
    int width = octavo_loop_width();                                                        \
    if (width == 512)                                                                       \
      name##_512 arguments;                                                                 \
    else if (width == 256)                                                                  \
      name##_256 arguments;                                                                 \
    else                                                                                    \
      name##_128 arguments;                                                                 \
  }
#else
static inline int octavo_loop_width(void) { return 128; }

#define OCTAVO_LOOP(name, parameters, arguments, ...) \
  static inline void name parameters __VA_ARGS__
#endif

// Eight floats, wherever they begin.
typedef float octavo_eight __attribute__((ext_vector_type(8), aligned(4)));

// Rows are short: one vector a turn, so that a row of 16 or 32 has no remainder.
#define OCTAVO_VECTORS _Pragma("clang loop vectorize(assume_safety) interleave_count(1)")

// target += source.
OCTAVO_LOOP(octavo_add, (long count, float *target, const float *source),
  (count, target, source), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) target[i] += source[i];
  })

// target += factor · source.
OCTAVO_LOOP(octavo_add_scaled, (long count, float *target, const float *source, float factor),
  (count, target, source, factor), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) target[i] += factor * source[i];
  })

// target = factor · source.
OCTAVO_LOOP(octavo_scale, (long count, float *target, const float *source, float factor),
  (count, target, source, factor), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) target[i] = factor * source[i];
  })

// target = unit · source.
OCTAVO_LOOP(octavo_widen, (long count, float *target, const short *source, float unit),
  (count, target, source, unit), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) target[i] = unit * (float)source[i];
  })

// target = source · perUnit, rounded to the nearest; source is held within ± limit, and NaN becomes 0.
OCTAVO_LOOP(octavo_narrow,
  (long count, short *target, const float *source, float perUnit, float limit),
  (count, target, source, perUnit, limit), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) {
      float value = source[i] == source[i] ? source[i] : 0;
      value = value > limit ? limit : value < -limit ? -limit : value;
      // Halves are added away from zero: a cast cuts.
      target[i] = (short)(int)(value * perUnit + (value < 0 ? -0.5f : 0.5f));
    }
  })

typedef unsigned short __attribute__((may_alias)) octavo_quarters;

// Sets elements of row to 0 where 16 bits of a hash are below threshold, and multiplies the others by scale. Every 64
// bits are SplitMix64's finalizer of the next counter, and serve four elements.
OCTAVO_LOOP(octavo_drop_out,
  (long columns, float *row, unsigned long counter, unsigned threshold, float scale),
  (columns, row, counter, threshold, scale), {
    unsigned long words[32];
    const octavo_quarters *bits = (const octavo_quarters *)words;
    for (long start = 0; start < columns; start += 128, row += 128) {
      long count = columns - start < 128 ? columns - start : 128;
      OCTAVO_VECTORS for (long word = 0; word < (count + 3) / 4; word++) {
        unsigned long z = counter + (unsigned long)(start / 4 + word + 1) * 0x9E3779B97F4A7C15ul;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ul;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBul;
        words[word] = z ^ (z >> 31);
      }
      OCTAVO_VECTORS for (long j = 0; j < count; j++)
        row[j] = bits[j] >= threshold ? row[j] * scale : 0;
    }
  })

// Each row of output = max(row + bias, 0); NaN stays.
OCTAVO_LOOP(octavo_rectify, (long rows, long columns, float *output, const float *bias),
  (rows, columns, output, bias), {
    for (long row = 0; row < rows; row++, output += columns) {
      OCTAVO_VECTORS for (long j = 0; j < columns; j++) {
        float sum = output[j] + bias[j];
        output[j] = sum < 0 ? 0 : sum;
      }
    }
  })

// Each row of target = max(row of source + bias, 0); NaN stays.
OCTAVO_LOOP(octavo_rectified_sums,
  (long rows, long columns, float *target, const float *source, const float *bias),
  (rows, columns, target, source, bias), {
    for (long row = 0; row < rows; row++, target += columns, source += columns) {
      OCTAVO_VECTORS for (long j = 0; j < columns; j++) {
        float sum = source[j] + bias[j];
        target[j] = sum < 0 ? 0 : sum;
      }
    }
  })

// gradient = output > 0 ? gradient · scale : 0; sums += the column sums of that.
OCTAVO_LOOP(octavo_rectify_backward,
  (long rows, long columns, float *gradient, const float *output, float scale, float *sums),
  (rows, columns, gradient, output, scale, sums), {
    for (long row = 0; row < rows; row++, gradient += columns, output += columns) {
      OCTAVO_VECTORS for (long j = 0; j < columns; j++) {
        float incoming = gradient[j] * scale;
        float value = output[j] > 0 ? incoming : 0;
        gradient[j] = value;
        sums[j] += value;
      }
    }
  })

// output[i] += offsets[i] + the inner product of the two halves, `half` long each, of row i.
OCTAVO_LOOP(octavo_row_products,
  (long rows, long half, const float *pairs, const float *offsets, float *output),
  (rows, half, pairs, offsets, output), {
    _Pragma("clang fp reassociate(on)")
    for (long row = 0; row < rows; row++, pairs += 2 * half) {
      float sum = 0;
      OCTAVO_VECTORS for (long j = 0; j < half; j++) sum += pairs[j] * pairs[half + j];
      output[row] += offsets[row] + sum;
    }
  })

// products[i] = the inner product of row i of a and row i of b.
OCTAVO_LOOP(octavo_inner_products,
  (long rows, long columns, const float *a, const float *b, float *products),
  (rows, columns, a, b, products), {
    _Pragma("clang fp reassociate(on)")
    for (long row = 0; row < rows; row++, a += columns, b += columns) {
      float sum = 0;
      OCTAVO_VECTORS for (long j = 0; j < columns; j++) sum += a[j] * b[j];
      products[row] = sum;
    }
  })

// products[i] = offset + the inner product of weights with max(row i of sums + bias, 0).
OCTAVO_LOOP(octavo_rectified_products,
  (long rows, long columns, const float *sums, const float *bias, const float *weights,
   float offset, float *products),
  (rows, columns, sums, bias, weights, offset, products), {
    _Pragma("clang fp reassociate(on)")
    for (long row = 0; row < rows; row++, sums += columns) {
      float product = 0;
      OCTAVO_VECTORS for (long j = 0; j < columns; j++) {
        float sum = sums[j] + bias[j];
        product += (sum < 0 ? 0 : sum) * weights[j];
      }
      products[row] = offset + product;
    }
  })

// weights = decay · current − rate · gradient.
OCTAVO_LOOP(octavo_descend,
  (long count, float *weights, const float *current, const float *gradient, float rate, float decay),
  (count, weights, current, gradient, rate, decay), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++)
      weights[i] = current[i] * decay - rate * gradient[i];
  })

// squares += gradient²; weights = decay · current − rate · gradient / (√squares + epsilon).
OCTAVO_LOOP(octavo_adagrad,
  (long count, float *weights, const float *current, const float *gradient, float *squares,
   float rate, float epsilon, float decay),
  (count, weights, current, gradient, squares, rate, epsilon, decay), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) {
      float g = gradient[i];
      float s = squares[i] + g * g;
      squares[i] = s;
      weights[i] = current[i] * decay - rate * (g / (__builtin_elementwise_sqrt(s) + epsilon));
    }
  })

// The rates and decays of one step of Adam, the effect of missed steps included.
struct octavo_adam_step {
  float rate, epsilon, first_decay, first_share, second_decay, second_share, decay;
};

// first and second become the moments; weights = decay · current − rate · first / (√second + epsilon).
OCTAVO_LOOP(octavo_adam,
  (long count, float *weights, const float *current, const float *gradient, float *first,
   float *second, struct octavo_adam_step step),
  (count, weights, current, gradient, first, second, step), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) {
      float g = gradient[i];
      float m = first[i] * step.first_decay + g * step.first_share;
      float v = second[i] * step.second_decay + g * g * step.second_share;
      first[i] = m;
      second[i] = v;
      float direction = m / (__builtin_elementwise_sqrt(v) + step.epsilon);
      weights[i] = current[i] * step.decay - step.rate * direction;
    }
  })

// target = decay · source − displacement · first / (√second + epsilon).
OCTAVO_LOOP(octavo_catch_up,
  (long count, float *target, const float *source, const float *first, const float *second,
   float decay, float displacement, float epsilon),
  (count, target, source, first, second, decay, displacement, epsilon), {
    OCTAVO_VECTORS for (long i = 0; i < count; i++) {
      float direction = first[i] / (__builtin_elementwise_sqrt(second[i]) + epsilon);
      target[i] = source[i] * decay - displacement * direction;
    }
  })

// sums[0 ..< 8] = Σ values[k] · lanes[8 · indices[k] ..< + 8].
OCTAVO_LOOP(octavo_lane_products,
  (long count, const unsigned *indices, const float *values, const float *lanes, float *sums),
  (count, indices, values, lanes, sums), {
    octavo_eight even = 0;
    octavo_eight odd = 0;
    long k = 0;
    // Two sums at a time: additions to one would wait for each other.
    for (; k + 2 <= count; k += 2) {
      even += *(const octavo_eight *)(lanes + 8 * (long)indices[k]) * values[k];
      odd += *(const octavo_eight *)(lanes + 8 * (long)indices[k + 1]) * values[k + 1];
    }
    if (k < count) even += *(const octavo_eight *)(lanes + 8 * (long)indices[k]) * values[k];
    *(octavo_eight *)sums = even + odd;
  })
