// boost::lockfree::queue, for many producers and consumers: a list whose nodes come from a pool (Boost.Lockfree; Debian:
// libboost-dev).
// needs: libboost-dev boost/lockfree/queue.hpp
#include <boost/lockfree/queue.hpp>
#include <ringbench_peer.hpp>

struct BoostQueue {
  static constexpr const char *about = "boost::lockfree::queue, for many producers and consumers (" RINGBENCH_PEER_PACKAGE ")";
  static constexpr bool hasManyProducers = true;
  explicit BoostQueue(uint64_t slots) : queue(slots) {}
  bool push(const ringbench_event &event) { return queue.bounded_push(event); }
  bool pop(ringbench_event &event) { return queue.pop(event); }
  boost::lockfree::queue<ringbench_event> queue;
};

RINGBENCH_PEER("boost-queue", BoostQueue)
