// moodycamel::ConcurrentQueue without tokens, as several threads push (Debian: libconcurrentqueue-dev). It keeps a part of its
// own for each producer and has no order between them.
// needs: libconcurrentqueue-dev concurrentqueue/concurrentqueue.h
#include <atomic>
#include <concurrentqueue/concurrentqueue.h>
#include <ringbench_peer.hpp>

struct ConcurrentMany {
  static constexpr const char *about = "moodycamel::ConcurrentQueue, a part for each producer (" RINGBENCH_PEER_PACKAGE ")";
  static constexpr bool hasManyProducers = true;
  // No producers with tokens; room for the parts of so many others.
  explicit ConcurrentMany(uint64_t slots) : queue(slots, 0, 16), out(queue) {}
  bool push(const ringbench_event &event) { return queue.try_enqueue(event); }
  bool pop(ringbench_event &event) { return queue.try_dequeue(out, event); }
  moodycamel::ConcurrentQueue<ringbench_event> queue;
  moodycamel::ConsumerToken out;
};

RINGBENCH_PEER("concurrent-queue-many", ConcurrentMany)
