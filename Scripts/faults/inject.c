// What Scripts/soak-faults loads before a program's libraries: the Nth file operation fails, is short, is
// interrupted, ends the process, or lets somebody else write first.
//
//   FAULT_UNDER   only files below this folder count
//   FAULT_CALLS   which calls count, between commas: open,read,write,sync,rename,make,remove,stat,lock,cut,list
//   FAULT_AT      which of them, from 1; 0 for none
//   FAULT_KIND    fail (with FAULT_ERRNO; with FAULT_ONWARD=1 so do all that follow), short, kill, term, or write
//                 (runs the command FAULT_WRITER)
//   FAULT_LIST    a file that gets a line for each operation that counts
//
// The process gets its faults from the calls of libraries alone: this file calls the system itself.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *calls, *folder, *kind;
static long at, code, onward;
static int list = -1, count;


__attribute__((constructor)) static void start(void) {
  if (kind) return;
  const char *text = getenv("FAULT_LIST");
  calls = getenv("FAULT_CALLS") ?: "";
  folder = getenv("FAULT_UNDER") ?: "/nowhere";
  at = atol(getenv("FAULT_AT") ?: "0");
  code = atol(getenv("FAULT_ERRNO") ?: "5");
  onward = atol(getenv("FAULT_ONWARD") ?: "0");
  kind = getenv("FAULT_KIND") ?: "fail";
  if (text) {
    int file = syscall(SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    list = syscall(SYS_fcntl, file, F_DUPFD_CLOEXEC, 900);
    syscall(SYS_close, file);
  }
}

static int is_named(const char *call) {
  size_t length = strlen(call);
  for (const char *word = calls; *word; word += *word == ',')
    if (!strncmp(word, call, length) && (word[length] == ',' || !word[length])) return 1;
    else word += strcspn(word, ",");
  return 0;
}

static int is_below(const char *path) {
  char whole[2 * PATH_MAX];
  if (path[0] != '/') {
    if (syscall(SYS_getcwd, whole, PATH_MAX) < 0) return 0;
    snprintf(whole + strlen(whole), PATH_MAX, "/%s", path);
    path = whole;
  }
  return !strncmp(path, folder, strlen(folder));
}

enum { GO_ON, FAIL, SHORT };

// What is to become of a call on `path`.
static int fate(const char *call, const char *path) {
  if (!kind) start();
  if (!is_named(call) || !is_below(path)) return GO_ON;
  int number = __sync_add_and_fetch(&count, 1);
  if (list >= 0) {
    char line[PATH_MAX + 32];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    syscall(SYS_write, list, line, length);
  }
  if (!at || (onward ? number < at : number != at)) return GO_ON;
  if (!strcmp(kind, "fail")) return errno = code, FAIL;
  if (!strcmp(kind, "short")) return SHORT;
  if (!strcmp(kind, "kill")) syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
  if (!strcmp(kind, "term")) syscall(SYS_kill, syscall(SYS_getpid), SIGTERM);
  if (!strcmp(kind, "write")) {
    char *words[] = {"/bin/sh", "-c", getenv("FAULT_WRITER"), NULL}, *none[] = {"PATH=/usr/bin:/bin", NULL};
    pid_t child;
    int status;
    if (!posix_spawn(&child, words[0], NULL, NULL, words, none)) waitpid(child, &status, 0);
  }
  return GO_ON;
}

static int fate_of(const char *call, int file) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (length <= 0 || path[0] != '/') return GO_ON;
  path[length] = 0;
  return fate(call, path);
}

#define LESS(fate, size) ((fate) == SHORT && (size) > 1 ? (size) / 2 : (size))

ssize_t read(int file, void *bytes, size_t size) {
  int f = fate_of("read", file);
  return f == FAIL ? -1 : syscall(SYS_read, file, bytes, LESS(f, size));
}
ssize_t pread(int file, void *bytes, size_t size, off_t place) {
  int f = fate_of("read", file);
  return f == FAIL ? -1 : syscall(SYS_pread64, file, bytes, LESS(f, size), place);
}
ssize_t pread64(int file, void *bytes, size_t size, off_t place) { return pread(file, bytes, size, place); }
ssize_t write(int file, const void *bytes, size_t size) {
  int f = fate_of("write", file);
  return f == FAIL ? -1 : syscall(SYS_write, file, bytes, LESS(f, size));
}
int fsync(int file) { return fate_of("sync", file) == FAIL ? -1 : syscall(SYS_fsync, file); }
int ftruncate(int file, off_t size) { return fate_of("cut", file) == FAIL ? -1 : syscall(SYS_ftruncate, file, size); }
int ftruncate64(int file, off_t size) { return ftruncate(file, size); }
int flock(int file, int what) { return fate_of("lock", file) == FAIL ? -1 : syscall(SYS_flock, file, what); }
int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
  va_end(rest);
  return fate("open", path) == FAIL ? -1 : syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0;
  va_end(rest);
  return open(path, flags, mode);
}
int rename(const char *from, const char *to) {
  return fate("rename", to) == FAIL ? -1 : syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
int renameat2(int one, const char *from, int other, const char *to, unsigned flags) {
  return fate("rename", to) == FAIL ? -1 : syscall(SYS_renameat2, one, from, other, to, flags);
}
int mkdir(const char *path, mode_t mode) {
  return fate("make", path) == FAIL ? -1 : syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}
int symlink(const char *target, const char *path) {
  return fate("make", path) == FAIL ? -1 : syscall(SYS_symlinkat, target, AT_FDCWD, path);
}
int unlink(const char *path) {
  return fate("remove", path) == FAIL ? -1 : syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
int rmdir(const char *path) {
  return fate("remove", path) == FAIL ? -1 : syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}
int stat(const char *path, struct stat *status) {
  return fate("stat", path) == FAIL ? -1 : syscall(SYS_newfstatat, AT_FDCWD, path, status, 0);
}
int lstat(const char *path, struct stat *status) {
  return fate("stat", path) == FAIL ? -1 : syscall(SYS_newfstatat, AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}
int fstat(int file, struct stat *status) {
  return fate_of("stat", file) == FAIL ? -1 : syscall(SYS_newfstatat, file, "", status, AT_EMPTY_PATH);
}
int access(const char *path, int mode) {
  return fate("stat", path) == FAIL ? -1 : syscall(SYS_faccessat, AT_FDCWD, path, mode);
}
ssize_t readlink(const char *path, char *text, size_t size) {
  return fate("stat", path) == FAIL ? -1 : syscall(SYS_readlinkat, AT_FDCWD, path, text, size);
}
DIR *opendir(const char *path) {
  if (fate("list", path) == FAIL) return NULL;
  int file = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return file < 0 ? NULL : fdopendir(file);
}
