// Forbids system calls to the calling process, for tests of what a sandbox does.

#ifndef CSECCOMP_H
#define CSECCOMP_H

/// From now on the system call `name` fails with `error` in this process and its children; with an error of 0 it ends
/// whoever makes it by SIGSYS. 0, or errno: EINVAL for a call that this helper does not know.
int forbid_call(const char *name, int error);

#endif
