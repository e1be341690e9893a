// A ring that is wrong on purpose with every thousandth event. Each file beside this one defines which fault it has and
// includes this one; Examples/Peers/check asserts what ringbench says of it.
#include <atomic>
#include <csignal>
#include <memory>
#include <ringbench_peer.hpp>

struct Broken {
#if defined(LOSES)
#define NAME "loses"
#elif defined(DUPLICATES)
#define NAME "duplicates"
#elif defined(TEARS)
#define NAME "tears"
#elif defined(CRASHES)
#define NAME "crashes"
#elif defined(HANGS)
#define NAME "hangs"
#elif defined(PUBLISHES_EARLY)
#define NAME "publishes-early"
#else
#error "define a fault"
#endif
  static constexpr const char *about = "wrong on purpose: it " NAME;
#if defined(PUBLISHES_EARLY)
  static constexpr bool hasManyProducers = true;
#endif

  explicit Broken(uint64_t slots) : slots(slots), events(new ringbench_event[slots]()) {}

#if defined(PUBLISHES_EARLY)
  // Each producer claims a slot of its own, and the consumer sees the tail before the event.
  bool push(const ringbench_event &event) {
    uint64_t index = tail.load(std::memory_order_relaxed);
    do {
      if (index - head.load(std::memory_order_acquire) >= slots) return false;
    } while (!tail.compare_exchange_weak(index, index + 1));
    events[index % slots] = event;
    return true;
  }
#else
  bool push(const ringbench_event &event) {
    const uint64_t index = tail.load(std::memory_order_relaxed);
    if (index - head.load(std::memory_order_acquire) == slots) return false;
    [[maybe_unused]] const bool isFaulty = ++pushes % 1000 == 0;
#if defined(LOSES)
    if (isFaulty) return true;
#elif defined(CRASHES)
    if (isFaulty) std::raise(SIGSEGV);
#elif defined(HANGS)
    if (pushes > 1000) return false;
#endif
    events[index % slots] = event;
#if defined(TEARS)
    if (isFaulty) events[index % slots].res = 0;
#endif
    tail.store(index + 1, std::memory_order_release);
    return true;
  }
#endif

  bool pop(ringbench_event &event) {
    const uint64_t index = head.load(std::memory_order_relaxed);
    if (index == tail.load(std::memory_order_acquire)) return false;
    event = events[index % slots];
#if defined(DUPLICATES)
    if (++pops % 1000 == 0) return true;
#endif
    head.store(index + 1, std::memory_order_release);
    return true;
  }

  const uint64_t slots;
  const std::unique_ptr<ringbench_event[]> events;
  alignas(128) std::atomic<uint64_t> head{0};
  uint64_t pops = 0;
  alignas(128) std::atomic<uint64_t> tail{0};
  uint64_t pushes = 0;
};

RINGBENCH_PEER(NAME, Broken)
