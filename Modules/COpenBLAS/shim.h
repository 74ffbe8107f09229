// cblas.h declares the CBLAS routines and OpenBLAS's own thread and version queries.
// It is found through pkg-config, which knows the Debian multi-arch folder.
#include <cblas.h>
