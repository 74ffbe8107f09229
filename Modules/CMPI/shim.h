// What Octavo calls of OpenMPI, which is loaded where mpirun started the process: a machine without it needs none
// of its headers to build, and the program starts without it. Versions 3 to 5 have this interface.
#ifndef OCTAVO_CMPI_H
#define OCTAVO_CMPI_H

#include <dlfcn.h>
#include <stddef.h>

// OpenMPI's handles are addresses of these; what they hold is its own.
struct ompi_communicator_t;
struct ompi_datatype_t;
struct ompi_op_t;
struct ompi_errhandler_t;
struct ompi_request_t;
struct ompi_status_public_t;

enum {
  OCTAVO_MPI_SUCCESS = 0,
  OCTAVO_MPI_THREAD_FUNNELED = 1,
  OCTAVO_MPI_MAX_ERROR_STRING = 256,
  OCTAVO_MPI_MAX_PROCESSOR_NAME = 256
};

// FUNCTION(result, name, arguments), for each function; Scripts/check-prototypes compares all of it with mpi.h.
#define OCTAVO_MPI_FUNCTIONS(FUNCTION)                                                             \
  FUNCTION(int, MPI_Init_thread, (int *, char ***, int, int *))                                    \
  FUNCTION(int, MPI_Finalize, (void))                                                              \
  FUNCTION(int, MPI_Abort, (struct ompi_communicator_t *, int))                                    \
  FUNCTION(int, MPI_Comm_rank, (struct ompi_communicator_t *, int *))                              \
  FUNCTION(int, MPI_Comm_size, (struct ompi_communicator_t *, int *))                              \
  FUNCTION(int, MPI_Comm_set_errhandler,                                                           \
           (struct ompi_communicator_t *, struct ompi_errhandler_t *))                             \
  FUNCTION(int, MPI_Error_string, (int, char *, int *))                                            \
  FUNCTION(int, MPI_Get_processor_name, (char *, int *))                                           \
  FUNCTION(int, MPI_Isend,                                                                         \
           (const void *, int, struct ompi_datatype_t *, int, int, struct ompi_communicator_t *,   \
            struct ompi_request_t **))                                                             \
  FUNCTION(int, MPI_Irecv,                                                                         \
           (void *, int, struct ompi_datatype_t *, int, int, struct ompi_communicator_t *,         \
            struct ompi_request_t **))                                                             \
  FUNCTION(int, MPI_Waitall,                                                                       \
           (int, struct ompi_request_t **, struct ompi_status_public_t *))                        \
  FUNCTION(int, MPI_Bcast,                                                                         \
           (void *, int, struct ompi_datatype_t *, int, struct ompi_communicator_t *))             \
  FUNCTION(int, MPI_Allreduce,                                                                     \
           (const void *, void *, int, struct ompi_datatype_t *, struct ompi_op_t *,               \
            struct ompi_communicator_t *))                                                         \
  FUNCTION(int, MPI_Barrier, (struct ompi_communicator_t *))

#define OCTAVO_FIELD(result, name, arguments) result(*name) arguments;
struct octavo_mpi {
  OCTAVO_MPI_FUNCTIONS(OCTAVO_FIELD)
  // MPI_COMM_WORLD, MPI_BYTE, MPI_INT64_T, MPI_SUM and MPI_ERRORS_RETURN are casts of these addresses.
  struct ompi_communicator_t *world;
  struct ompi_datatype_t *byte;
  struct ompi_datatype_t *int64;
  struct ompi_op_t *sum;
  struct ompi_errhandler_t *errors_return;
};
#undef OCTAVO_FIELD

// Loads the library of this name, for as long as the process lives, and finds all functions and handles in it.
// Returns NULL, the name itself where there is no such library, or the name of the first thing that it lacks.
static inline const char *octavo_mpi_load(struct octavo_mpi *mpi, const char *file) {
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return file;
#define OCTAVO_FIND(field, name)                       \
  *(void **)(&mpi->field) = dlsym(library, name);      \
  if (mpi->field == NULL) return name;
#define OCTAVO_FIND_FUNCTION(result, name, arguments) OCTAVO_FIND(name, #name)
  OCTAVO_MPI_FUNCTIONS(OCTAVO_FIND_FUNCTION)
  OCTAVO_FIND(world, "ompi_mpi_comm_world")
  OCTAVO_FIND(byte, "ompi_mpi_byte")
  OCTAVO_FIND(int64, "ompi_mpi_int64_t")
  OCTAVO_FIND(sum, "ompi_mpi_op_sum")
  OCTAVO_FIND(errors_return, "ompi_mpi_errors_return")
#undef OCTAVO_FIND_FUNCTION
#undef OCTAVO_FIND
  return NULL;
}

#endif
