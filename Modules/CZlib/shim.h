// zlib's decompressor, declared here because the library is loaded at run time: neither its header nor the
// library itself is needed to build. Scripts/check-prototypes compares all of it with zlib.h.
#ifndef OCTAVO_CZLIB_H
#define OCTAVO_CZLIB_H

typedef struct octavo_z_stream {
  const unsigned char *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *msg;
  void *state;
  void *zalloc, *zfree, *opaque;
  int data_type;
  unsigned long adler, reserved;
} octavo_z_stream;

// The check puts zlib's own type in its place.
#ifndef OCTAVO_Z_STREAM
#define OCTAVO_Z_STREAM octavo_z_stream
#endif

typedef int (*octavo_inflateInit2_)(
    OCTAVO_Z_STREAM *stream, int window_bits, const char *version, int stream_size);
typedef int (*octavo_inflate)(OCTAVO_Z_STREAM *stream, int flush);
typedef int (*octavo_inflateReset)(OCTAVO_Z_STREAM *stream);
typedef int (*octavo_inflateEnd)(OCTAVO_Z_STREAM *stream);

enum {
  octavo_Z_NO_FLUSH = 0,
  octavo_Z_OK = 0,
  octavo_Z_STREAM_END = 1,
  octavo_Z_MEM_ERROR = -4,
  octavo_Z_BUF_ERROR = -5
};

#endif
