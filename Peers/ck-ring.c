// ck_ring, one producer and one consumer (Concurrency Kit; Debian: libck-dev). Its slots are a power of two.
// needs: libck-dev ck_ring.h
#include <ck_ring.h>
#include <ringbench_peer_loops.h>

CK_RING_PROTOTYPE(events, ringbench_event)

struct ring {
  ck_ring_t ring;
  struct ringbench_event *events;
};

static void *create(uint64_t slots) {
  if (slots < 4 || (slots & (slots - 1)) != 0 || slots > 1u << 30) return NULL;
  struct ring *ring = aligned_alloc(128, (sizeof *ring + 127) / 128 * 128);
  if (!ring) return NULL;
  ring->events = calloc(slots, sizeof *ring->events);
  if (!ring->events) {
    free(ring);
    return NULL;
  }
  ck_ring_init(&ring->ring, (unsigned)slots);
  return ring;
}

static void destroy(void *pointer) {
  struct ring *ring = pointer;
  free(ring->events);
  free(ring);
}

static inline bool push(void *pointer, const struct ringbench_event *event) {
  struct ring *ring = pointer;
  return CK_RING_ENQUEUE_SPSC(events, &ring->ring, ring->events, (struct ringbench_event *)event);
}

static inline bool pop(void *pointer, struct ringbench_event *event) {
  struct ring *ring = pointer;
  return CK_RING_DEQUEUE_SPSC(events, &ring->ring, ring->events, event);
}

RINGBENCH_PEER_IN_C("ck-ring", "ck_ring of Concurrency Kit, one producer and one consumer (" RINGBENCH_PEER_PACKAGE ")", create, destroy, push, pop)
