// The acquire-release ring, padded and cached, as one would write it by hand in C++: the same event and check, the
// same loops around it, in the form that its compiler does best with. `cxx-twin MODE PRODUCER_CPU CONSUMER_CPU
// MILLISECONDS` prints the median ns an operation over bursts of half a millisecond; MODE is barrier-cost or throughput.
// MODE hand-off prints two figures, of a push and of a pop: the mean of the middle half of the turns of 256 events.
// scripts/cxx-twin runs it beside the suite.
#include <pthread.h>
#include <sched.h>
#include <x86intrin.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

struct Event {
  uint64_t data, obj, res, res2;
};

static inline uint64_t payload(uint64_t sequence, uint64_t lap) {
  return ~(sequence * 0x9e3779b97f4a7c15u ^ lap);
}

static inline uint64_t checksum(uint64_t data, uint64_t obj, uint64_t res) {
  return (((data * 0xff51afd7ed558ccdu) ^ (obj * 0xc4ceb9fe1a85ec53u)) + (res * 0x9fb21c651e98df25u)) ^
         0xa10a10a1a10a10a1u;
}

struct Sequence {
  uint32_t slots;
  uint64_t sequence = 0, lap = 0, lapEnd;
  explicit Sequence(uint32_t slots) : slots(slots), lapEnd(slots) {}
  Event event() const {
    const uint64_t word = payload(sequence, lap);
    return {sequence, lap, word, checksum(sequence, lap, word)};
  }
  bool isDue(const Event &e) const {
    return e.data == sequence && e.obj == lap && e.res2 == checksum(e.data, e.obj, e.res);
  }
  void advance() {
    if (__builtin_expect(++sequence == lapEnd, 0)) ++lap, lapEnd += slots;
  }
};

struct Ring {
  alignas(128) std::atomic<uint32_t> head{0};
  alignas(128) std::atomic<uint32_t> tail{0};
  alignas(128) Event *events;
  uint32_t slots;
  explicit Ring(uint32_t slots) : slots(slots) {
    events = static_cast<Event *>(std::aligned_alloc(128, slots * sizeof(Event)));
    std::memset(events, 0, slots * sizeof(Event));
  }
};

struct Producer {
  Ring &ring;
  uint32_t index = 0, slot = 0, cachedHead = 0;
  bool push(const Event &event) {
    const uint32_t full = index - ring.slots;
    if (cachedHead == full) {
      // Pairs with the release store of the head.
      const uint32_t head = ring.head.load(std::memory_order_acquire);
      cachedHead = head;
      if (head == full) return false;
    }
    ring.events[slot] = event;
    ++index;
    if (++slot == ring.slots) slot = 0;
    // Pairs with the acquire load of the tail.
    ring.tail.store(index, std::memory_order_release);
    return true;
  }
};

struct Consumer {
  Ring &ring;
  uint32_t index = 0, slot = 0, cachedTail = 0;
  bool pop(Event &event) {
    if (cachedTail == index) {
      // Pairs with the release store of the tail.
      const uint32_t tail = ring.tail.load(std::memory_order_acquire);
      cachedTail = tail;
      if (tail == index) return false;
    }
    event = ring.events[slot];
    ++index;
    if (++slot == ring.slots) slot = 0;
    // Pairs with the acquire load of the head.
    ring.head.store(index, std::memory_order_release);
    return true;
  }
};

static void bind(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (pthread_setaffinity_np(pthread_self(), sizeof set, &set) != 0) std::exit(69);
}

static double now() {
  using namespace std::chrono;
  return duration<double, std::nano>(steady_clock::now().time_since_epoch()).count();
}

static double median(std::vector<double> values) {
  values.erase(values.begin(), values.begin() + std::min<size_t>(2, values.size()));
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

static uint64_t bad, fullPolls, emptyPolls, runs;

/// What holds a side back in a forced regime: no turns here, but the loop is there, as in the suite.
static inline void wait(int turns) {
  for (; turns > 0; --turns) asm volatile("" ::: "memory");
}

__attribute__((noinline)) static void pushPop(Producer &outer, Consumer &inner, Sequence &due, int count) {
  Producer producer = outer;
  Consumer consumer = inner;
  Sequence sequence = due;
  for (int i = 0; i < count; ++i) {
    Event event;
    const bool pushed = producer.push(sequence.event());
    sequence.advance();
    if (consumer.pop(event) && pushed)
      asm volatile("" ::"r"(event.data), "r"(event.obj), "r"(event.res), "r"(event.res2));
    else
      ++bad;
  }
  outer.index = producer.index, outer.slot = producer.slot, outer.cachedHead = producer.cachedHead;
  inner.index = consumer.index, inner.slot = consumer.slot, inner.cachedTail = consumer.cachedTail;
  due = sequence;
}

__attribute__((noinline)) static void produce(Producer &outer, Sequence &due, int count, int turns) {
  Producer producer = outer;
  Sequence sequence = due;
  uint64_t full = fullPolls;
  for (const uint64_t end = sequence.sequence + count; sequence.sequence != end;) {
    const Event event = sequence.event();
    while (!producer.push(event)) {
      ++full;
      __builtin_ia32_pause();
    }
    sequence.advance();
    wait(turns);
  }
  outer.index = producer.index, outer.slot = producer.slot, outer.cachedHead = producer.cachedHead;
  due = sequence;
  fullPolls = full;
}

__attribute__((noinline)) static void consume(Consumer &outer, Sequence &next, int count, int turns) {
  Consumer consumer = outer;
  Sequence due = next;
  uint64_t empty = emptyPolls, ended = runs, begin = next.sequence;
  const auto endRun = [&] {
    if (due.sequence != begin) ++ended, begin = due.sequence;
  };
  for (const uint64_t end = due.sequence + count; due.sequence != end;) {
    Event event;
    if (consumer.pop(event)) {
      if (!due.isDue(event)) ++bad;
      due.advance();
      wait(turns);
    } else {
      ++empty;
      endRun();
      __builtin_ia32_pause();
    }
  }
  endRun();
  outer.index = consumer.index, outer.slot = consumer.slot, outer.cachedTail = consumer.cachedTail;
  next = due;
  emptyPolls = empty, runs = ended;
}

/// The mean of the middle half, as the suite has it for a burst's turns.
static double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t outside = values.size() / 4;
  double sum = 0;
  for (size_t i = outside; i < values.size() - outside; ++i) sum += values[i];
  return sum / static_cast<double>(values.size() - 2 * outside);
}

