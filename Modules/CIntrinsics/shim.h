// Two instructions that the processor has and Swift on Linux does not offer as such. Portable to every
// processor that clang knows.

// Asks for the cache line at `address` in the second-level cache, which can wait for more lines at once than
// the first level; harmless for any address.
static inline __attribute__((always_inline)) void octavo_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 2);
}

// Tells the processor that this is a waiting loop, so that it saves power and lets a sibling thread run.
static inline __attribute__((always_inline)) void octavo_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
