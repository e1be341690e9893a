// spa_ringbuffer, the ring of bytes between PipeWire's nodes (Debian: libspa-0.2-dev): its indices are counted in bytes and may
// wrap around, its size, in bytes too, is a power of two.
// needs: libspa-0.2-dev spa-0.2/spa/utils/ringbuffer.h
// with: pkg-config libspa-0.2
#include <spa/utils/ringbuffer.h>
#include <ringbench_peer_loops.h>

struct ring {
  struct spa_ringbuffer indices;
  uint32_t bytes;
  struct ringbench_event *events;
};

static void *create(uint64_t slots) {
  const size_t bytes = slots * sizeof(struct ringbench_event);
  if (slots < 2 || (bytes & (bytes - 1)) != 0 || bytes > 1u << 30) return NULL;
  struct ring *ring = calloc(1, sizeof *ring);
  if (!ring) return NULL;
  ring->bytes = (uint32_t)bytes;
  ring->events = calloc(slots, sizeof *ring->events);
  if (!ring->events) {
    free(ring);
    return NULL;
  }
  spa_ringbuffer_init(&ring->indices);
  return ring;
}

static void destroy(void *pointer) {
  struct ring *ring = pointer;
  free(ring->events);
  free(ring);
}

static inline size_t push_batch(void *pointer, const struct ringbench_event *events, size_t count) {
  struct ring *ring = pointer;
  uint32_t index;
  const int32_t filled = spa_ringbuffer_get_write_index(&ring->indices, &index);
  const size_t room = (ring->bytes - (uint32_t)filled) / sizeof *events;
  if (count > room) count = room;
  if (count == 0) return 0;
  const uint32_t bytes = (uint32_t)(count * sizeof *events);
  spa_ringbuffer_write_data(&ring->indices, ring->events, ring->bytes, index & (ring->bytes - 1), events, bytes);
  spa_ringbuffer_write_update(&ring->indices, (int32_t)(index + bytes));
  return count;
}

static inline size_t pop_batch(void *pointer, struct ringbench_event *events, size_t count) {
  struct ring *ring = pointer;
  uint32_t index;
  const int32_t filled = spa_ringbuffer_get_read_index(&ring->indices, &index);
  const size_t there = (uint32_t)filled / sizeof *events;
  if (count > there) count = there;
  if (count == 0) return 0;
  const uint32_t bytes = (uint32_t)(count * sizeof *events);
  spa_ringbuffer_read_data(&ring->indices, ring->events, ring->bytes, index & (ring->bytes - 1), events, bytes);
  spa_ringbuffer_read_update(&ring->indices, (int32_t)(index + bytes));
  return count;
}

static inline bool push(void *ring, const struct ringbench_event *event) { return push_batch(ring, event, 1) == 1; }

static inline bool pop(void *ring, struct ringbench_event *event) { return pop_batch(ring, event, 1) == 1; }

RINGBENCH_PEER_IN_C_WITH_BATCHES(
    "spa-ringbuffer", "spa_ringbuffer, PipeWire's ring of bytes (" RINGBENCH_PEER_PACKAGE ")", create, destroy, push, pop,
    push_batch, pop_batch)
