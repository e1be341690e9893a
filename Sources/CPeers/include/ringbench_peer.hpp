// A ring in C++ as a peer. A structure with a few functions, and one line at the end of the file:
//
//     #include <ringbench_peer.hpp>
//
//     struct Ring {
//       explicit Ring(uint64_t slots);          // Empty, with room for slots - 1 events or more. May throw: it cannot.
//       bool push(const ringbench_event &);     // false: the ring was full.
//       bool pop(ringbench_event &);            // false: the ring was empty.
//       // Optional:
//       static constexpr const char *about = "one line of what it is";
//       static constexpr bool hasManyProducers = true;        // Several threads may push at once.
//       uint64_t capacity() const;              // How many events it holds.
//       size_t push(const ringbench_event *, size_t count);   // Pushes as many as there is room for; how many.
//       size_t pop(ringbench_event *, size_t count);          // Pops as many as there are; how many.
//     };
//     RINGBENCH_PEER("name", Ring)
//
// One thread pushes, unless the ring says that several may, and one pops. An event that was pushed must become visible to pop without another call. C++20.

#ifndef RINGBENCH_PEER_HPP
#define RINGBENCH_PEER_HPP

#include <concepts>
#include <new>

#include "ringbench_peer_loops.h"

namespace ringbench {

template <class Ring>
concept Peer = std::constructible_from<Ring, uint64_t> &&
               requires(Ring &ring, const ringbench_event &pushed, ringbench_event &popped) {
                 { ring.push(pushed) } -> std::same_as<bool>;
                 { ring.pop(popped) } -> std::same_as<bool>;
               };

template <class Ring>
concept PeerWithBatches = requires(Ring &ring, const ringbench_event *pushed, ringbench_event *popped, size_t count) {
  { ring.push(pushed, count) } -> std::same_as<size_t>;
  { ring.pop(popped, count) } -> std::same_as<size_t>;
};

/// A ring's functions as the loops call them.
template <Peer Ring>
struct Functions {
  static void *create(uint64_t slots) {
    try {
      return new Ring(slots);
    } catch (...) {
      return nullptr;
    }
  }
  static void destroy(void *ring) { delete static_cast<Ring *>(ring); }
  static uint64_t capacity(void *ring) {
    if constexpr (requires { static_cast<Ring *>(ring)->capacity(); })
      return static_cast<Ring *>(ring)->capacity();
    else
      return 0;
  }
  __attribute__((always_inline)) static bool push(void *ring, const ringbench_event *event) {
    return static_cast<Ring *>(ring)->push(*event);
  }
  __attribute__((always_inline)) static bool pop(void *ring, ringbench_event *event) {
    return static_cast<Ring *>(ring)->pop(*event);
  }
  __attribute__((always_inline)) static size_t pushBatch(void *ring, const ringbench_event *events, size_t count) {
    return static_cast<Ring *>(ring)->push(events, count);
  }
  __attribute__((always_inline)) static size_t popBatch(void *ring, ringbench_event *events, size_t count) {
    return static_cast<Ring *>(ring)->pop(events, count);
  }
  static constexpr ringbench_push_batch pushBatchOrNone() {
    if constexpr (PeerWithBatches<Ring>)
      return &pushBatch;
    else
      return nullptr;
  }
  static constexpr ringbench_pop_batch popBatchOrNone() {
    if constexpr (PeerWithBatches<Ring>)
      return &popBatch;
    else
      return nullptr;
  }
  static constexpr bool hasManyProducers() {
    if constexpr (requires { Ring::hasManyProducers; })
      return Ring::hasManyProducers;
    else
      return false;
  }
  static constexpr const char *about() {
    if constexpr (requires { Ring::about; })
      return Ring::about;
    else
      return "";
  }
};

}  // namespace ringbench

/// Exports a ring.
#define RINGBENCH_PEER(NAME, RING)                                                                                     \
  RINGBENCH_PEER_TABLE(                                                                                                \
      NAME, ringbench::Functions<RING>::about(), ringbench::Functions<RING>::hasManyProducers(),                       \
      ringbench::Functions<RING>::create,                                                                              \
      ringbench::Functions<RING>::destroy, ringbench::Functions<RING>::capacity, ringbench::Functions<RING>::push,     \
      ringbench::Functions<RING>::pop, ringbench::Functions<RING>::pushBatchOrNone(),                                  \
      ringbench::Functions<RING>::popBatchOrNone())

#endif
