// boost::lockfree::spsc_queue (Boost.Lockfree; Debian: libboost-dev).
// needs: libboost-dev boost/lockfree/spsc_queue.hpp
#include <boost/lockfree/spsc_queue.hpp>
#include <ringbench_peer.hpp>

struct BoostSPSC {
  static constexpr const char *about = "boost::lockfree::spsc_queue (" RINGBENCH_PEER_PACKAGE ")";
  explicit BoostSPSC(uint64_t slots) : queue(slots) {}
  bool push(const ringbench_event &event) { return queue.push(event); }
  bool pop(ringbench_event &event) { return queue.pop(event); }
  size_t push(const ringbench_event *events, size_t count) { return queue.push(events, count); }
  size_t pop(ringbench_event *events, size_t count) { return queue.pop(events, count); }
  boost::lockfree::spsc_queue<ringbench_event> queue;
};

RINGBENCH_PEER("boost-spsc", BoostSPSC)
