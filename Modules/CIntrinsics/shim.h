// Two instructions that the processor has and Swift on Linux does not offer as such. Portable to every
// processor that clang knows.

// Swift's squareRoot() is C's sqrtf here, which must set errno for negative numbers: a branch and a call
// that keep every loop around it from being vectorized. This is the bare instruction; the result is the
// same, correctly rounded number.
static inline __attribute__((always_inline)) float octavo_square_root(float x) {
  return __builtin_elementwise_sqrt(x);
}

// Asks the memory system for the cache line at `address`; harmless for any address.
static inline __attribute__((always_inline)) void octavo_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 3);
}
