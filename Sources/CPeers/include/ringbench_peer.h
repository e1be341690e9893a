// The interface between ringbench and a peer: someone else's ring, compiled into a shared library of its own with the loops
// that ringbench measures its own rings with, so that the peer's push and pop are inlined into them.
//
// Who has a ring writes no word of this by hand: C++ includes ringbench_peer.hpp, C includes ringbench_peer_loops.h, and
// both end with one line. Examples/Peers shows it.

#ifndef RINGBENCH_PEER_H
#define RINGBENCH_PEER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a library was compiled for. It is raised whenever a structure or a function of this file changes; ringbench
/// refuses a library that was compiled for another one.
#define RINGBENCH_PEER_ABI 3

/// The symbol of the one function that a library exports.
#define RINGBENCH_PEER_SYMBOL "ringbench_peer"

/// 64-bit words of the events that a library's ring carries, 1 to 64. A library of events of another size is compiled with
/// another number: `scripts/peers --event-bytes 8` defines it as 1.
#ifndef RINGBENCH_EVENT_WORDS
#define RINGBENCH_EVENT_WORDS 4
#endif
#if RINGBENCH_EVENT_WORDS < 1 || RINGBENCH_EVENT_WORDS > 64
#error "RINGBENCH_EVENT_WORDS is a number of 64-bit words from 1 to 64"
#endif

/// What an event is made of and checked by: four 64-bit words, as `struct io_event` (linux/aio_abi.h) has them.
struct ringbench_io_event {
  /// The sequence number, from 0.
  uint64_t data;
  /// How often a ring with that many slots has wrapped, from 0.
  uint64_t obj;
  /// The payload, which the first two words determine.
  uint64_t res;
  /// The checksum over the other three.
  uint64_t res2;
};

/// Where several producers share a ring, the number of an event's producer stands above so many bits of `data`.
#define RINGBENCH_PRODUCER_SHIFT 48

/// The most producers that share a ring.
#define RINGBENCH_MAX_PRODUCERS 64

/// One event as a ring carries it. A ring copies its words and does not look at them.
struct ringbench_event {
#if RINGBENCH_EVENT_WORDS == 4
  /// The four words.
  uint64_t data, obj, res, res2;
#else
  /// Those of the four that there is room for, or all four and words that repeat what they are (ringbench_peer_loops.h).
  uint64_t words[RINGBENCH_EVENT_WORDS];
#endif
};

/// The events of one producer in order: those that it pushes and the consumer expects. Laps are counted as if it had the ring
/// to itself.
struct ringbench_sequence {
  uint64_t slots;
  /// The next sequence number.
  uint64_t next;
  /// Its lap: `next / slots`.
  uint64_t lap;
  /// The first sequence number of the next lap.
  uint64_t lap_end;
};

/// A producer between its bursts.
struct ringbench_producer {
  void *ring;
  struct ringbench_sequence sequence;
  /// Pushes that found the ring full.
  uint64_t full_polls;
  /// Where it stores how many events it has pushed, with release: at the end of a burst, or where a round trip has long had
  /// no answer.
  uint64_t *pushed;
};

/// What a consumer does with an event that is not due. Only such an event costs a call.
struct ringbench_check {
  void *context;
  /// Notes it. Returns the sequence number that is due next: `due` again after a duplicate, a later one after a loss.
  uint64_t (*bad)(void *context, const struct ringbench_io_event *event, uint64_t due);
  /// Notes that `count` events from `due` on were pushed and are not in the ring.
  void (*missing)(void *context, uint64_t due, uint64_t count);
};

/// A consumer between its bursts.
struct ringbench_consumer {
  void *ring;
  struct ringbench_sequence due;
  /// Pops that found the ring empty.
  uint64_t empty_polls;
  /// Runs of pops without an empty poll between them, and how many events had been popped when the last one ended.
  uint64_t runs, run_begin;
  /// What the producer stores; read with acquire by a consumer that has long found nothing.
  const uint64_t *pushed;
  struct ringbench_check check;
};

/// Whose turn it is in a hand-off, on a cache line of its own: 0 the producer's, 1 the consumer's.
typedef int64_t ringbench_turn;

