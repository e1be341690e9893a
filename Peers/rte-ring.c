// rte_ring with elements of an event's size, one producer and one consumer (DPDK; Debian: libdpdk-dev). It lies in memory of
// its own: neither the environment layer nor huge pages are needed. Its slots are a power of two.
// needs: libdpdk-dev rte_ring_elem.h
// with: pkg-config libdpdk
// links: -lrte_ring
#include <rte_ring.h>
#include <rte_ring_elem.h>
#include <ringbench_peer_loops.h>

static void *create(uint64_t slots) {
  if (slots < 2 || (slots & (slots - 1)) != 0 || slots > RTE_RING_SZ_MASK) return NULL;
  // What rte_ring_create_elem asks for; rte_ring_init zeroes only the head of it.
  const size_t size = sizeof(struct rte_ring) + slots * sizeof(struct ringbench_event);
  struct rte_ring *ring = aligned_alloc(128, (size + 127) / 128 * 128);
  if (!ring) return NULL;
  memset(ring, 0, size);
  if (rte_ring_init(ring, "ringbench", (unsigned)slots, RING_F_SP_ENQ | RING_F_SC_DEQ) == 0) return ring;
  free(ring);
  return NULL;
}

static inline bool push(void *ring, const struct ringbench_event *event) {
  return rte_ring_sp_enqueue_bulk_elem(ring, event, sizeof *event, 1, NULL) == 1;
}

static inline bool pop(void *ring, struct ringbench_event *event) {
  return rte_ring_sc_dequeue_bulk_elem(ring, event, sizeof *event, 1, NULL) == 1;
}

static inline size_t push_batch(void *ring, const struct ringbench_event *events, size_t count) {
  return rte_ring_sp_enqueue_burst_elem(ring, events, sizeof *events, (unsigned)count, NULL);
}

static inline size_t pop_batch(void *ring, struct ringbench_event *events, size_t count) {
  return rte_ring_sc_dequeue_burst_elem(ring, events, sizeof *events, (unsigned)count, NULL);
}

RINGBENCH_PEER_IN_C_WITH_BATCHES(
    "rte-ring", "rte_ring of DPDK, one producer and one consumer (" RINGBENCH_PEER_PACKAGE ")", create, free, push, pop,
    push_batch, pop_batch)
