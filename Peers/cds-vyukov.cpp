// cds::container::VyukovMPMCCycleQueue for many producers and one consumer: Dmitry Vyukov's bounded queue, a sequence number in
// each slot (libcds; Debian: libcds-dev). Its slots are a power of two.
// needs: libcds-dev cds/container/vyukov_mpmc_cycle_queue.h
#include <bit>
#include <cds/container/vyukov_mpmc_cycle_queue.h>
#include <ringbench_peer.hpp>
#include <stdexcept>

struct Traits : cds::container::vyukov_queue::traits {
  // Whoever finds the queue empty or full polls as in every ring here.
  using back_off = cds::backoff::empty;
  static constexpr bool const single_consumer = true;
};

struct VyukovCycle {
  static constexpr const char *about = "cds::container::VyukovMPMCCycleQueue, for many producers and one consumer (" RINGBENCH_PEER_PACKAGE ")";
  static constexpr bool hasManyProducers = true;
  explicit VyukovCycle(uint64_t slots) : queue(slots) {
    if (!std::has_single_bit(slots)) throw std::invalid_argument("slots: no power of two");
  }
  bool push(const ringbench_event &event) { return queue.push(event); }
  bool pop(ringbench_event &event) { return queue.pop(event); }
  uint64_t capacity() const { return queue.capacity(); }
  cds::container::VyukovMPMCCycleQueue<ringbench_event, Traits> queue;
};

RINGBENCH_PEER("cds-vyukov", VyukovCycle)
