// cds::container::WeakRingBuffer: one producer, one consumer, each of which keeps the other's index (libcds; Debian: libcds-dev).
// A batch is pushed or popped as a whole or not at all.
// needs: libcds-dev cds/container/weak_ringbuffer.h
#include <cds/container/weak_ringbuffer.h>
#include <ringbench_peer.hpp>

struct WeakRing {
  static constexpr const char *about = "cds::container::WeakRingBuffer (" RINGBENCH_PEER_PACKAGE ")";
  explicit WeakRing(uint64_t slots) : queue(slots) {}
  bool push(const ringbench_event &event) { return queue.push(event); }
  bool pop(ringbench_event &event) { return queue.pop(event); }
  size_t push(const ringbench_event *events, size_t count) { return queue.push(events, count) ? count : 0; }
  size_t pop(ringbench_event *events, size_t count) { return queue.pop(events, count) ? count : 0; }
  uint64_t capacity() const { return queue.capacity(); }
  cds::container::WeakRingBuffer<ringbench_event> queue;
};

RINGBENCH_PEER("cds-weak-ring", WeakRing)
