// A ring of one's own in plain C, measured beside ringbench's: README.md in this folder says how.
#include <ringbench_peer_loops.h>
#include <stdatomic.h>

struct ring {
  uint64_t slots;
  struct ringbench_event *events;
  // Each index on a line of its own.
  _Alignas(128) _Atomic uint64_t head;
  _Alignas(128) _Atomic uint64_t tail;
};

static void *create(uint64_t slots) {
  // Then a slot's number is a mask away from its index.
  if ((slots & (slots - 1)) != 0) return NULL;
  struct ring *ring = aligned_alloc(128, sizeof *ring);
  if (!ring) return NULL;
  ring->slots = slots;
  ring->events = calloc(slots, sizeof *ring->events);
  atomic_init(&ring->head, 0);
  atomic_init(&ring->tail, 0);
  if (ring->events) return ring;
  free(ring);
  return NULL;
}

static void destroy(void *pointer) {
  struct ring *ring = pointer;
  free(ring->events);
  free(ring);
}

static inline bool push(void *pointer, const struct ringbench_event *event) {
  struct ring *ring = pointer;
  const uint64_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);
  // Claim. Acquire: pairs with the release store of the head.
  if (tail - atomic_load_explicit(&ring->head, memory_order_acquire) == ring->slots) return false;
  ring->events[tail & (ring->slots - 1)] = *event;
  // Publish. Release: pairs with the acquire load of the tail.
  atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
  return true;
}

static inline bool pop(void *pointer, struct ringbench_event *event) {
  struct ring *ring = pointer;
  const uint64_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
  // Observe. Acquire: pairs with the release store of the tail.
  if (head == atomic_load_explicit(&ring->tail, memory_order_acquire)) return false;
  *event = ring->events[head & (ring->slots - 1)];
  // Retire. Release: pairs with the acquire load of the head.
  atomic_store_explicit(&ring->head, head + 1, memory_order_release);
  return true;
}

RINGBENCH_PEER_IN_C("my-ring-in-c", "the example in C: indices of 64 bits", create, destroy, push, pop)
