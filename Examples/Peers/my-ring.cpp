// A ring of one's own in C++, measured beside ringbench's: README.md in this folder says how.
//
// One producer, one consumer; each side keeps the other's index and loads it anew only when the ring seems full or empty.
#include <atomic>
#include <bit>
#include <memory>
#include <new>
#include <ringbench_peer.hpp>
#include <stdexcept>

class MyRing {
 public:
  static constexpr const char *about = "the example in C++: indices of 64 bits, each side keeps the other's";

  explicit MyRing(uint64_t slots) : slots(slots), events(new ringbench_event[slots]()) {
    // Then a slot's number is a mask away from its index.
    if (!std::has_single_bit(slots)) throw std::invalid_argument("slots: no power of two");
  }

  uint64_t capacity() const { return slots; }

  bool push(const ringbench_event &event) { return push(&event, 1) == 1; }

  bool pop(ringbench_event &event) { return pop(&event, 1) == 1; }

  /// Optional: publishes up to `count` events at once.
  size_t push(const ringbench_event *pushed, size_t count) {
    const uint64_t index = tail.load(std::memory_order_relaxed);
    if (slots - (index - knownHead) < count) {
      // Claim. Acquire: pairs with the release store of the head; the consumer has read what is overwritten now.
      knownHead = head.load(std::memory_order_acquire);
    }
    const uint64_t room = slots - (index - knownHead);
    if (count > room) count = room;
    if (count == 0) return 0;
    for (size_t number = 0; number < count; ++number) events[(index + number) & (slots - 1)] = pushed[number];
    // Publish. Release: pairs with the acquire load of the tail.
    tail.store(index + count, std::memory_order_release);
    return count;
  }

  /// Optional: retires up to `count` events at once.
  size_t pop(ringbench_event *popped, size_t count) {
    const uint64_t index = head.load(std::memory_order_relaxed);
    if (knownTail - index < count) {
      // Observe. Acquire: pairs with the release store of the tail.
      knownTail = tail.load(std::memory_order_acquire);
    }
    const uint64_t there = knownTail - index;
    if (count > there) count = there;
    if (count == 0) return 0;
    for (size_t number = 0; number < count; ++number) popped[number] = events[(index + number) & (slots - 1)];
    // Retire. Release: pairs with the acquire load of the head.
    head.store(index + count, std::memory_order_release);
    return count;
  }

 private:
  const uint64_t slots;
  const std::unique_ptr<ringbench_event[]> events;
  // Each index on a line of its own, beside what only its writer uses.
  alignas(128) std::atomic<uint64_t> head{0};
  uint64_t knownTail = 0;
  alignas(128) std::atomic<uint64_t> tail{0};
  uint64_t knownHead = 0;
};

RINGBENCH_PEER("my-ring", MyRing)
