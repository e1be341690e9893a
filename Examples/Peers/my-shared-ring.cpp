// A ring of one's own into which several threads push, measured beside ringbench's by --producers: README.md in this folder
// says how.
//
// A producer claims a slot by moving the tail; the slot's own turn says when it is free, and when its event is there.
#include <atomic>
#include <bit>
#include <memory>
#include <ringbench_peer.hpp>
#include <stdexcept>

class MySharedRing {
 public:
  static constexpr const char *about = "the example for several producers: a turn in each slot";
  static constexpr bool hasManyProducers = true;

  explicit MySharedRing(uint64_t slots) : mask(slots - 1), slots(new Slot[slots]) {
    if (!std::has_single_bit(slots)) throw std::invalid_argument("slots: no power of two");
    for (uint64_t number = 0; number < slots; ++number) this->slots[number].turn.store(number, std::memory_order_relaxed);
  }

  uint64_t capacity() const { return mask + 1; }

  bool push(const ringbench_event &event) {
    uint64_t index = tail.load(std::memory_order_relaxed);
    for (;;) {
      Slot &slot = slots[index & mask];
      // Claim. Acquire: pairs with the consumer's release store of the turn; it has read what is overwritten now.
      const uint64_t turn = slot.turn.load(std::memory_order_acquire);
      if (turn == index) {
        if (!tail.compare_exchange_weak(index, index + 1, std::memory_order_relaxed)) continue;
        slot.event = event;
        // Publish. Release: pairs with the acquire load of the turn in pop.
        slot.turn.store(index + 1, std::memory_order_release);
        return true;
      }
      // A slot that still has the event of the lap before: the ring is full.
      if (turn < index) return false;
      index = tail.load(std::memory_order_relaxed);
    }
  }

  bool pop(ringbench_event &event) {
    Slot &slot = slots[head & mask];
    // Observe. Acquire: pairs with the release store of the turn in push.
    if (slot.turn.load(std::memory_order_acquire) != head + 1) return false;
    event = slot.event;
    // Retire. Release: pairs with the acquire load of the turn in push.
    slot.turn.store(head + mask + 1, std::memory_order_release);
    ++head;
    return true;
  }

 private:
  struct Slot {
    ringbench_event event{};
    std::atomic<uint64_t> turn;
  };
  const uint64_t mask;
  const std::unique_ptr<Slot[]> slots;
  alignas(128) std::atomic<uint64_t> tail{0};
  alignas(128) uint64_t head = 0;
};

RINGBENCH_PEER("my-shared-ring", MySharedRing)
