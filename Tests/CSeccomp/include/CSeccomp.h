// Forbids system calls to the calling process, for tests of what a sandbox does.

#ifndef CSECCOMP_H
#define CSECCOMP_H

/// From now on io_setup(2) fails with `error` in this process and its children; 0, or errno.
int forbid_io_setup(int error);

/// From now on io_uring_setup(2) fails with `error` in this process and its children; 0, or errno.
int forbid_io_uring_setup(int error);

#endif
