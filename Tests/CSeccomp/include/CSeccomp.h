// Forbids a system call to the calling process, for tests of what a sandbox does.

#ifndef CSECCOMP_H
#define CSECCOMP_H

/// From now on system call `number` fails with `error` in this process and its children; 0, or errno.
int forbid_system_call(int number, int error);

#endif
