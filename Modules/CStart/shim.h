// Starts a program anew with OPENBLAS_NUM_THREADS=1 where memory or threads are limited.
//
// OpenBLAS makes its threads, and reads that variable, before the program's first line: 0.3.21 asks for ever for
// memory that it cannot get, and ends the process where it gets no thread. Octavo never uses those threads.
#ifndef OCTAVO_CSTART_H
#define OCTAVO_CSTART_H

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static inline int octavo_is_limited(int resource, unsigned long enough) {
  struct rlimit limit;
  return !getrlimit(resource, &limit) && limit.rlim_cur < enough;
}

static void octavo_start(int count, char **words, char **environment) {
  const char variable[] = "OPENBLAS_NUM_THREADS=1";
  int variables = 0;
  for (; environment[variables]; variables++)
    if (!strncmp(environment[variables], variable, sizeof variable - 2)) return;
  const unsigned long enough_memory = 64ul << 30, enough_processes = 4096;
  if (!octavo_is_limited(RLIMIT_AS, enough_memory) && !octavo_is_limited(RLIMIT_DATA, enough_memory) &&
      !octavo_is_limited(RLIMIT_NPROC, enough_processes))
    return;
  char *longer[variables + 2];
  memcpy(longer, environment, variables * sizeof *longer);
  longer[variables] = (char *)variable;
  longer[variables + 1] = 0;
  // Where this fails the program goes on as it is.
  execve("/proc/self/exe", words, longer);
}

// What the linker puts here runs before the libraries begin.
__attribute__((section(".preinit_array"), used))
static void (*const octavo_first)(int, char **, char **) = octavo_start;

// Brings the above into a program that asks.
static inline int octavo_has_start(void) { return octavo_first != 0; }

#endif
