// Glibc declares renameat2 for _GNU_SOURCE alone, which Swift's Glibc module does not define.
#ifndef OCTAVO_CRENAME_H
#define OCTAVO_CRENAME_H

extern int renameat2(
    int old_folder, const char *old_path, int new_folder, const char *new_path, unsigned int flags);

// Exchanges the names of two files or folders in one instant; -1 where that cannot be done.
static inline int octavo_exchange_names(const char *first, const char *second) {
  const int working_folder = -100;           // AT_FDCWD
  const unsigned int exchange = 1u << 1;     // RENAME_EXCHANGE
  return renameat2(working_folder, first, working_folder, second, exchange);
}

#endif
