// moodycamel::ConcurrentQueue with a token for its one producer and one for its one consumer: many may take part, so that it
// pays for what the others here need not (Debian: libconcurrentqueue-dev).
// needs: libconcurrentqueue-dev concurrentqueue/concurrentqueue.h
#include <atomic>
#include <concurrentqueue/concurrentqueue.h>
#include <ringbench_peer.hpp>

struct Concurrent {
  static constexpr const char *about = "moodycamel::ConcurrentQueue, for many producers and consumers (" RINGBENCH_PEER_PACKAGE ")";
  explicit Concurrent(uint64_t slots) : queue(slots), in(queue), out(queue) {}
  bool push(const ringbench_event &event) { return queue.try_enqueue(in, event); }
  bool pop(ringbench_event &event) { return queue.try_dequeue(out, event); }
  // All of them or none.
  size_t push(const ringbench_event *events, size_t count) { return queue.try_enqueue_bulk(in, events, count) ? count : 0; }
  size_t pop(ringbench_event *events, size_t count) { return queue.try_dequeue_bulk(out, events, count); }
  moodycamel::ConcurrentQueue<ringbench_event> queue;
  moodycamel::ProducerToken in;
  moodycamel::ConsumerToken out;
};

RINGBENCH_PEER("concurrent-queue", Concurrent)
