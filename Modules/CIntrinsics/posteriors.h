// The loops of variational factor models: sums of second moments, and many small symmetric systems solved at
// once. Compiled as the loops of loops.h are, and chosen when called.
//
// A symmetric matrix of order d is packed: the rows of its lower triangle, one behind the other.

// What sixteen entities have in one place, one lane each.
typedef float octavo_sixteen __attribute__((ext_vector_type(16)));

// sums += Σ weight · row, where row k of the table is `packed` second moments and then `order` means; the
// means are also multiplied with the value. Adds the sum of weight · value² to *squares.
OCTAVO_LOOP(octavo_add_moments,
  (long count, const unsigned *others, const float *values, const float *weights, const float *table,
   long packed, long order, float *sums, float *squares),
  (count, others, values, weights, table, packed, order, sums, squares), {
    long stride = packed + order;
    long k = 0;
    float total = 0;
    // Four rows a turn: the sums are read and written a quarter as often.
    for (; k + 4 <= count; k += 4) {
      const float *r0 = table + others[k] * stride, *r1 = table + others[k + 1] * stride;
      const float *r2 = table + others[k + 2] * stride, *r3 = table + others[k + 3] * stride;
      float w0 = weights[others[k]], w1 = weights[others[k + 1]];
      float w2 = weights[others[k + 2]], w3 = weights[others[k + 3]];
      OCTAVO_VECTORS for (long j = 0; j < packed; j++)
        sums[j] += w0 * r0[j] + w1 * r1[j] + w2 * r2[j] + w3 * r3[j];
      float x0 = w0 * values[k], x1 = w1 * values[k + 1];
      float x2 = w2 * values[k + 2], x3 = w3 * values[k + 3];
      OCTAVO_VECTORS for (long j = packed; j < stride; j++)
        sums[j] += x0 * r0[j] + x1 * r1[j] + x2 * r2[j] + x3 * r3[j];
      total += x0 * values[k] + x1 * values[k + 1] + x2 * values[k + 2] + x3 * values[k + 3];
    }
    for (; k < count; k++) {
      const float *row = table + others[k] * stride;
      float w = weights[others[k]];
      float x = w * values[k];
      OCTAVO_VECTORS for (long j = 0; j < packed; j++) sums[j] += w * row[j];
      OCTAVO_VECTORS for (long j = packed; j < stride; j++) sums[j] += x * row[j];
      total += x * values[k];
    }
    *squares += total;
  })

// Sixteen symmetric positive definite matrices A become their inverses, and the vectors b become A⁻¹ b.
//
// Cholesky A = L Lᵀ, then X = L⁻¹, then A⁻¹ = Xᵀ X, each in place; `matrices` has order (order + 1) / 2
// lanes, `vectors` and `scratch` have `order`.
OCTAVO_LOOP(octavo_solve_lanes,
  (long order, void *matrix_lanes, void *vector_lanes, void *scratch_lanes),
  (order, matrix_lanes, vector_lanes, scratch_lanes), {
    octavo_sixteen *matrices = matrix_lanes;
    octavo_sixteen *vectors = vector_lanes;
    octavo_sixteen *scratch = scratch_lanes;
    for (long i = 0; i < order; i++) {
      octavo_sixteen *row = matrices + i * (i + 1) / 2;
      for (long j = 0; j <= i; j++) {
        const octavo_sixteen *other = matrices + j * (j + 1) / 2;
        octavo_sixteen sum = row[j];
        for (long k = 0; k < j; k++) sum -= row[k] * other[k];
        // scratch holds the reciprocals of the diagonal.
        if (j < i)
          row[j] = sum * scratch[j];
        else
          // What rounding leaves of a pivot is at least this much of it.
          scratch[i] = 1 / __builtin_elementwise_sqrt(__builtin_elementwise_max(sum, row[i] * 1e-7f));
      }
    }
    for (long i = 0; i < order; i++) {
      octavo_sixteen *row = matrices + i * (i + 1) / 2;
      for (long j = 0; j < i; j++) {
        octavo_sixteen sum = 0;
        for (long k = j; k < i; k++) sum += row[k] * matrices[k * (k + 1) / 2 + j];
        row[j] = -scratch[i] * sum;
      }
      row[i] = scratch[i];
    }
    for (long i = 0; i < order; i++) {
      octavo_sixteen *row = matrices + i * (i + 1) / 2;
      for (long j = 0; j <= i; j++) {
        octavo_sixteen sum = 0;
        for (long k = i; k < order; k++) {
          const octavo_sixteen *below = matrices + k * (k + 1) / 2;
          sum += below[i] * below[j];
        }
        row[j] = sum;
      }
    }
    for (long i = 0; i < order; i++) {
      octavo_sixteen sum = 0;
      for (long j = 0; j < order; j++)
        sum += (j <= i ? matrices[i * (i + 1) / 2 + j] : matrices[j * (j + 1) / 2 + i]) * vectors[j];
      scratch[i] = sum;
    }
    for (long i = 0; i < order; i++) vectors[i] = scratch[i];
  })

// product = S · vector, where S is packed.
OCTAVO_LOOP(octavo_packed_product,
  (long order, const float *packed, const float *vector, float *product),
  (order, packed, vector, product), {
    _Pragma("clang fp reassociate(on)")
    for (long i = 0; i < order; packed += ++i) {
      float sum = packed[i] * vector[i];
      float own = vector[i];
      // The row is also the part of the column below the diagonal.
      OCTAVO_VECTORS for (long j = 0; j < i; j++) {
        sum += packed[j] * vector[j];
        product[j] += packed[j] * own;
      }
      product[i] = sum;
    }
  })
