// rte_ring for several producers and one consumer: rte-ring.c says the rest.
// needs: libdpdk-dev rte_ring_elem.h
// with: pkg-config libdpdk
// links: -lrte_ring
#define RINGBENCH_MANY_PRODUCERS 1
#include "rte-ring.c"
