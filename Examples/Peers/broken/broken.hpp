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
#else
#error "define a fault"
#endif
  static constexpr const char *about = "wrong on purpose: it " NAME;

  explicit Broken(uint64_t slots) : slots(slots), events(new ringbench_event[slots]()) {}

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
