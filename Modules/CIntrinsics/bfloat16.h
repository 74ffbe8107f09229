#pragma once
// What the products in bfloat16 share. VDPBF16PS multiplies pairs of numbers of eight significant bits and adds
// to a sum of single precision: twice as many in a cycle as a fused multiply-add of single precision does.

#if defined(__x86_64__)
#define OCTAVO_BFLOAT16 static inline __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

static inline int octavo_has_bfloat16(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
    && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bf16");
}

typedef float octavo_floats __attribute__((ext_vector_type(16)));
typedef double octavo_doubles __attribute__((ext_vector_type(8)));
typedef int octavo_ints __attribute__((ext_vector_type(16)));
typedef short octavo_shorts __attribute__((ext_vector_type(32)));
typedef __bf16 octavo_bfloats __attribute__((vector_size(64)));

#define OCTAVO_UNROLL _Pragma("clang loop unroll(full)")
#else
static inline int octavo_has_bfloat16(void) { return 0; }
#endif
