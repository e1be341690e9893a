// xenium::vyukov_bounded_queue: Dmitry Vyukov's bounded queue, a sequence number in each slot (Debian: libxenium-dev). Many
// producers and consumers may take part, so that it pays for what the others here need not. Its slots are a power of two.
// needs: libxenium-dev xenium/vyukov_bounded_queue.hpp
#include <bit>
#include <ringbench_peer.hpp>
#include <stdexcept>
#include <xenium/vyukov_bounded_queue.hpp>

struct Vyukov {
  static constexpr const char *about = "xenium::vyukov_bounded_queue, for many producers and consumers (" RINGBENCH_PEER_PACKAGE ")";
  static constexpr bool hasManyProducers = true;
  explicit Vyukov(uint64_t slots) : queue(slots) {
    if (!std::has_single_bit(slots)) throw std::invalid_argument("slots: no power of two");
  }
  bool push(const ringbench_event &event) { return queue.try_push(event); }
  bool pop(ringbench_event &event) { return queue.try_pop(event); }
  xenium::vyukov_bounded_queue<ringbench_event> queue;
};

RINGBENCH_PEER("xenium-vyukov", Vyukov)
