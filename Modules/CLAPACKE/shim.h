// Swift imports no C99 complex type, and the header's complex prototypes need one all the same:
// structures of two numbers keep them parseable. Octavo calls real single-precision routines only.
#define LAPACK_COMPLEX_STRUCTURE
#include <lapacke.h>
