// System calls and constants that Glibc's module map does not import into Swift.

#ifndef CLINUX_H
#define CLINUX_H

#if defined(__linux__)

#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "CallInChild.h"
#include "KernelQueues.h"

/// The CPU this thread runs on now, or -1.
static inline int rb_current_cpu(void) {
  unsigned cpu;
  return syscall(SYS_getcpu, &cpu, (void *)0, (void *)0) == 0 ? (int)cpu : -1;
}

/// Binds this thread to one CPU (sched_setaffinity(2)); 0 or errno.
static inline int rb_bind_to_cpu(unsigned cpu) {
  enum { CPUS = 1 << 16, BITS = 8 * sizeof(unsigned long) };
  unsigned long mask[CPUS / BITS] = {0};
  if (cpu >= CPUS) return EINVAL;
  mask[cpu / BITS] = 1UL << cpu % BITS;
  return syscall(SYS_sched_setaffinity, 0, sizeof mask, mask) == 0 ? 0 : errno;
}

/// A file in memory (memfd_create(2)) that no other program sees: its descriptor, or -1.
static inline int rb_memory_file(const char *name) {
  enum { CLOSE_ON_EXEC = 1 };  // MFD_CLOEXEC
  return (int)syscall(SYS_memfd_create, name, CLOSE_ON_EXEC);
}

/// Context switches of this thread so far that it did not ask for.
static inline long rb_involuntary_switches(void) {
  enum { THREAD = 1 };  // RUSAGE_THREAD, which the module's feature macros hide
  struct rusage usage;
  return getrusage(THREAD, &usage) == 0 ? usage.ru_nivcsw : -1;
}

/// Sleeps while *word == expected, at most `nanoseconds`; 0 woken, else errno (EAGAIN: the word had changed,
/// ETIMEDOUT, EINTR).
static inline int rb_futex_wait(void *word, uint32_t expected, int64_t nanoseconds) {
  struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  long result = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, &limit, (void *)0, 0);
  return result == 0 ? 0 : errno;
}

/// Wakes at most one sleeper; returns how many were woken, or -1.
static inline long rb_futex_wake(void *word) {
  return syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, (void *)0, (void *)0, 0);
}

/// Registers the process for rb_membarrier(); 0, or errno where the kernel has no such call.
static inline int rb_membarrier_register(void) {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0 ? 0 : errno;
}

/// A full memory barrier on every CPU that runs a thread of this process (membarrier(2)); 0 or errno.
static inline int rb_membarrier(void) {
  return syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) == 0 ? 0 : errno;
}

#endif
#endif
