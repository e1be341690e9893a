// Makes a system call in a child process, to learn what would become of this one.

#ifndef CALL_IN_CHILD_H
#define CALL_IN_CHILD_H

#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <linux/io_uring.h>
#include <linux/membarrier.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// The system calls that can be tried.
enum rb_call {
  RB_IO_SETUP,
  RB_IO_SUBMIT,
  RB_IO_GETEVENTS,
  RB_IO_DESTROY,
  RB_IO_URING_SETUP,
  RB_IO_URING_ENTER,
  RB_EVENTFD,
  RB_MEMBARRIER,
};

/// Makes the call, with what it needs before it, in the smallest way that does something; 0 or errno.
static inline int rb_make_call(enum rb_call call) {
  aio_context_t context = 0;
  struct io_event event;
  struct timespec none = {0, 0};
  struct io_uring_params parameters;
  long result = 0;
  switch (call) {
    case RB_IO_SETUP:
    case RB_IO_SUBMIT:
    case RB_IO_GETEVENTS:
    case RB_IO_DESTROY:
      result = syscall(SYS_io_setup, 1, &context);
      if (result == 0 && call == RB_IO_SUBMIT) result = syscall(SYS_io_submit, context, 0, (void *)0);
      if (result == 0 && call == RB_IO_GETEVENTS)
        result = syscall(SYS_io_getevents, context, 0, 1, &event, &none);
      if (result == 0 && call == RB_IO_DESTROY) result = syscall(SYS_io_destroy, context);
      break;
    case RB_IO_URING_SETUP:
    case RB_IO_URING_ENTER:
      memset(&parameters, 0, sizeof parameters);
      result = syscall(SYS_io_uring_setup, 1, &parameters);
      if (result >= 0 && call == RB_IO_URING_ENTER)
        result = syscall(SYS_io_uring_enter, (int)result, 0, 0, 0, (void *)0, 0);
      break;
    case RB_EVENTFD:
      result = syscall(SYS_eventfd2, 0, 0);
      break;
    case RB_MEMBARRIER:
      result = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
      if (result == 0) result = syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
      break;
  }
  return result >= 0 ? 0 : errno;
}

/// 0 if the call succeeds in a child process, errno if it fails there, -SIGNAL if it ends the child. Also 0 where no
/// child can be made: the call itself will tell. What the child's end closes, it need not close.
static inline int rb_call_in_child(enum rb_call call) {
  pid_t child = fork();
  if (child < 0) return 0;
  if (child == 0) {
    // Only calls that are async-signal-safe: other threads of the parent may have held locks.
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    signal(SIGSYS, SIG_DFL);
    _exit(rb_make_call(call));
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return 0;
  }
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

#endif
