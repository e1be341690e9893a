// rte_ring with elements of an event's size, one consumer, and one producer or, in rte-ring-many.c, several (DPDK; Debian: libdpdk-dev). It lies in memory of
// its own: neither the environment layer nor huge pages are needed. Its slots are a power of two.
// needs: libdpdk-dev rte_ring_elem.h
// with: pkg-config libdpdk
// links: -lrte_ring
#include <ringbench_peer_loops.h>
#include <rte_ring.h>
#include <rte_ring_elem.h>

#if RINGBENCH_MANY_PRODUCERS
#define NAME "rte-ring-many"
#define PRODUCERS "several producers"
#define FLAGS RING_F_SC_DEQ
#define ENQUEUE(kind) rte_ring_mp_enqueue_##kind##_elem
#else
#define NAME "rte-ring"
#define PRODUCERS "one producer"
#define FLAGS (RING_F_SP_ENQ | RING_F_SC_DEQ)
#define ENQUEUE(kind) rte_ring_sp_enqueue_##kind##_elem
#endif

static void *create(uint64_t slots) {
  if (slots < 2 || (slots & (slots - 1)) != 0 || slots > RTE_RING_SZ_MASK) return NULL;
  // What rte_ring_create_elem asks for; rte_ring_init zeroes only the head of it.
  const size_t size = sizeof(struct rte_ring) + slots * sizeof(struct ringbench_event);
  struct rte_ring *ring = aligned_alloc(128, (size + 127) / 128 * 128);
  if (!ring) return NULL;
  memset(ring, 0, size);
  if (rte_ring_init(ring, "ringbench", (unsigned)slots, FLAGS) == 0) return ring;
  free(ring);
  return NULL;
}

static inline bool push(void *ring, const struct ringbench_event *event) {
  return ENQUEUE(bulk)(ring, event, sizeof *event, 1, NULL) == 1;
}

static inline bool pop(void *ring, struct ringbench_event *event) {
  return rte_ring_sc_dequeue_bulk_elem(ring, event, sizeof *event, 1, NULL) == 1;
}

static inline size_t push_batch(void *ring, const struct ringbench_event *events, size_t count) {
  return ENQUEUE(burst)(ring, events, sizeof *events, (unsigned)count, NULL);
}

static inline size_t pop_batch(void *ring, struct ringbench_event *events, size_t count) {
  return rte_ring_sc_dequeue_burst_elem(ring, events, sizeof *events, (unsigned)count, NULL);
}

RINGBENCH_PEER_IN_C_WITH_BATCHES(
    NAME, "rte_ring of DPDK, " PRODUCERS " and one consumer (" RINGBENCH_PEER_PACKAGE ")", create, free, push, pop,
    push_batch, pop_batch)
