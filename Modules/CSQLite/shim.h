// What Octavo calls of SQLite, which is loaded when a database is named: a machine without it needs none of
// its headers to build, and the program starts without it.
#ifndef OCTAVO_CSQLITE_H
#define OCTAVO_CSQLITE_H

#include <dlfcn.h>
#include <stddef.h>

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
typedef void (*octavo_destructor)(void *);

// Result codes, flags of sqlite3_open_v2 and types of values.
enum {
  OCTAVO_SQLITE_OK = 0,
  OCTAVO_SQLITE_ERROR = 1,
  OCTAVO_SQLITE_READONLY = 8,
  OCTAVO_SQLITE_CORRUPT = 11,
  OCTAVO_SQLITE_CANTOPEN = 14,
  OCTAVO_SQLITE_CONSTRAINT = 19,
  OCTAVO_SQLITE_MISMATCH = 20,
  OCTAVO_SQLITE_NOTADB = 26,
  OCTAVO_SQLITE_ROW = 100,
  OCTAVO_SQLITE_DONE = 101
};
enum {
  OCTAVO_SQLITE_OPEN_READONLY = 0x1,
  OCTAVO_SQLITE_OPEN_READWRITE = 0x2,
  OCTAVO_SQLITE_OPEN_CREATE = 0x4,
  OCTAVO_SQLITE_OPEN_FULLMUTEX = 0x10000
};
enum { OCTAVO_SQLITE_NULL = 5 };

// FUNCTION(result, name, arguments), for each function; Scripts/check-prototypes compares all of it with sqlite3.h.
#define OCTAVO_SQLITE_FUNCTIONS(FUNCTION)                                                          \
  FUNCTION(int, sqlite3_open_v2, (const char *, sqlite3 **, int, const char *))                    \
  FUNCTION(int, sqlite3_close_v2, (sqlite3 *))                                                     \
  FUNCTION(int, sqlite3_busy_timeout, (sqlite3 *, int))                                            \
  FUNCTION(const char *, sqlite3_errmsg, (sqlite3 *))                                              \
  FUNCTION(int, sqlite3_prepare_v2,                                                                \
           (sqlite3 *, const char *, int, sqlite3_stmt **, const char **))                         \
  FUNCTION(int, sqlite3_step, (sqlite3_stmt *))                                                    \
  FUNCTION(int, sqlite3_reset, (sqlite3_stmt *))                                                   \
  FUNCTION(int, sqlite3_finalize, (sqlite3_stmt *))                                                \
  FUNCTION(int, sqlite3_stmt_readonly, (sqlite3_stmt *))                                           \
  FUNCTION(int, sqlite3_column_count, (sqlite3_stmt *))                                            \
  FUNCTION(const char *, sqlite3_column_name, (sqlite3_stmt *, int))                               \
  FUNCTION(int, sqlite3_column_type, (sqlite3_stmt *, int))                                        \
  FUNCTION(const unsigned char *, sqlite3_column_text, (sqlite3_stmt *, int))                      \
  FUNCTION(int, sqlite3_column_bytes, (sqlite3_stmt *, int))                                       \
  FUNCTION(int, sqlite3_bind_text,                                                                 \
           (sqlite3_stmt *, int, const char *, int, octavo_destructor))

#define OCTAVO_FIELD(result, name, arguments) result(*name) arguments;
struct octavo_sqlite {
  OCTAVO_SQLITE_FUNCTIONS(OCTAVO_FIELD)
};
#undef OCTAVO_FIELD

// Finds all functions in a library that dlopen opened; the name of the first that it lacks, or NULL.
static inline const char *octavo_sqlite_find(struct octavo_sqlite *functions, void *library) {
#define OCTAVO_FIND(result, name, arguments)            \
  *(void **)(&functions->name) = dlsym(library, #name); \
  if (functions->name == NULL) return #name;
  OCTAVO_SQLITE_FUNCTIONS(OCTAVO_FIND)
#undef OCTAVO_FIND
  return NULL;
}

// Binds a copy of the text: SQLITE_TRANSIENT, which is no function, cannot be written in Swift.
static inline int octavo_sqlite_bind_text(
    const struct octavo_sqlite *functions, sqlite3_stmt *statement, int place, const char *text,
    int length) {
  return functions->sqlite3_bind_text(statement, place, text, length, (octavo_destructor)-1);
}

#endif
