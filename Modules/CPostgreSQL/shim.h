// What Octavo calls of libpq, which is loaded when a database is named: a machine without it needs none of
// its headers to build, and the program starts without it.
#ifndef OCTAVO_CPOSTGRESQL_H
#define OCTAVO_CPOSTGRESQL_H

#include <dlfcn.h>
#include <stddef.h>

typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
typedef struct pg_cancel PGcancel;

// The values of ConnStatusType and ExecStatusType that are asked for.
enum { OCTAVO_CONNECTION_OK = 0 };
enum {
  OCTAVO_PGRES_EMPTY_QUERY = 0,
  OCTAVO_PGRES_COMMAND_OK = 1,
  OCTAVO_PGRES_TUPLES_OK = 2,
  OCTAVO_PGRES_COPY_OUT = 3,
  OCTAVO_PGRES_COPY_IN = 4
};
// PG_DIAG_SQLSTATE, PG_DIAG_MESSAGE_PRIMARY, PG_DIAG_MESSAGE_DETAIL and PG_DIAG_CONTEXT.
enum {
  OCTAVO_DIAG_SQLSTATE = 'C',
  OCTAVO_DIAG_MESSAGE = 'M',
  OCTAVO_DIAG_DETAIL = 'D',
  OCTAVO_DIAG_CONTEXT = 'W'
};

typedef void (*octavo_notice_processor)(void *, const char *);

// FUNCTION(result, name, arguments), for each function. An enumeration of libpq is unsigned to every compiler
// for Linux. Scripts/check-prototypes compares all of it with libpq-fe.h.
#define OCTAVO_POSTGRESQL_FUNCTIONS(FUNCTION)                                                       \
  FUNCTION(PGconn *, PQconnectdbParams, (const char *const *, const char *const *, int))           \
  FUNCTION(void, PQfinish, (PGconn *))                                                             \
  FUNCTION(char *, PQerrorMessage, (const PGconn *))                                               \
  FUNCTION(int, PQsocket, (const PGconn *))                                                        \
  FUNCTION(octavo_notice_processor, PQsetNoticeProcessor,                                          \
           (PGconn *, octavo_notice_processor, void *))                                            \
  FUNCTION(int, PQsetnonblocking, (PGconn *, int))                                                 \
  FUNCTION(int, PQsendQuery, (PGconn *, const char *))                                             \
  FUNCTION(int, PQflush, (PGconn *))                                                               \
  FUNCTION(int, PQconsumeInput, (PGconn *))                                                        \
  FUNCTION(int, PQisBusy, (PGconn *))                                                              \
  FUNCTION(PGresult *, PQgetResult, (PGconn *))                                                    \
  FUNCTION(char *, PQresultErrorField, (const PGresult *, int))                                    \
  FUNCTION(char *, PQresultErrorMessage, (const PGresult *))                                       \
  FUNCTION(int, PQntuples, (const PGresult *))                                                     \
  FUNCTION(int, PQnfields, (const PGresult *))                                                     \
  FUNCTION(char *, PQgetvalue, (const PGresult *, int, int))                                       \
  FUNCTION(int, PQgetisnull, (const PGresult *, int, int))                                         \
  FUNCTION(void, PQclear, (PGresult *))                                                            \
  FUNCTION(int, PQgetCopyData, (PGconn *, char **, int))                                           \
  FUNCTION(int, PQputCopyData, (PGconn *, const char *, int))                                      \
  FUNCTION(int, PQputCopyEnd, (PGconn *, const char *))                                            \
  FUNCTION(char *, PQescapeLiteral, (PGconn *, const char *, size_t))                              \
  FUNCTION(void, PQfreemem, (void *))                                                              \
  FUNCTION(PGcancel *, PQgetCancel, (PGconn *))                                                    \
  FUNCTION(int, PQcancel, (PGcancel *, char *, int))                                               \
  FUNCTION(void, PQfreeCancel, (PGcancel *))                                                       \
  FUNCTION(unsigned, PQstatus, (const PGconn *))                                                   \
  FUNCTION(unsigned, PQresultStatus, (const PGresult *))

#define OCTAVO_FIELD(result, name, arguments) result(*name) arguments;
struct octavo_postgresql {
  OCTAVO_POSTGRESQL_FUNCTIONS(OCTAVO_FIELD)
};
#undef OCTAVO_FIELD

// Finds all functions in a library that dlopen opened; the name of the first that it lacks, or NULL.
static inline const char *octavo_postgresql_find(struct octavo_postgresql *functions, void *library) {
#define OCTAVO_FIND(result, name, arguments)            \
  *(void **)(&functions->name) = dlsym(library, #name); \
  if (functions->name == NULL) return #name;
  OCTAVO_POSTGRESQL_FUNCTIONS(OCTAVO_FIND)
#undef OCTAVO_FIND
  return NULL;
}

// Glibc declares memfd_create for _GNU_SOURCE alone, which Swift's Glibc module does not define.
extern int memfd_create(const char *name, unsigned flags);

// A file without a name that no other process sees, closed where another program is started; -1 without one.
static inline int octavo_nameless_file(void) { return memfd_create("octavo", 1u /* MFD_CLOEXEC */); }

#endif
