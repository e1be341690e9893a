// ck_ring, one consumer, and one producer or, in ck-ring-many.c, several (Concurrency Kit; Debian: libck-dev). Its slots are a power of two.
// needs: libck-dev ck_ring.h
#include <ck_ring.h>
#include <ringbench_peer_loops.h>

#if RINGBENCH_MANY_PRODUCERS
#define NAME "ck-ring-many"
#define PRODUCERS "several producers"
#define ENQUEUE CK_RING_ENQUEUE_MPSC
#define DEQUEUE CK_RING_DEQUEUE_MPSC
#else
#define NAME "ck-ring"
#define PRODUCERS "one producer"
#define ENQUEUE CK_RING_ENQUEUE_SPSC
#define DEQUEUE CK_RING_DEQUEUE_SPSC
#endif

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
  return ENQUEUE(events, &ring->ring, ring->events, (struct ringbench_event *)event);
}

static inline bool pop(void *pointer, struct ringbench_event *event) {
  struct ring *ring = pointer;
  return DEQUEUE(events, &ring->ring, ring->events, event);
}

RINGBENCH_PEER_IN_C(
    NAME, "ck_ring of Concurrency Kit, " PRODUCERS " and one consumer (" RINGBENCH_PEER_PACKAGE ")", create, destroy, push,
    pop)
