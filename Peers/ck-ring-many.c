// ck_ring for several producers and one consumer: ck-ring.c says the rest.
// needs: libck-dev ck_ring.h
#define RINGBENCH_MANY_PRODUCERS 1
#include "ck-ring.c"
