// atomic_queue::AtomicQueueB and AtomicQueueB2 (Debian: libatomic-queue-dev), in their mode for one producer and one consumer
// or, in atomic-queue-many.cpp, for many. In the first, for events of a word, an element that is not zero says that its slot is
// full; in the second a byte beside the elements does. Its rings have no fewer than 4096 slots, or 64 for events of a word.
// needs: libatomic-queue-dev atomic_queue/atomic_queue.h
#include <atomic_queue/atomic_queue.h>
#include <ringbench_peer.hpp>
#include <type_traits>

#if RINGBENCH_MANY_PRODUCERS
#define NAME "atomic-queue-many"
#define PRODUCERS "many producers and consumers"
#else
#define NAME "atomic-queue"
#define PRODUCERS "one producer and one consumer"
#endif

struct Atomic {
  static constexpr const char *about = "atomic_queue, " PRODUCERS " (" RINGBENCH_PEER_PACKAGE ")";
  static constexpr bool hasManyProducers = RINGBENCH_MANY_PRODUCERS;
  static constexpr bool isOneWord = sizeof(ringbench_event) == sizeof(uint64_t);
  using Element = std::conditional_t<isOneWord, uint64_t, ringbench_event>;
  using Queue = std::conditional_t<
      isOneWord, atomic_queue::AtomicQueueB<uint64_t, std::allocator<uint64_t>, 0, true, false, !hasManyProducers>,
      atomic_queue::AtomicQueueB2<ringbench_event, std::allocator<ringbench_event>, true, false, !hasManyProducers>>;

  explicit Atomic(uint64_t slots) : queue(static_cast<unsigned>(slots)) {}
  bool push(const ringbench_event &event) { return queue.try_push(reinterpret_cast<const Element &>(event)); }
  bool pop(ringbench_event &event) { return queue.try_pop(reinterpret_cast<Element &>(event)); }
  uint64_t capacity() const { return queue.capacity(); }
  Queue queue;
};

RINGBENCH_PEER(NAME, Atomic)
