// Zstandard's decompressor, declared here because the library is loaded at run time: neither its header nor the
// library itself is needed to build. Scripts/check-prototypes compares all of it with zstd.h.
#ifndef OCTAVO_CZSTD_H
#define OCTAVO_CZSTD_H

#include <stddef.h>

typedef struct octavo_ZSTD_inBuffer {
  const void *src;
  size_t size, pos;
} octavo_ZSTD_inBuffer;

typedef struct octavo_ZSTD_outBuffer {
  void *dst;
  size_t size, pos;
} octavo_ZSTD_outBuffer;

// The check puts the library's own types in their places.
#ifndef OCTAVO_ZSTD_DSTREAM
#define OCTAVO_ZSTD_DSTREAM void
#define OCTAVO_ZSTD_IN octavo_ZSTD_inBuffer
#define OCTAVO_ZSTD_OUT octavo_ZSTD_outBuffer
#endif

typedef OCTAVO_ZSTD_DSTREAM *(*octavo_ZSTD_createDStream)(void);
typedef size_t (*octavo_ZSTD_freeDStream)(OCTAVO_ZSTD_DSTREAM *stream);
typedef size_t (*octavo_ZSTD_decompressStream)(
    OCTAVO_ZSTD_DSTREAM *stream, OCTAVO_ZSTD_OUT *output, OCTAVO_ZSTD_IN *input);
typedef unsigned (*octavo_ZSTD_isError)(size_t code);
typedef const char *(*octavo_ZSTD_getErrorName)(size_t code);

#endif