static inline uint64_t cycles() {
  unsigned cpu;
  return __rdtscp(&cpu);
}

/// The sides take turns: `events` pushes while the consumer waits, then as many pops while the producer waits. Prints what
/// a push and a pop take, ns.
static int handOff(int producerCpu, int consumerCpu, double length, int turns) {
  constexpr int events = 256;
  const uint32_t slots = 1024;
  static Ring ring(slots);
  Producer producer{ring};
  Consumer consumer{ring};
  Sequence sent{slots}, due{slots};
  // Whose turn it is, on a line of its own: 0 the producer's, 1 the consumer's, 2 the end.
  struct alignas(256) Flag {
    std::atomic<int> side{0};
  } flag;
  std::vector<double> pushes, pops;
  std::thread other([&] {
    bind(producerCpu);
    for (;;) {
      int side;
      while ((side = flag.side.load(std::memory_order_acquire)) == 1) __builtin_ia32_pause();
      if (side == 2) return;
      const uint64_t start = cycles();
      produce(producer, sent, events, turns);
      pushes.push_back(static_cast<double>(cycles() - start));
      flag.side.store(1, std::memory_order_release);
    }
  });
  bind(consumerCpu);
  const double begin = now();
  const uint64_t first = cycles();
  while (now() - begin < length) {
    while (flag.side.load(std::memory_order_acquire) != 1) __builtin_ia32_pause();
    const uint64_t start = cycles();
    consume(consumer, due, events, turns);
    pops.push_back(static_cast<double>(cycles() - start));
    flag.side.store(now() - begin < length ? 0 : 2, std::memory_order_release);
  }
  const double nanoseconds = (now() - begin) / static_cast<double>(cycles() - first);
  other.join();
  if (bad) return 3;
  std::printf("%.4f %.4f\n", middle(pushes) * nanoseconds / events, middle(pops) * nanoseconds / events);
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 5) return 64;
  const int producerCpu = std::atoi(argv[2]), consumerCpu = std::atoi(argv[3]);
  const int turns = argc - 5;  // None, but the compiler does not know.
  const double length = std::atof(argv[4]) * 1e6, burst = 5e5;
  if (!std::strcmp(argv[1], "hand-off")) return handOff(producerCpu, consumerCpu, length, turns);
  const uint32_t slots = 1024;
  Ring ring(slots);
  Producer producer{ring};
  Consumer consumer{ring};
  Sequence sent{slots}, due{slots};
  std::vector<double> figures;
  int count = 256;
  const double begin = now();
  if (!std::strcmp(argv[1], "barrier-cost")) {
    bind(producerCpu);
    while (now() - begin < length) {
      const double start = now();
      pushPop(producer, consumer, sent, count);
      const double took = now() - start;
      figures.push_back(took / count);
      count = static_cast<int>(std::clamp(count * burst / took, count / 4.0, count * 4.0));
    }
  } else {
    std::atomic<int> turn{0}, done{0};
    std::thread other([&] {
      bind(producerCpu);
      for (int seen = 0;;) {
        int next;
        while ((next = turn.load(std::memory_order_acquire)) == seen) __builtin_ia32_pause();
        if (next < 0) return;
        seen = next;
        produce(producer, sent, count, turns);
        done.store(seen, std::memory_order_release);
      }
    });
    bind(consumerCpu);
    for (int round = 1; now() - begin < length; ++round) {
      turn.store(round, std::memory_order_release);
      const double start = now();
      consume(consumer, due, count, turns);
      while (done.load(std::memory_order_acquire) != round) __builtin_ia32_pause();
      const double took = now() - start;
      figures.push_back(took / count);
      count = std::max(16, static_cast<int>(std::clamp(count * burst / took, count / 4.0, count * 4.0)));
    }
    turn.store(-1, std::memory_order_release);
    other.join();
  }
  if (bad) return 3;
  std::printf("%.3f\n", median(figures));
  std::fprintf(stderr, "%llu empty, %llu full polls, %llu runs\n", (unsigned long long)emptyPolls,
               (unsigned long long)fullPolls, (unsigned long long)runs);
}
