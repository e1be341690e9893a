// atomic_queue for many producers and consumers: atomic-queue.cpp says the rest.
// needs: libatomic-queue-dev atomic_queue/atomic_queue.h
#define RINGBENCH_MANY_PRODUCERS 1
#include "atomic-queue.cpp"
