// The system calls of Linux AIO (io_submit(2)) and io_uring (io_uring_enter(2)), which glibc does not wrap, and the
// requests they take. Every call returns what the kernel returned, or the negated errno.

#ifndef KERNEL_QUEUES_H
#define KERNEL_QUEUES_H

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static inline long rb_result(long result) { return result < 0 ? -(long)errno : result; }

/// io_setup(2): `*context` becomes the address of the mapped ring.
static inline long rb_io_setup(unsigned events, uintptr_t *context) {
  aio_context_t made = 0;
  long result = rb_result(syscall(SYS_io_setup, events, &made));
  *context = made;
  return result;
}

static inline long rb_io_destroy(uintptr_t context) {
  return rb_result(syscall(SYS_io_destroy, (aio_context_t)context));
}

static inline long rb_io_submit(uintptr_t context, long count, struct iocb **requests) {
  return rb_result(syscall(SYS_io_submit, (aio_context_t)context, count, requests));
}

/// io_getevents(2); waits at most `nanoseconds` for `least` events.
static inline long rb_io_getevents(uintptr_t context, long least, long most, void *events, int64_t nanoseconds) {
  struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  return rb_result(syscall(SYS_io_getevents, (aio_context_t)context, least, most, events, &limit));
}

static inline void rb_prepare_iocb(struct iocb *request, uint16_t opcode, int file, uint64_t buffer, uint64_t length,
                                   int64_t offset, uint64_t data) {
  memset(request, 0, sizeof *request);
  request->aio_data = data;
  request->aio_lio_opcode = opcode;
  request->aio_fildes = (uint32_t)file;
  request->aio_buf = buffer;
  request->aio_nbytes = length;
  request->aio_offset = offset;
}

static inline long rb_io_uring_setup(unsigned entries, struct io_uring_params *parameters) {
  return rb_result(syscall(SYS_io_uring_setup, entries, parameters));
}

static inline long rb_io_uring_enter(int ring, unsigned submit, unsigned least, unsigned flags) {
  return rb_result(syscall(SYS_io_uring_enter, ring, submit, least, flags, (void *)0, 0));
}

static inline void rb_prepare_sqe(struct io_uring_sqe *request, uint8_t opcode, int file, uint64_t buffer,
                                  uint32_t length, uint64_t data) {
  memset(request, 0, sizeof *request);
  request->opcode = opcode;
  request->fd = file;
  request->addr = buffer;
  request->len = length;
  request->user_data = data;
}

/// An eventfd(2) that counts from `count`, or -errno.
static inline long rb_eventfd(unsigned count) { return rb_result(syscall(SYS_eventfd2, count, 0)); }

/// Has reads and writes of an open file pass the page cache (O_DIRECT, open(2)); 0 or -errno.
static inline long rb_set_direct(int file) { return rb_result(fcntl(file, F_SETFL, __O_DIRECT)); }

#endif