/// What a side does between two polls that find the ring empty or full: AIORing's `Polling`.
enum ringbench_polling {
  RINGBENCH_SPIN,
  RINGBENCH_PAUSE,
  RINGBENCH_BACK_OFF,
  RINGBENCH_YIELD,
};

/// How a side waits, the same for all bursts of a trial.
struct ringbench_waiting {
  enum ringbench_polling polling;
};

/// The peer: what it is, and the loops with its push and pop in them. Times are ticks of the cycle counter (rb_cycles in
/// CBarriers.h), delays iterations of a loop that accesses no memory.
struct ringbench_peer {
  /// RINGBENCH_PEER_ABI. First, so that it can be read whatever follows.
  uint64_t abi;
  /// Bytes of an event in its ring: 8 for each of RINGBENCH_EVENT_WORDS.
  uint64_t event_bytes;
  /// The peer's name in reports: letters, digits, '.', '_' and '-', at most 40, and no strategy's.
  const char *name;
  /// One line of what it is.
  const char *about;
  /// The compiler's version.
  const char *compiler;
  /// Whether events are also pushed and popped in batches. Otherwise it is measured one event at a time only.
  int has_batches;
  /// Whether several threads may push at once. Otherwise `consume_shared` is not called.
  int has_many_producers;

  /// Makes an empty ring that holds at least `slots` - 1 events; NULL if it cannot have that many.
  void *(*create)(uint64_t slots);
  void (*destroy)(void *ring);
  /// How many events it holds; 0: not known.
  uint64_t (*capacity)(void *ring);

  /// One thread pushes and pops `count` times. Returns how often that failed, although the ring is the thread's own.
  uint64_t (*push_pop)(struct ringbench_producer *, struct ringbench_consumer *, uint64_t count, int64_t injected);

  /// Pushes `count` events, `batch` at a time.
  void (*produce)(struct ringbench_producer *, uint64_t count, uint64_t batch, int64_t delay, struct ringbench_waiting);
  /// Pops `count` events, up to `batch` at a time.
  void (*consume)(
      struct ringbench_consumer *, uint64_t count, uint64_t batch, int checking, int64_t delay, struct ringbench_waiting);

  /// Pops `count` events of each of `producers` producers, whose events come in any order but their own. There is a state for
  /// each; the polls are counted in the first. Each producer calls `produce`, with a `batch` of 1.
  void (*consume_shared)(
      struct ringbench_consumer *, uint64_t producers, uint64_t count, int checking, int64_t delay,
      struct ringbench_waiting);

  /// Takes `turns` turns of `events` pushes each, and leaves in `times` how long each took.
  void (*push_turns)(
      struct ringbench_producer *, ringbench_turn *, uint64_t events, uint64_t batch, uint64_t *times, uint64_t turns,
      int64_t injected, struct ringbench_waiting);
  /// Takes `turns` turns of `events` pops each, checking included.
  void (*pop_turns)(
      struct ringbench_consumer *, ringbench_turn *, uint64_t events, uint64_t batch, uint64_t *times, uint64_t turns,
      int checking, struct ringbench_waiting);

  /// Makes `count` round trips through the two rings and leaves in `times` how long each took.
  void (*ask)(
      struct ringbench_producer *requests, struct ringbench_consumer *answers, uint64_t *times, uint64_t count,
      int checking, int64_t injected, struct ringbench_waiting);
  /// Sends `count` events back.
  void (*answer)(
      struct ringbench_consumer *requests, struct ringbench_producer *answers, uint64_t count, int checking,
      struct ringbench_waiting);

  /// Pushes `count` events, event k not before `start` + k * `interval`.
  void (*send)(
      struct ringbench_producer *, uint64_t count, uint64_t start, double interval, int64_t injected,
      struct ringbench_waiting);
  /// Pops `count` events and leaves in `times` how long after it was due each arrived.
  void (*receive)(
      struct ringbench_consumer *, uint64_t *times, uint64_t count, uint64_t start, double interval, int checking,
      struct ringbench_waiting);
};

/// The type of the exported function.
typedef const struct ringbench_peer *(*ringbench_peer_function)(void);

#ifdef __cplusplus
}
#endif

#endif
